"""One question to render, with everything its components need."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from borough.forms.kinds import Kind
from borough.kernel.messages import msg
from borough.services.queries.translators import ENGLISH, Translator
from borough.services.types import AnswerFault, PlaceOption

Component = tuple[str, Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Field:
    """A question to render: its texts, current value, faults and choices."""

    key: str
    kind: Kind
    ask: str
    hint: str
    optional: bool
    raw: Any
    faults: tuple[AnswerFault, ...]
    translator: Translator
    offers: tuple[PlaceOption, ...] = ()
    fact: str = ""

    def error(self, *parts: str) -> Mapping[str, str] | None:
        """Return the error of these parts, or of any part when none is named."""
        messages = [self.translator(fault.sentence) for fault in self.faults if not parts or fault.part in parts]
        return {"text": ". ".join(messages), "visuallyHiddenText": self.translator(msg("Error"))} if messages else None

    def title(self, heading: bool) -> dict[str, Any]:
        """Return the label or legend; it is the page heading when the question is alone."""
        text = self.translator(msg("{question} (optional)", question=self.ask)) if self.optional else self.ask
        return {"text": text, "isPageHeading": heading}


def hint_and_error(field: Field) -> dict[str, Any]:
    """Return the hint and error options, where there are any."""
    options: dict[str, Any] = {"hint": {"text": field.hint}} if field.hint else {}
    error = field.error()
    return options | ({"errorMessage": error} if error else {})


def titled(field: Field, heading: bool) -> list[Component]:
    """Return a heading for a question with several components."""
    return [("heading", {"text": field.title(heading)["text"], "hint": field.hint, "main": heading})]


def offers_of(field: Field, part: str, label: str, chosen: str) -> Component:
    """Return the choices as radios, or as a select where there are more than 8."""
    items = [
        {"value": offer.value, "text": field.translator(offer.text)}
        | dict.fromkeys(("checked", "selected"), offer.value == chosen)
        for offer in field.offers
    ]
    options: dict[str, Any] = {"name": f"{field.key}-{part}"}
    error = field.error(part)
    options |= {"errorMessage": error} if error else {}
    if len(items) <= 8:
        legend = {"legend": {"text": label, "classes": "govuk-fieldset__legend--s"}}
        return ("govukRadios", options | {"idPrefix": f"{field.key}-{part}", "items": items, "fieldset": legend})
    first = [{"value": "", "text": field.translator(msg("Choose one"))}]
    label_of = {"text": label, "classes": "govuk-label--s"}
    return ("govukSelect", options | {"id": f"{field.key}-{part}", "items": first + items, "label": label_of})


def counted(translator: Translator, *, per_word: bool = False) -> dict[str, Any]:
    """Return the character count texts for languages other than English; %{count} is the component's placeholder."""
    if translator.language == ENGLISH:
        return {}
    left = msg("You have %{count} words remaining") if per_word else msg("You have %{count} characters remaining")
    over = msg("You have %{count} words too many") if per_word else msg("You have %{count} characters too many")
    kind = "words" if per_word else "characters"
    most = msg("You can enter up to %{count} words") if per_word else msg("You can enter up to %{count} characters")
    return {
        "textareaDescriptionText": translator(most),
        f"{kind}UnderLimitText": dict.fromkeys(("one", "two", "few", "many", "other"), translator(left)),
        f"{kind}OverLimitText": dict.fromkeys(("one", "two", "few", "many", "other"), translator(over)),
        f"{kind}AtLimitText": translator(left).replace("%{count}", "0"),
    }
