"""One question as components of the design system, each with its options."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from borough.kernel.files import MB
from borough.kernel.sentences import say
from borough.services.grammar.kinds import (
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
    Upload,
    YesNo,
)
from borough.services.grammar.kinds.dates import Date, MonthYear
from borough.services.queries.tongues import ENGLISH, Tongue
from borough.services.types import Fault, Offer

Component = tuple[str, Mapping[str, Any]]
_PARTS = {"day": say("Day"), "month": say("Month"), "year": say("Year")}
AUTOCOMPLETE = {"name": "name", "email": "email", "phone": "tel", "date_of_birth": "bday"}
"""What browsers and helpers may fill in: WCAG 1.3.5, by fact."""


@dataclass(frozen=True, kw_only=True)
class Field:
    """A question to draw: its words, what stands in it, what is wrong with it and what there is to choose."""

    key: str
    kind: Kind
    ask: str
    hint: str
    optional: bool
    raw: Any
    faults: tuple[Fault, ...]
    tongue: Tongue
    offers: tuple[Offer, ...] = ()
    fact: str = ""

    def error(self, *parts: str) -> Mapping[str, str] | None:
        """What is wrong with these parts, or with any when none is named."""
        said = [self.tongue(one.sentence) for one in self.faults if not parts or one.part in parts]
        return {"text": " ".join(said), "visuallyHiddenText": self.tongue(say("Error"))} if said else None

    def title(self, heading: bool) -> dict[str, Any]:
        """The label or legend: the main heading of the page when it stands alone."""
        text = self.tongue(say("{question} (optional)", question=self.ask)) if self.optional else self.ask
        return {"text": text, "isPageHeading": heading}


def draw(field: Field, *, heading: bool) -> list[Component]:
    """The components of a question, in order."""
    for kind, make in _DRAWN.items():
        if isinstance(field.kind, kind):
            return make(field, heading)
    return _input(field, heading)


def _base(field: Field, heading: bool) -> dict[str, Any]:
    made: dict[str, Any] = {
        "id": field.key, "name": field.key,
        "label": field.title(heading) | {"classes": "govuk-label--l" if heading else "govuk-label--s"},
    }  # fmt: skip
    return made | _beside(field)


def _beside(field: Field) -> dict[str, Any]:
    made: dict[str, Any] = {"hint": {"text": field.hint}} if field.hint else {}
    error = field.error()
    return made | ({"errorMessage": error} if error else {})


def _input(field: Field, heading: bool) -> list[Component]:
    kind, made = field.kind, _base(field, heading)
    made |= {"value": str(field.raw or ""), "type": "text"}
    if isinstance(kind, Email):
        made |= {"type": "email", "spellcheck": False}
    if isinstance(kind, Phone):
        made |= {"type": "tel"}
    if isinstance(kind, Number | Money):
        made |= _numeric(kind)
    if isinstance(kind, Text):
        made |= _worded(kind)
    if complete := AUTOCOMPLETE.get(field.fact) or getattr(kind, "autocomplete", ""):
        made["autocomplete"] = complete
    return [("govukInput", made)]


def _numeric(kind: Number | Money) -> dict[str, Any]:
    made: dict[str, Any] = {"spellcheck": False, "classes": f"govuk-input--width-{kind.width or '5'}"}
    if isinstance(kind, Money):
        return made | {"inputmode": "decimal", "prefix": {"text": "£"}}
    made["inputmode"] = "numeric" if kind.decimals == 0 else "decimal"
    return made | _around(kind.prefix, kind.suffix)


def _worded(kind: Text) -> dict[str, Any]:
    made: dict[str, Any] = _around(kind.prefix, kind.suffix)
    if kind.width:
        made["classes"] = f"govuk-{'input--' if kind.width.isdecimal() else '!-'}width-{kind.width}"
    if kind.inputmode:
        made["inputmode"] = kind.inputmode
    return made | ({} if kind.spellcheck else {"spellcheck": False})


def _around(prefix: str, suffix: str) -> dict[str, Any]:
    return ({"prefix": {"text": prefix}} if prefix else {}) | ({"suffix": {"text": suffix}} if suffix else {})


def _long(field: Field, heading: bool) -> list[Component]:
    kind, made = field.kind, _base(field, heading) | {"value": str(field.raw or "")}
    if not isinstance(kind, LongText):
        return []
    made["rows"] = kind.rows
    if kind.most_words:
        return [("govukCharacterCount", made | {"maxwords": kind.most_words} | _counted(field.tongue, words=True))]
    if kind.longest < 10_000:
        return [("govukCharacterCount", made | {"maxlength": kind.longest} | _counted(field.tongue))]
    return [("govukTextarea", made)]


def _counted(tongue: Tongue, *, words: bool = False) -> dict[str, Any]:
    """What the component counts down with, where it is not to be English; %{count} is its own gap."""
    if tongue.language == ENGLISH:
        return {}
    left = say("You have %{count} words remaining") if words else say("You have %{count} characters remaining")
    over = say("You have %{count} words too many") if words else say("You have %{count} characters too many")
    kind = "words" if words else "characters"
    most = say("You can enter up to %{count} words") if words else say("You can enter up to %{count} characters")
    return {
        "textareaDescriptionText": tongue(most),
        f"{kind}UnderLimitText": dict.fromkeys(("one", "two", "few", "many", "other"), tongue(left)),
        f"{kind}OverLimitText": dict.fromkeys(("one", "two", "few", "many", "other"), tongue(over)),
        f"{kind}AtLimitText": tongue(left).replace("%{count}", "0"),
    }


def _legend(field: Field, heading: bool) -> dict[str, Any]:
    size = "l" if heading else "s"
    return {"legend": field.title(heading) | {"classes": f"govuk-fieldset__legend--{size}"}}


def _items(field: Field) -> list[dict[str, Any]]:
    chosen = set(field.raw) if isinstance(field.raw, list) else {str(field.raw)}
    return [
        {
            "value": one.value, "text": field.tongue(one.text), "checked": one.value in chosen,
            "selected": one.value in chosen,
        }
        | ({"hint": {"text": field.tongue(one.hint)}} if one.hint else {})
        for one in getattr(field.kind, "offered", tuple)()
    ]  # fmt: skip


def _radios(field: Field, heading: bool) -> list[Component]:
    made = {
        "idPrefix": field.key, "name": field.key, "fieldset": _legend(field, heading), "items": _items(field),
        "classes": "govuk-radios--inline" if isinstance(field.kind, YesNo) else "",
    }  # fmt: skip
    return [("govukRadios", made | _beside(field))]


def _checkboxes(field: Field, heading: bool) -> list[Component]:
    items = _items(field)
    kind = field.kind
    if isinstance(kind, Several) and kind.none:
        chosen = field.raw if isinstance(field.raw, list) else []
        items += [
            {"divider": field.tongue(say("or"))},
            {"value": kind.none.value, "text": field.tongue(kind.none.text), "behaviour": "exclusive",
             "checked": kind.none.value in chosen},
        ]  # fmt: skip
    made = {"idPrefix": field.key, "name": field.key, "fieldset": _legend(field, heading), "items": items}
    return [("govukCheckboxes", made | _beside(field))]


def _select(field: Field, heading: bool) -> list[Component]:
    first = [{"value": "", "text": field.tongue(say("Choose one"))}]
    made = _base(field, heading) | {"items": first + _items(field), "attributes": {"data-pick": "yes"}}
    return [("govukSelect", made)]


def _date(field: Field, heading: bool) -> list[Component]:
    kind = field.kind
    parts = ("month", "year") if isinstance(kind, MonthYear) else ("day", "month", "year")
    wrong = {one.part for one in field.faults}
    items = [
        {
            "id": f"{field.key}-{part}", "name": f"{field.key}-{part}", "label": field.tongue(_PARTS[part]),
            "value": (field.raw or {}).get(part, "") if isinstance(field.raw, dict) else "",
            "classes": f"govuk-input--width-{4 if part == 'year' else 2}"
            + (" govuk-input--error" if part in wrong or wrong in ({"day"}, {""}) else ""),
        }
        | ({"autocomplete": f"bday-{part}"} if field.fact == "date_of_birth" else {})
        for part in parts
    ]  # fmt: skip
    return [("govukDateInput", {"id": field.key, "fieldset": _legend(field, heading), "items": items} | _beside(field))]


def _agreement(field: Field, heading: bool) -> list[Component]:
    agree = field.kind.agree if isinstance(field.kind, Agreement) else ""
    item = {"value": "yes", "text": field.tongue(agree), "checked": field.raw == "yes"}
    made = {"idPrefix": field.key, "name": field.key, "fieldset": _legend(field, heading), "items": [item]}
    return [("govukCheckboxes", made | _beside(field))]


def _upload(field: Field, heading: bool) -> list[Component]:
    kind = field.kind
    if not isinstance(kind, Upload):
        return []
    size = f"{kind.largest // MB}MB"
    told: dict[str, Any] = {"types": kind.named(), "size": size}
    limit = say("The file must be a {types} smaller than {size}.", **told)
    if kind.most > 1:
        limit = say(
            "You can upload up to {most} files. Each must be a {types} smaller than {size}.", most=kind.most, **told
        )
    made = _base(field, heading) | {"hint": {"text": f"{field.hint} {field.tongue(limit)}".strip()}}
    if kind.most > 1:
        made["multiple"] = True
    kept = [one for one in field.raw or [] if isinstance(one, dict)]
    items = [{"value": one["id"], "text": one["name"], "checked": True} for one in kept]
    had_before = field.tongue(say("Files you have uploaded"))
    legend = {"legend": {"text": had_before, "classes": "govuk-fieldset__legend--s"}}
    had: list[Component] = []
    if items:
        hint = {"text": field.tongue(say("Untick a file to remove it"))}
        kept_as = {"idPrefix": f"{field.key}-kept", "name": field.key, "fieldset": legend, "hint": hint, "items": items}
        had = [("govukCheckboxes", kept_as)]
    return [*had, ("govukFileUpload", made)]


def _address(field: Field, heading: bool) -> list[Component]:
    raw = field.raw if isinstance(field.raw, dict) else {}
    key, tongue = field.key, field.tongue
    title = _titled(field, heading)
    if raw.get("by-hand"):
        return [*title, ("hidden", {"name": f"{key}-by-hand", "value": "1"}), *_typed(field, raw)]
    words = ("hidden", {"name": f"{key}-words", "value": raw.get("words", "")})
    if field.offers:
        chosen = _chosen(field, "uprn", tongue(say("Choose the address")), raw.get("uprn", ""))
        return [*title, words, chosen, ("again", {}), ("by_hand", {"key": key})]
    made: dict[str, Any] = {
        "id": f"{key}-words", "name": f"{key}-words", "value": raw.get("words", ""), "autocomplete": "postal-code",
        "label": {"text": tongue(say("Postcode, or the first line of the address")), "classes": "govuk-label--s"},
        "hint": {"text": tongue(say("For example, PR7 1DP or 10 Market Street"))}, "spellcheck": False,
    }  # fmt: skip
    error = field.error()
    return [*title, ("govukInput", made | ({"errorMessage": error} if error else {})), ("by_hand", {"key": key})]


def _titled(field: Field, heading: bool) -> list[Component]:
    return [("heading", {"text": field.title(heading)["text"], "hint": field.hint, "main": heading})]


def _chosen(field: Field, part: str, label: str, chosen: str) -> Component:
    items = [
        {"value": one.value, "text": field.tongue(one.text)}
        | dict.fromkeys(("checked", "selected"), one.value == chosen)
        for one in field.offers
    ]
    made: dict[str, Any] = {"name": f"{field.key}-{part}"}
    error = field.error(part)
    made |= {"errorMessage": error} if error else {}
    if len(items) <= 8:
        legend = {"legend": {"text": label, "classes": "govuk-fieldset__legend--s"}}
        return ("govukRadios", made | {"idPrefix": f"{field.key}-{part}", "items": items, "fieldset": legend})
    first = [{"value": "", "text": field.tongue(say("Choose one"))}]
    label_of = {"text": label, "classes": "govuk-label--s"}
    return ("govukSelect", made | {"id": f"{field.key}-{part}", "items": first + items, "label": label_of})


def _typed(field: Field, raw: Mapping[str, Any]) -> list[Component]:
    tongue, key = field.tongue, field.key
    boxes = (
        ("line1", say("Address line 1"), "address-line1", ""),
        ("line2", say("Address line 2 (optional)"), "address-line2", ""),
        ("town", say("Town or city"), "address-level2", "govuk-!-width-two-thirds"),
        ("postcode", say("Postcode"), "postal-code", "govuk-input--width-10"),
    )  # fmt: skip
    made: list[Component] = []
    for part, label, complete, classes in boxes:
        error = field.error(part)
        one = {
            "id": f"{key}-{part}", "name": f"{key}-{part}", "label": {"text": tongue(label)},
            "value": raw.get(part, ""), "autocomplete": complete, "classes": classes,
        }  # fmt: skip
        made.append(("govukInput", one | ({"errorMessage": error} if error else {})))
    return made


def _spot(field: Field, heading: bool) -> list[Component]:
    raw = field.raw if isinstance(field.raw, dict) else {}
    key, tongue = field.key, field.tongue
    near: dict[str, Any] = {
        "id": f"{key}-near", "name": f"{key}-near", "value": raw.get("near", ""),
        "label": {"text": tongue(say("Street, address or postcode near it")), "classes": "govuk-label--s"},
    }  # fmt: skip
    words: dict[str, Any] = {
        "id": f"{key}-words", "name": f"{key}-words", "value": raw.get("words", ""), "rows": 3, "maxlength": 500,
        "label": {"text": tongue(say("Where exactly it is (optional)")), "classes": "govuk-label--s"},
        "hint": {"text": tongue(say("For example, by the bus stop, behind the garages, lamp post number 14"))},
    }  # fmt: skip
    for box, wrong in ((near, field.error("near", "")), (words, field.error("words"))):
        if wrong:
            box["errorMessage"] = wrong
    which = tongue(say("Which of these is it near?"))
    offers = [_chosen(field, "chosen", which, raw.get("chosen", ""))] if field.offers else []
    found = [
        ("hidden", {"name": f"{key}-{part}", "value": raw.get(part, "")})
        for part in ("easting", "northing", "latitude", "longitude")
    ]  # fmt: skip
    here = ("here", {"key": key, "text": tongue(say("Use where I am now"))})
    return [
        *_titled(field, heading),
        ("govukInput", near),
        *offers,
        here,
        *found,
        ("govukCharacterCount", words | _counted(tongue)),
    ]


def _together(field: Field, heading: bool) -> list[Component]:
    """Several boxes for one answer, under one legend."""
    raw, key, kind = field.raw if isinstance(field.raw, dict) else {}, field.key, field.kind
    boxes = []
    for at, (part, name, _) in enumerate(kind.parts if isinstance(kind, Point) else ()):
        error = field.error(part, "") if at == 0 else field.error(part)
        box: dict[str, Any] = {
            "id": f"{key}-{part}", "name": f"{key}-{part}", "value": raw.get(part, ""),
            "label": {"text": field.tongue(name)}, "classes": "govuk-input--width-10", "spellcheck": False,
        }  # fmt: skip
        if isinstance(kind, EastingNorthing):  # keyboards of telephones for numbers may have no minus, as degrees need
            box["inputmode"] = "numeric"
        boxes.append(box | ({"errorMessage": error} if error else {}))
    return [("together", {"id": key, **_legend(field, heading), "hint": field.hint, "boxes": boxes})]


def _reference(field: Field, heading: bool) -> list[Component]:
    raw = field.raw.get("reference", "") if isinstance(field.raw, dict) else str(field.raw or "")
    classes = {"value": raw, "type": "text", "spellcheck": False, "classes": "govuk-input--width-10"}
    return [("govukInput", _base(field, heading) | classes)]


_DRAWN: dict[type[Kind], Callable[[Field, bool], list[Component]]] = {
    LongText: _long, Pick: _select, Several: _checkboxes, Choice: _radios, YesNo: _radios, Agreement: _agreement,
    Upload: _upload, Address: _address, Spot: _spot, Signature: _input, Date: _date, MonthYear: _date,
    EastingNorthing: _together, LatitudeLongitude: _together, Point: _reference,
}  # fmt: skip
