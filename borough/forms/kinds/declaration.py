"""Agreeing to something, and signing it: asked anew every time, whatever is held."""

from dataclasses import dataclass
from typing import Any, ClassVar

from borough.forms.errors import InvalidAnswer
from borough.forms.kinds.base import Kind, QuestionInfo, Stored, left_empty, single_spaced
from borough.kernel.messages import msg


@dataclass(frozen=True, kw_only=True)
class Agreement(Kind):
    """A box to tick. `agree` is what it says; the words agreed to stand above it on the page."""

    component: ClassVar[str] = "agreement"
    agree: str = msg("I agree")

    def clean(self, raw: Any, info: QuestionInfo) -> Stored | None:
        """True, or nothing where it may be left."""
        if str(raw).strip().lower() in {"yes", "true", "on"}:
            return True
        return left_empty(info)

    def form_value(self, stored: Stored) -> Any:
        """“yes” when it was ticked."""
        return "yes" if stored else ""

    def lines(self, stored: Stored) -> tuple[str, ...]:
        """What was agreed."""
        return (self.agree if stored else msg("Not agreed"),)

    def schema(self) -> dict[str, Any]:
        """True."""
        return {"type": "boolean"}

    def texts(self) -> tuple[str, ...]:
        """What the box says."""
        return (self.agree,)


@dataclass(frozen=True, kw_only=True)
class Signature(Kind):
    """A full name typed as a signature."""

    longest: int = 200

    def clean(self, raw: Any, info: QuestionInfo) -> Stored | None:
        """The name."""
        text = single_spaced(raw)
        if not text:
            return left_empty(info)
        if len(text) > self.longest:
            raise InvalidAnswer("{called} must be {most} characters or less", called=info.called, most=self.longest)
        return text

    def schema(self) -> dict[str, Any]:
        """A string."""
        return {"type": "string", "maxLength": self.longest}
