"""Numbers and amounts of money."""

import re
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from borough.forms.errors import InvalidAnswer
from borough.forms.kinds.base import Kind, QuestionInfo, Stored, left_empty

LONGEST = 40


@dataclass(frozen=True, kw_only=True)
class Number(Kind):
    """A number. `decimals` is the maximum number of decimal places: 0 for an integer."""

    least: int | None = None
    most: int | None = None
    decimals: int = 0
    prefix: str = ""
    suffix: str = ""
    width: str = ""

    def clean(self, raw: Any, info: QuestionInfo) -> Stored | None:
        """Return an integer, or a decimal as text so that nothing is rounded."""
        text = re.sub(r"[\s,]", "", str("" if raw is None else raw)).removeprefix("£")
        if not text:
            return left_empty(info)
        number = self._number(text, info)
        if self.least is not None and number < self.least:
            raise InvalidAnswer("{called} must be {least} or more", called=info.called, least=self.least)
        if self.most is not None and number > self.most:
            raise InvalidAnswer("{called} must be {most} or fewer", called=info.called, most=self.most)
        return int(number) if self.decimals == 0 else str(number)

    def _number(self, text: str, info: QuestionInfo) -> Decimal:
        try:
            number = Decimal(text) if text.isascii() and len(text) <= LONGEST else Decimal("NaN")
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or "e" in text.lower() or "_" in text:
            raise InvalidAnswer("{called} must be a number, like {like}", called=info.called, like=self._like())
        exponent = -int(number.as_tuple().exponent)
        if exponent > self.decimals:
            if self.decimals == 0 and number == number.to_integral_value():
                return number.to_integral_value()
            if self.decimals == 0:
                raise InvalidAnswer(
                    "{called} must be a whole number, like {like}", called=info.called, like=self._like()
                )
            raise InvalidAnswer(
                "{called} must have {most} decimal places or fewer", called=info.called, most=self.decimals
            )
        return number

    def _like(self) -> str:
        low = self.least if self.least is not None else 1
        return str(low if self.most is None or low <= self.most else self.most)

    def value(self, stored: Stored) -> Any:
        """Return an int, or a Decimal where decimal places are allowed."""
        return int(stored) if self.decimals == 0 else Decimal(stored)

    def lines(self, stored: Stored) -> tuple[str, ...]:
        """Return the number with its unit."""
        number = f"{Decimal(str(stored)):,}"
        return (f"{self.prefix}{number}{' ' + self.suffix if self.suffix else ''}",)

    def schema(self) -> dict[str, Any]:
        """Return a schema of an integer, or of a decimal string."""
        if self.decimals:
            return {"type": "string", "pattern": rf"^-?\d+(\.\d{{1,{self.decimals}}})?$"}
        schema: dict[str, Any] = {"type": "integer"}
        return schema | {k: v for k, v in (("minimum", self.least), ("maximum", self.most)) if v is not None}


@dataclass(frozen=True, kw_only=True)
class Money(Kind):
    """An amount in pounds and pence, stored as whole pence."""

    least: int | None = None  # pence
    most: int | None = None
    width: str = "10"

    def clean(self, raw: Any, info: QuestionInfo) -> Stored | None:
        """Return whole pence: “£1,234.50” gives 123450; an integer from a machine is already in pence."""
        if isinstance(raw, int) and not isinstance(raw, bool):
            pence = raw
        else:
            text = re.sub(r"[\s,£]", "", str(raw or ""))
            if not text:
                return left_empty(info)
            if not re.fullmatch(r"\d{1,9}(\.\d{1,2})?", text, re.ASCII):
                raise InvalidAnswer("{called} must be an amount of money, like 12.50 or 600", called=info.called)
            pence = int(Decimal(text) * 100)
        if self.least is not None and pence < self.least:
            raise InvalidAnswer("{called} must be {least} or more", called=info.called, least=pounds(self.least))
        if self.most is not None and pence > self.most:
            raise InvalidAnswer("{called} must be {most} or less", called=info.called, most=pounds(self.most))
        return pence

    def form_value(self, stored: Stored) -> Any:
        """Return pounds without the pound sign."""
        return "" if stored is None else pounds(stored)[1:].replace(",", "")

    def lines(self, stored: Stored) -> tuple[str, ...]:
        """Return the amount in pounds."""
        return (pounds(stored),)

    def schema(self) -> dict[str, Any]:
        """Return a schema of whole pence."""
        schema: dict[str, Any] = {"type": "integer", "description": "whole pence"}
        return schema | {k: v for k, v in (("minimum", self.least), ("maximum", self.most)) if v is not None}


def pounds(pence: int) -> str:
    """Format an amount: 123450 is £1,234.50 and 600 is £6."""
    units, rest = divmod(pence, 100)
    return f"£{units:,}.{rest:02}" if rest else f"£{units:,}"
