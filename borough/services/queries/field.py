"""One question to draw, and what every way of drawing it needs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from borough.kernel.sentences import say
from borough.services.grammar.kinds import Kind
from borough.services.queries.tongues import ENGLISH, Tongue
from borough.services.types import Fault, Offer

Component = tuple[str, Mapping[str, Any]]


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
        return {"text": ". ".join(said), "visuallyHiddenText": self.tongue(say("Error"))} if said else None

    def title(self, heading: bool) -> dict[str, Any]:
        """The label or legend: the main heading of the page when it stands alone."""
        text = self.tongue(say("{question} (optional)", question=self.ask)) if self.optional else self.ask
        return {"text": text, "isPageHeading": heading}


def beside(field: Field) -> dict[str, Any]:
    """The hint and what is wrong, where there is any."""
    made: dict[str, Any] = {"hint": {"text": field.hint}} if field.hint else {}
    error = field.error()
    return made | ({"errorMessage": error} if error else {})


def titled(field: Field, heading: bool) -> list[Component]:
    """The question above several components."""
    return [("heading", {"text": field.title(heading)["text"], "hint": field.hint, "main": heading})]


def offers_of(field: Field, part: str, label: str, chosen: str) -> Component:
    """What there is to choose from, as radios, or as a list where it is long."""
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


def counted(tongue: Tongue, *, words: bool = False) -> dict[str, Any]:
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
