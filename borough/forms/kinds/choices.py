"""Choices: yes or no, one of a few, several, or one of a long list."""

from dataclasses import dataclass
from typing import Any, ClassVar

from borough.forms.errors import InvalidAnswer
from borough.forms.kinds.base import Kind, Posted, QuestionInfo, Stored, left_empty
from borough.kernel.messages import msg


@dataclass(frozen=True)
class Option:
    """An option: stored value, label and hint."""

    value: str
    text: str
    hint: str = ""


def options(*pairs: tuple[str, str] | tuple[str, str, str] | Option) -> tuple[Option, ...]:
    """Return options from pairs of value and text, or triples with a hint."""
    return tuple(pair if isinstance(pair, Option) else Option(*pair) for pair in pairs)


@dataclass(frozen=True, kw_only=True)
class YesNo(Kind):
    """A yes/no question."""

    component: ClassVar[str] = "radios"

    def clean(self, raw: Any, info: QuestionInfo) -> Stored | None:
        """Return True or False."""
        text = str("" if raw is None else raw).strip().lower()
        if text in {"yes", "true"}:
            return True
        if text in {"no", "false"}:
            return False
        return left_empty(info)

    def form_value(self, stored: Stored) -> Any:
        """Return “yes” or “no”."""
        return {True: "yes", False: "no"}.get(stored, "")

    def offered(self) -> tuple[Option, ...]:
        """Return the options Yes and No."""
        return (Option("yes", msg("Yes")), Option("no", msg("No")))

    def lines(self, stored: Stored) -> tuple[str, ...]:
        """Return Yes or No."""
        return (msg("Yes") if stored else msg("No"),)

    def schema(self) -> dict[str, Any]:
        """Return a boolean schema."""
        return {"type": "boolean"}

    def texts(self) -> tuple[str, ...]:
        """Return the labels Yes and No."""
        return ("Yes", "No")


@dataclass(frozen=True, kw_only=True)
class Choice(Kind):
    """One of a few options. If `looked_up` names a look-up of the service, its current result gives the options."""

    component: ClassVar[str] = "radios"
    options: tuple[Option, ...] = ()
    looked_up: str = ""
    inline: bool = False

    def offered(self) -> tuple[Option, ...]:
        """Return the options."""
        return self.options

    def clean(self, raw: Any, info: QuestionInfo) -> Stored | None:
        """Return the chosen value."""
        text = str("" if raw is None else raw)
        if not text:
            return left_empty(info)
        if text not in {option.value for option in self.options}:
            raise InvalidAnswer(info.missing)
        return text

    def lines(self, stored: Stored) -> tuple[str, ...]:
        """Return the label of the chosen option."""
        return (next((option.text for option in self.options if option.value == stored), str(stored)),)

    def schema(self) -> dict[str, Any]:
        """Return a schema of the allowed values."""
        if self.looked_up:
            return {"type": "string"}
        return {"type": "string", "enum": [option.value for option in self.options]}

    def texts(self) -> tuple[str, ...]:
        """Return every label and hint."""
        return tuple(text for option in self.options for text in (option.text, option.hint) if text)


@dataclass(frozen=True, kw_only=True)
class Pick(Choice):
    """One of a long list, with type-ahead search where scripts run."""

    component: ClassVar[str] = "pick"


@dataclass(frozen=True, kw_only=True)
class Several(Kind):
    """Any of a few options, or `none` of them: an option that excludes all others."""

    component: ClassVar[str] = "checkboxes"
    options: tuple[Option, ...] = ()
    none: Option | None = None
    least: int = 1
    most: int | None = None

    def offered(self) -> tuple[Option, ...]:
        """Return the options, except none."""
        return self.options

    def gather(self, key: str, posted: Posted) -> Any:
        """Return every ticked box."""
        return [str(value) for value in posted.getlist(key) if value]

    def clean(self, raw: Any, info: QuestionInfo) -> Stored | None:
        """Return the chosen values, in option order."""
        values = {str(item) for item in ([raw] if isinstance(raw, str) and raw else raw or [])}
        known = [item.value for item in (*self.options, *([self.none] if self.none else []))]
        if not values:
            return left_empty(info)
        if not values <= set(known):
            raise InvalidAnswer(info.missing)
        if self.none and self.none.value in values and len(values) > 1:
            raise InvalidAnswer("Select what applies, or select “{none}”", none=self.none.text)
        if self.most is not None and len(values) > self.most:
            raise InvalidAnswer("Select {most} or fewer", most=self.most)
        if len(values) < self.least and not (self.none and self.none.value in values):
            raise InvalidAnswer("Select {least} or more", least=self.least)
        return [value for value in known if value in values]

    def value(self, stored: Stored) -> Any:
        """Return a tuple of the values."""
        return tuple(stored)

    def form_value(self, stored: Stored) -> Any:
        """Return the values."""
        return list(stored or [])

    def lines(self, stored: Stored) -> tuple[str, ...]:
        """Return one line for each value."""
        texts = {option.value: option.text for option in (*self.options, *([self.none] if self.none else []))}
        return tuple(texts.get(value, value) for value in stored)

    def schema(self) -> dict[str, Any]:
        """Return a schema of a list of unique values."""
        known = [option.value for option in (*self.options, *([self.none] if self.none else []))]
        schema: dict[str, Any] = {"type": "array", "items": {"type": "string", "enum": known}, "uniqueItems": True}
        return schema | ({"maxItems": self.most} if self.most else {})

    def texts(self) -> tuple[str, ...]:
        """Return every label and hint."""
        all_of_them = (*self.options, *([self.none] if self.none else []))
        return tuple(text for option in all_of_them for text in (option.text, option.hint) if text)
