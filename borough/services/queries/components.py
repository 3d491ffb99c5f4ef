"""Render one question as design system components with their options."""

from collections.abc import Callable
from typing import Any

from borough.forms.kinds import (
    Address,
    Agreement,
    Choice,
    EastingNorthing,
    Email,
    Kind,
    LatitudeLongitude,
    LongText,
    Money,
    Number,
    Phone,
    Pick,
    Point,
    Several,
    Signature,
    Spot,
    Text,
    Time,
    Upload,
    YesNo,
)
from borough.forms.kinds.dates import Date, MonthYear
from borough.kernel.files import MB
from borough.kernel.messages import msg
from borough.services.queries.place_fields import address, spot
from borough.services.queries.question_field import Component, Field, counted, hint_and_error

_PARTS = {"day": msg("Day"), "month": msg("Month"), "year": msg("Year")}
AUTOCOMPLETE = {"name": "name", "email": "email", "phone": "tel", "date_of_birth": "bday"}
"""HTML autocomplete tokens by fact: WCAG 1.3.5."""


def draw(field: Field, *, heading: bool) -> list[Component]:
    """Return the components of a question, in order."""
    for kind, make in _DRAWN.items():
        if isinstance(field.kind, kind):
            return make(field, heading)
    return _input(field, heading)


def _base(field: Field, heading: bool) -> dict[str, Any]:
    options: dict[str, Any] = {
        "id": field.key,
        "name": field.key,
        "label": field.title(heading) | {"classes": "govuk-label--l" if heading else "govuk-label--s"},
    }
    return options | hint_and_error(field)


def _input(field: Field, heading: bool) -> list[Component]:
    kind, options = field.kind, _base(field, heading)
    options |= {"value": str(field.raw or ""), "type": "text"}
    if isinstance(kind, Email):
        options |= {"type": "email", "spellcheck": False}
    if isinstance(kind, Phone):
        options |= {"type": "tel"}
    if isinstance(kind, Number | Money):
        options |= _numeric(kind)
    if isinstance(kind, Text):
        options |= _worded(kind)
    if isinstance(kind, Time):
        options |= {"spellcheck": False, "classes": f"govuk-input--width-{kind.width}"}
    if complete := AUTOCOMPLETE.get(field.fact) or getattr(kind, "autocomplete", ""):
        options["autocomplete"] = complete
    return [("govukInput", options)]


def _numeric(kind: Number | Money) -> dict[str, Any]:
    options: dict[str, Any] = {"spellcheck": False, "classes": f"govuk-input--width-{kind.width or '5'}"}
    if isinstance(kind, Money):
        return options | {"inputmode": "decimal", "prefix": {"text": "£"}}
    options["inputmode"] = "numeric" if kind.decimals == 0 else "decimal"
    return options | _around(kind.prefix, kind.suffix)


def _worded(kind: Text) -> dict[str, Any]:
    options: dict[str, Any] = _around(kind.prefix, kind.suffix)
    if kind.width:
        options["classes"] = f"govuk-{'input--' if kind.width.isdecimal() else '!-'}width-{kind.width}"
    if kind.inputmode:
        options["inputmode"] = kind.inputmode
    return options | ({} if kind.spellcheck else {"spellcheck": False})


def _around(prefix: str, suffix: str) -> dict[str, Any]:
    return ({"prefix": {"text": prefix}} if prefix else {}) | ({"suffix": {"text": suffix}} if suffix else {})


def _long(field: Field, heading: bool) -> list[Component]:
    kind, options = field.kind, _base(field, heading) | {"value": str(field.raw or "")}
    if not isinstance(kind, LongText):
        return []
    options["rows"] = kind.rows
    if kind.word_limit:
        return [
            ("govukCharacterCount", options | {"maxwords": kind.word_limit} | counted(field.translator, per_word=True))
        ]
    if kind.longest < 10_000:
        return [("govukCharacterCount", options | {"maxlength": kind.longest} | counted(field.translator))]
    return [("govukTextarea", options)]


def _legend(field: Field, heading: bool) -> dict[str, Any]:
    size = "l" if heading else "s"
    return {"legend": field.title(heading) | {"classes": f"govuk-fieldset__legend--{size}"}}


def _items(field: Field) -> list[dict[str, Any]]:
    chosen = set(field.raw) if isinstance(field.raw, list) else {str(field.raw)}
    return [
        {
            "value": item.value,
            "text": field.translator(item.text),
            "checked": item.value in chosen,
            "selected": item.value in chosen,
        }
        | ({"hint": {"text": field.translator(item.hint)}} if item.hint else {})
        for item in getattr(field.kind, "offered", tuple)()
    ]


def _radios(field: Field, heading: bool) -> list[Component]:
    options = {
        "idPrefix": field.key,
        "name": field.key,
        "fieldset": _legend(field, heading),
        "items": _items(field),
        "classes": "govuk-radios--inline" if isinstance(field.kind, YesNo) else "",
    }
    return [("govukRadios", options | hint_and_error(field))]


