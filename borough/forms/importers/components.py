"""Components of a published form as questions and guidance."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from borough.forms.importers.form_import import ImportNotes, field_key, to_int
from borough.forms.kinds import (
    Address,
    Agreement,
    Choice,
    Date,
    EastingNorthing,
    Email,
    FieldNumber,
    GridReference,
    Kind,
    LatitudeLongitude,
    LongText,
    MonthYear,
    Number,
    Option,
    Phone,
    Pick,
    Several,
    Spot,
    Text,
    Time,
    Upload,
    Website,
    YesNo,
)
from borough.forms.kinds.dates import Day
from borough.forms.pages import Guidance
from borough.forms.questions import Question, in_sentence
from borough.forms.rows import Rows
from borough.kernel.files import MB, TYPES

CHOOSING = {"RadiosField", "CheckboxesField", "SelectField", "AutocompleteField", "YesNoField"}
NO_LOSS = {  # options that only affect appearance, or that our patterns already cover
    "required",
    "optionalText",
    "classes",
    "hideTitle",
    "autocomplete",
    "rows",
    "prefix",
    "suffix",
    "maxWords",
    "divider",
    "behaviour",
    "behaviourItemValue",
    "bold",
    "customValidationMessage",
    "dropzoneConfig",
    "minimumRequiredFiles",
    "showNoScriptWarning",
    "columnTitles",
    "maxMultiInputFieldRows",
    "accept",
    "condition",
    "maxDaysInPast",
    "maxDaysInFuture",
    "usePostcodeLookup",
    "exposeToContext",
    "declarationConfirmationLabel",
    "customValidationMessages",
    "regex",
    "conditionName",
    "instructionText",
}
GUIDANCE_TYPES = {
    "Html",
    "Para",
    "InsetText",
    "Details",
    "Markdown",
    "List",
    "FlashCard",
    "NotificationBanner",
    "WarningText",
}
WITH_TIME = {"DateTimeField", "DateTimePartsField"}
BY_TYPE = {media: key for key, (_, media) in TYPES.items()}

JsonObject = dict[str, Any]
Lists = dict[str, list[JsonObject]]


def options_of(data: JsonObject) -> JsonObject:
    """Return a component's options merged with its schema, where present."""
    schema, options = data.get("schema"), data.get("options")
    return {**(schema if isinstance(schema, dict) else {}), **(options if isinstance(options, dict) else {})}


def question(data: JsonObject, lists: Lists, notes: ImportNotes, where: str) -> Question | None:
    """Convert a component to a question; None, with a note, for an unsupported kind."""
    kind_of = str(data.get("type"))
    here = f"{where}, {kind_of} “{data.get('name', '')}”"
    make = _KINDS.get(kind_of)
    if make is None:
        notes.lose(here, f"the component {kind_of}")
        return None
    options = options_of(data)
    for name in sorted(set(data.get("options") or {}) - NO_LOSS):
        notes.lose(here, f"the option “{name}”: {str(options[name])[:100]}")
    ask = str(data.get("title") or data.get("shortDescription") or data.get("name") or "")
    short = str(data.get("shortDescription") or "")
    called = in_sentence(short or ask)
    verb = "Select" if kind_of in CHOOSING else "Choose" if "Upload" in kind_of else "Enter"
    own = options.get("customValidationMessage")
    ask = gaps(ask)
    return Question(
        key=field_key(data.get("name") or data.get("id")),
        ask=ask,
        short=short,
        hint=plain(data.get("hint")),
        missing=str(own) if own else f"{verb} {called}",
        wrong=str(own or ""),
        called=called,
        optional=options.get("required") is False or (options.get("optionalText") is True and "Upload" in kind_of),
        kind=make(data, options, lists, notes, here),
    )


_PIPED = re.compile(r"\{\{\s*(\w+)\s*\}\}")


def gaps(text: str) -> str:
    """Convert answer placeholders in a title to our placeholder syntax."""
    return _PIPED.sub(lambda match: f"(({field_key(match.group(1))}))", text)


def time_question(question: Question) -> Question:
    """Return a separate question for the time part of a date and time."""
    return replace(
        question,
        key=f"{question.key}_time",
        ask=f"{question.ask} (time of day)",
        hint="For example, 9:30am or 21:00",
        missing="Enter the time of day",
        called="the time of day",
        short="",
        wrong="",
        kind=Time(),
    )


