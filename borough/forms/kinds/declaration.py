"""Declarations and signatures, which are never prefilled."""

from dataclasses import dataclass
from typing import Any, ClassVar

from borough.forms.errors import InvalidAnswer
from borough.forms.kinds.base import Kind, QuestionInfo, Stored, left_empty, single_spaced
from borough.kernel.messages import msg


@dataclass(frozen=True, kw_only=True)
class Agreement(Kind):
    """A checkbox. `agree` is its label; the text being agreed to is above it on the page."""

    component: ClassVar[str] = "agreement"
    agree: str = msg("I agree")

    def clean(self, raw: Any, info: QuestionInfo) -> Stored | None:
        """Return True, or None where it is optional and left unticked."""
        if str(raw).strip().lower() in {"yes", "true", "on"}:
            return True
        return left_empty(info)

    def form_value(self, stored: Stored) -> Any:
        """Return “yes” if it was ticked."""
        return "yes" if stored else ""

    def lines(self, stored: Stored) -> tuple[str, ...]:
        """Return the text agreed to."""
        return (self.agree if stored else msg("Not agreed"),)

    def schema(self) -> dict[str, Any]:
        """Return a schema of the constant True."""
        return {"type": "boolean"}

    def texts(self) -> tuple[str, ...]:
        """Return the checkbox label."""
        return (self.agree,)


@dataclass(frozen=True, kw_only=True)
class Signature(Kind):
    """A full name typed as a signature."""

    longest: int = 200

    def clean(self, raw: Any, info: QuestionInfo) -> Stored | None:
        """Return the name."""
        text = single_spaced(raw)
        if not text:
            return left_empty(info)
        if len(text) > self.longest:
            raise InvalidAnswer("{called} must be {most} characters or less", called=info.called, most=self.longest)
        return text

    def schema(self) -> dict[str, Any]:
        """Return a string schema."""
        return {"type": "string", "maxLength": self.longest}