def _checkboxes(field: Field, heading: bool) -> list[Component]:
    items = _items(field)
    kind = field.kind
    if isinstance(kind, Several) and kind.none:
        chosen = field.raw if isinstance(field.raw, list) else []
        items += [
            {"divider": field.translator(msg("or"))},
            {
                "value": kind.none.value,
                "text": field.translator(kind.none.text),
                "behaviour": "exclusive",
                "checked": kind.none.value in chosen,
            },
        ]
    options = {"idPrefix": field.key, "name": field.key, "fieldset": _legend(field, heading), "items": items}
    return [("govukCheckboxes", options | hint_and_error(field))]


def _select(field: Field, heading: bool) -> list[Component]:
    first = [{"value": "", "text": field.translator(msg("Choose one"))}]
    options = _base(field, heading) | {"items": first + _items(field), "attributes": {"data-pick": "yes"}}
    return [("govukSelect", options)]


def _date(field: Field, heading: bool) -> list[Component]:
    kind = field.kind
    parts = ("month", "year") if isinstance(kind, MonthYear) else ("day", "month", "year")
    wrong = {fault.part for fault in field.faults}
    items = [
        {
            "id": f"{field.key}-{part}",
            "name": f"{field.key}-{part}",
            "label": field.translator(_PARTS[part]),
            "value": (field.raw or {}).get(part, "") if isinstance(field.raw, dict) else "",
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}"
            + (" govuk-input--error" if part in wrong or wrong in ({"day"}, {""}) else ""),
        }
        | ({"autocomplete": f"bday-{part}"} if field.fact == "date_of_birth" else {})
        for part in parts
    ]
    return [
        (
            "govukDateInput",
            {"id": field.key, "fieldset": _legend(field, heading), "items": items} | hint_and_error(field),
        )
    ]


def _agreement(field: Field, heading: bool) -> list[Component]:
    agree = field.kind.agree if isinstance(field.kind, Agreement) else ""
    item = {"value": "yes", "text": field.translator(agree), "checked": field.raw == "yes"}
    options = {"idPrefix": field.key, "name": field.key, "fieldset": _legend(field, heading), "items": [item]}
    return [("govukCheckboxes", options | hint_and_error(field))]


def _upload(field: Field, heading: bool) -> list[Component]:
    kind = field.kind
    if not isinstance(kind, Upload):
        return []
    size = f"{kind.largest // MB}MB"
    limits: dict[str, Any] = {"types": kind.named(), "size": size}
    limit = msg("The file must be a {types} smaller than {size}.", **limits)
    if kind.most > 1:
        limit = msg(
            "You can upload up to {most} files. Each must be a {types} smaller than {size}.", most=kind.most, **limits
        )
    options = _base(field, heading) | {"hint": {"text": ". ".join(filter(None, [field.hint, field.translator(limit)]))}}
    if kind.most > 1:
        options["multiple"] = True
    stored_files = [file for file in field.raw or [] if isinstance(file, dict)]
    items = [{"value": file["id"], "text": file["name"], "checked": True} for file in stored_files]
    had_before = field.translator(msg("Files you have uploaded"))
    legend = {"legend": {"text": had_before, "classes": "govuk-fieldset__legend--s"}}
    had: list[Component] = []
    if items:
        hint = {"text": field.translator(msg("Untick a file to remove it"))}
        checkboxes = {
            "idPrefix": f"{field.key}-kept",
            "name": field.key,
            "fieldset": legend,
            "hint": hint,
            "items": items,
        }
        had = [("govukCheckboxes", checkboxes)]
    return [*had, ("govukFileUpload", options)]


def _together(field: Field, heading: bool) -> list[Component]:
    """Return several inputs for one answer, under one legend."""
    raw, key, kind = field.raw if isinstance(field.raw, dict) else {}, field.key, field.kind
    boxes = []
    for at, (part, name, _) in enumerate(kind.parts if isinstance(kind, Point) else ()):
        error = field.error(part, "") if at == 0 else field.error(part)
        box: dict[str, Any] = {
            "id": f"{key}-{part}",
            "name": f"{key}-{part}",
            "value": raw.get(part, ""),
            "label": {"text": field.translator(name)},
            "classes": "govuk-input--width-10",
            "spellcheck": False,
        }
        if isinstance(kind, EastingNorthing):  # numeric phone keypads may lack a minus sign, which degrees need
            box["inputmode"] = "numeric"
        boxes.append(box | ({"errorMessage": error} if error else {}))
    return [("together", {"id": key, **_legend(field, heading), "hint": field.hint, "boxes": boxes})]


def _reference(field: Field, heading: bool) -> list[Component]:
    raw = field.raw.get("reference", "") if isinstance(field.raw, dict) else str(field.raw or "")
    classes = {"value": raw, "type": "text", "spellcheck": False, "classes": "govuk-input--width-10"}
    return [("govukInput", _base(field, heading) | classes)]


_DRAWN: dict[type[Kind], Callable[[Field, bool], list[Component]]] = {
    LongText: _long,
    Pick: _select,
    Several: _checkboxes,
    Choice: _radios,
    YesNo: _radios,
    Agreement: _agreement,
    Upload: _upload,
    Address: address,
    Spot: spot,
    Signature: _input,
    Date: _date,
    MonthYear: _date,
    EastingNorthing: _together,
    LatitudeLongitude: _together,
    Point: _reference,
}
