"""Choosing: yes or no, one of a few, several, one of a long list."""

from dataclasses import dataclass
from typing import Any, ClassVar

from borough.forms.errors import InvalidAnswer
from borough.forms.kinds.base import Kind, Posted, QuestionInfo, Stored, left_empty
from borough.kernel.messages import msg


@dataclass(frozen=True)
class Option:
    """Something to choose: what is kept, what is read, and a hint."""

    value: str
    text: str
    hint: str = ""


def options(*pairs: tuple[str, str] | tuple[str, str, str] | Option) -> tuple[Option, ...]:
    """Options from pairs of value and text, with a hint as a third where there is one."""
    return tuple(pair if isinstance(pair, Option) else Option(*pair) for pair in pairs)


@dataclass(frozen=True, kw_only=True)
class YesNo(Kind):
    """Yes or no."""

    component: ClassVar[str] = "radios"

    def clean(self, raw: Any, info: QuestionInfo) -> Stored | None:
        """True or false."""
        text = str("" if raw is None else raw).strip().lower()
        if text in {"yes", "true"}:
            return True
        if text in {"no", "false"}:
            return False
        return left_empty(info)

    def form_value(self, stored: Stored) -> Any:
        """“yes” or “no”."""
        return {True: "yes", False: "no"}.get(stored, "")

    def offered(self) -> tuple[Option, ...]:
        """Yes and no."""
        return (Option("yes", msg("Yes")), Option("no", msg("No")))

    def lines(self, stored: Stored) -> tuple[str, ...]:
        """Yes or no."""
        return (msg("Yes") if stored else msg("No"),)

    def schema(self) -> dict[str, Any]:
        """True or false."""
        return {"type": "boolean"}

    def texts(self) -> tuple[str, ...]:
        """Both."""
        return ("Yes", "No")


@dataclass(frozen=True, kw_only=True)
class Choice(Kind):
    """One of a few. Where `looked_up` names a look-up of the service, what may be chosen is what that answers now."""

    component: ClassVar[str] = "radios"
    options: tuple[Option, ...] = ()
    looked_up: str = ""
    inline: bool = False

    def offered(self) -> tuple[Option, ...]:
        """What may be chosen."""
        return self.options

    def clean(self, raw: Any, info: QuestionInfo) -> Stored | None:
        """The value chosen."""
        text = str("" if raw is None else raw)
        if not text:
            return left_empty(info)
        if text not in {option.value for option in self.options}:
            raise InvalidAnswer(info.missing)
        return text

    def lines(self, stored: Stored) -> tuple[str, ...]:
        """What was read when it was chosen."""
        return (next((option.text for option in self.options if option.value == stored), str(stored)),)

    def schema(self) -> dict[str, Any]:
        """One of the values."""
        if self.looked_up:
            return {"type": "string"}
        return {"type": "string", "enum": [option.value for option in self.options]}

    def texts(self) -> tuple[str, ...]:
        """Every option and its hint."""
        return tuple(text for option in self.options for text in (option.text, option.hint) if text)


@dataclass(frozen=True, kw_only=True)
class Pick(Choice):
    """One of a long list, found by typing where scripts run."""

    component: ClassVar[str] = "pick"


@dataclass(frozen=True, kw_only=True)
class Several(Kind):
    """Any of a few, or `none` of them: an option that goes with no other."""

    component: ClassVar[str] = "checkboxes"
    options: tuple[Option, ...] = ()
    none: Option | None = None
    least: int = 1
    most: int | None = None

    def offered(self) -> tuple[Option, ...]:
        """What may be chosen, but for none."""
        return self.options

    def gather(self, key: str, posted: Posted) -> Any:
        """Every box ticked."""
        return [str(value) for value in posted.getlist(key) if value]

    def clean(self, raw: Any, info: QuestionInfo) -> Stored | None:
        """The values chosen, in the order they are offered."""
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
        """A tuple of the values."""
        return tuple(stored)

    def form_value(self, stored: Stored) -> Any:
        """The values."""
        return list(stored or [])

    def lines(self, stored: Stored) -> tuple[str, ...]:
        """One a line."""
        texts = {option.value: option.text for option in (*self.options, *([self.none] if self.none else []))}
        return tuple(texts.get(value, value) for value in stored)

    def schema(self) -> dict[str, Any]:
        """A list of values, none twice."""
        known = [option.value for option in (*self.options, *([self.none] if self.none else []))]
        schema: dict[str, Any] = {"type": "array", "items": {"type": "string", "enum": known}, "uniqueItems": True}
        return schema | ({"maxItems": self.most} if self.most else {})

    def texts(self) -> tuple[str, ...]:
        """Every option and its hint."""
        all_of_them = (*self.options, *([self.none] if self.none else []))
        return tuple(text for option in all_of_them for text in (option.text, option.hint) if text)
