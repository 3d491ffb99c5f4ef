"""Choosing: yes or no, one of a few, several, one of a long list."""

from dataclasses import dataclass
from typing import Any, ClassVar

from borough.kernel.sentences import say
from borough.services.grammar.errors import Wrong
from borough.services.grammar.kinds.base import Asked, Kind, Posted, Stored, left_empty


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

    def settle(self, raw: Any, asked: Asked) -> Stored | None:
        """True or false."""
        text = str("" if raw is None else raw).strip().lower()
        if text in {"yes", "true"}:
            return True
        if text in {"no", "false"}:
            return False
        return left_empty(asked)

    def typed(self, stored: Stored) -> Any:
        """“yes” or “no”."""
        return {True: "yes", False: "no"}.get(stored, "")

    def offered(self) -> tuple[Option, ...]:
        """Yes and no."""
        return (Option("yes", say("Yes")), Option("no", say("No")))

    def lines(self, stored: Stored) -> tuple[str, ...]:
        """Yes or no."""
        return (say("Yes") if stored else say("No"),)

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

    def settle(self, raw: Any, asked: Asked) -> Stored | None:
        """The value chosen."""
        text = str("" if raw is None else raw)
        if not text:
            return left_empty(asked)
        if text not in {one.value for one in self.options}:
            raise Wrong(asked.missing)
        return text

    def lines(self, stored: Stored) -> tuple[str, ...]:
        """What was read when it was chosen."""
        return (next((one.text for one in self.options if one.value == stored), str(stored)),)

    def schema(self) -> dict[str, Any]:
        """One of the values."""
        if self.looked_up:
            return {"type": "string"}
        return {"type": "string", "enum": [one.value for one in self.options]}

    def texts(self) -> tuple[str, ...]:
        """Every option and its hint."""
        return tuple(text for one in self.options for text in (one.text, one.hint) if text)


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
        return [str(one) for one in posted.getlist(key) if one]

    def settle(self, raw: Any, asked: Asked) -> Stored | None:
        """The values chosen, in the order they are offered."""
        given = {str(one) for one in ([raw] if isinstance(raw, str) and raw else raw or [])}
        known = [one.value for one in (*self.options, *([self.none] if self.none else []))]
        if not given:
            return left_empty(asked)
        if not given <= set(known):
            raise Wrong(asked.missing)
        if self.none and self.none.value in given and len(given) > 1:
            raise Wrong("Select what applies, or select “{none}”", none=self.none.text)
        if self.most is not None and len(given) > self.most:
            raise Wrong("Select {most} or fewer", most=self.most)
        if len(given) < self.least and not (self.none and self.none.value in given):
            raise Wrong("Select {least} or more", least=self.least)
        return [value for value in known if value in given]

    def value(self, stored: Stored) -> Any:
        """A tuple of the values."""
        return tuple(stored)

    def typed(self, stored: Stored) -> Any:
        """The values."""
        return list(stored or [])

    def lines(self, stored: Stored) -> tuple[str, ...]:
        """One a line."""
        texts = {one.value: one.text for one in (*self.options, *([self.none] if self.none else []))}
        return tuple(texts.get(value, value) for value in stored)

    def schema(self) -> dict[str, Any]:
        """A list of values, none twice."""
        known = [one.value for one in (*self.options, *([self.none] if self.none else []))]
        made: dict[str, Any] = {"type": "array", "items": {"type": "string", "enum": known}, "uniqueItems": True}
        return made | ({"maxItems": self.most} if self.most else {})

    def texts(self) -> tuple[str, ...]:
        """Every option and its hint."""
        all_of_them = (*self.options, *([self.none] if self.none else []))
        return tuple(text for one in all_of_them for text in (one.text, one.hint) if text)