def to_guidance(data: JsonObject, lists: Lists, notes: ImportNotes, where: str) -> Guidance | None:
    """Convert a display-only component to guidance."""
    if data.get("type") in {"List", "FlashCard"}:
        return _listed(data, lists, notes, where)
    text = data.get("content")
    if isinstance(text, dict):
        text = text.get("text") or text.get("html")
    if not text:
        return None
    kind = data.get("type")
    html = kind in {"Html", "Para"} or (kind == "Details" and "<" in str(text))
    if "{%" in str(text) or "{{" in str(text):
        notes.lose(f"{where}, {kind}", f"program text within words: {str(text)[:120]}")
    title = str(data.get("title") or "") if kind == "Details" else ""
    inset = kind in {"InsetText", "NotificationBanner", "WarningText"}
    return Guidance(str(text), summary=title, inset=inset, html=html)


def _listed(data: JsonObject, lists: Lists, notes: ImportNotes, where: str) -> Guidance:
    """Convert a display-only list to guidance, under its title where that is shown."""
    options = options_of(data)
    mark = "1." if options.get("type") == "numbered" else "-"
    items = [f"{item.text}: {item.hint}" if item.hint else item.text for item in _items(data, lists, notes, where)]
    title = "" if options.get("hideTitle") else str(data.get("title") or "")
    return Guidance("\n\n".join(filter(None, [title, "\n".join(f"{mark} {item}" for item in items)])))


def plain(hint: Any) -> str:
    """Return a hint without HTML tags, which our hints do not support."""
    return " ".join(re.sub(r"<[^>]+>", " ", str(hint or "")).split())


def _text(_data: JsonObject, options: JsonObject, _lists: Lists, _notes: ImportNotes, _where: str) -> Kind:
    pattern = str(options.get("regex") or "")
    longest = to_int(options.get("max") or options.get("length")) or 500
    return Text(
        longest=longest,
        shortest=to_int(options.get("min")) or 0,
        pattern=pattern.strip("^$"),
        prefix=str(options.get("prefix") or ""),
        suffix=str(options.get("suffix") or ""),
        autocomplete=str(options.get("autocomplete") or ""),
    )


def _long(_data: JsonObject, options: JsonObject, _lists: Lists, _notes: ImportNotes, _where: str) -> Kind:
    return LongText(
        word_limit=to_int(options.get("maxWords")) or 0,
        longest=to_int(options.get("max")) or 20_000,
        rows=to_int(options.get("rows")) or 5,
    )


def _number(_data: JsonObject, options: JsonObject, _lists: Lists, _notes: ImportNotes, _where: str) -> Kind:
    integer = options.get("precision") == 0 or options.get("integer") is True
    decimals = 0 if integer else to_int(options.get("precision")) or 4
    return Number(
        decimals=decimals,
        prefix=str(options.get("prefix") or ""),
        suffix=str(options.get("suffix") or ""),
        least=to_int(options.get("min")),
        most=to_int(options.get("max")),
    )


def _date(_data: JsonObject, options: JsonObject, _lists: Lists, _notes: ImportNotes, _where: str) -> Kind:
    past, future = to_int(options.get("maxDaysInPast")), to_int(options.get("maxDaysInFuture"))
    return Date(earliest=Day(-past) if past is not None else None, latest=Day(future) if future is not None else None)


def _items(data: JsonObject, lists: Lists, notes: ImportNotes, where: str) -> tuple[Option, ...]:
    values = data.get("values")
    name = data.get("list") or (values.get("list") if isinstance(values, dict) else "") or ""
    items = lists.get(str(name))
    if items is None and isinstance(values, dict):
        items = values.get("items")
    if not items:
        notes.wonder(where, f"the list “{name}” is not there, so there is nothing to choose")
    return tuple(
        Option(
            str(item.get("value", "")),
            str(item.get("text", "")),
            plain(
                item.get("description") or (item.get("hint") or {}).get("text")
                if isinstance(item.get("hint") or {}, dict)
                else item.get("hint")
            ),
        )
        for item in items or []
    )


def _choice(data: JsonObject, _options: JsonObject, lists: Lists, notes: ImportNotes, where: str) -> Kind:
    choices = _items(data, lists, notes, where)
    return (Pick if data.get("type") in {"SelectField", "AutocompleteField"} else Choice)(options=choices)


def _several(data: JsonObject, options: JsonObject, lists: Lists, notes: ImportNotes, where: str) -> Kind:
    choices = _items(data, lists, notes, where)
    alone = str(options.get("behaviourItemValue") or "") if options.get("behaviour") == "exclusive" else ""
    none = next((option for option in choices if alone and option.value == alone), None)
    return Several(options=tuple(option for option in choices if option is not none), none=none)


def _upload(_data: JsonObject, options: JsonObject, _lists: Lists, notes: ImportNotes, where: str) -> Kind:
    drop = options.get("dropzoneConfig") or {}
    accepted = str(options.get("accept") or drop.get("acceptedFiles") or "")
    media = [media_type.strip() for media_type in accepted.split(",") if media_type.strip()]
    for media_type in media:
        if media_type not in BY_TYPE:
            notes.lose(where, f"files of the type {media_type}")
    types = tuple(BY_TYPE[media_type] for media_type in media if media_type in BY_TYPE) or ("pdf", "jpg", "png")
    least = to_int(drop.get("minFiles") or options.get("minimumRequiredFiles") or options.get("min")) or 1
    return Upload(
        types=types,
        least=max(least, 1),
        most=to_int(drop.get("maxFiles") or options.get("max")) or 1,
        largest=(to_int(drop.get("maxFilesize")) or 10) * MB,
    )


def _agreement(_data: JsonObject, options: JsonObject, _lists: Lists, _notes: ImportNotes, _where: str) -> Kind:
    return Agreement(agree=str(options.get("declarationConfirmationLabel") or "I understand and agree"))


def _rows(data: JsonObject, options: JsonObject, lists: Lists, notes: ImportNotes, where: str) -> Kind:
    columns = [question(child, lists, notes, where) for child in data.get("children") or []]
    most = to_int(options.get("maxMultiInputFieldRows")) or 100
    return Rows(columns=tuple(column for column in columns if column is not None), most=most, called="entry")


def _pair(data: JsonObject, options: JsonObject, _lists: Lists, _notes: ImportNotes, _where: str) -> Kind:
    degrees = data.get("type") == "LatLongField"
    bounds = [
        (part, _bound(options[part].get("min")), _bound(options[part].get("max")))
        for part in (("latitude", "longitude") if degrees else ("easting", "northing"))
        if isinstance(options.get(part), dict)
    ]
    return (LatitudeLongitude if degrees else EastingNorthing)(within=tuple(bounds))


def _bound(data: Any) -> float | None:
    return float(data) if str("" if data is None else data).strip() else None


def _drawn(_data: JsonObject, _options: JsonObject, _lists: Lists, notes: ImportNotes, where: str) -> Kind:
    notes.lose(where, "lines and areas drawn on a map: a place is told in words or by a point here")
    return Spot()


def _plain(kind: Callable[[], Kind]) -> "Make":
    return lambda _data, _options, _lists, _notes, _where: kind()


Make = Callable[[JsonObject, JsonObject, Lists, ImportNotes, str], Kind]
_KINDS: dict[str, Make] = {
    "TextField": _text,
    "MultilineTextField": _long,
    "FreeTextField": _long,
    "NumberField": _number,
    "DatePartsField": _date,
    "DateField": _date,
    "DatePartsFieldComponent": _date,
    "MonthYearField": _plain(MonthYear),
    "TimeField": _plain(Time),
    "DateTimeField": _date,
    "DateTimePartsField": _date,
    "YesNoField": _plain(YesNo),
    "RadiosField": _choice,
    "SelectField": _choice,
    "AutocompleteField": _choice,
    "CheckboxesField": _several,
    "EmailAddressField": _plain(Email),
    "TelephoneNumberField": _plain(Phone),
    "UkAddressField": _plain(Address),
    "WebsiteField": _plain(Website),
    "FileUploadField": _upload,
    "ClientSideFileUploadField": _upload,
    "DeclarationField": _agreement,
    "MultiInputField": _rows,
    "OsGridRefField": _plain(GridReference),
    "NationalGridFieldNumberField": _plain(FieldNumber),
    "EastingNorthingField": _pair,
    "LatLongField": _pair,
    "GeospatialField": _drawn,
}
