"""Text: single line, multi-line, email address, phone number, web address."""

import re
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlsplit

from borough.forms.errors import InvalidAnswer
from borough.forms.kinds.base import Kind, QuestionInfo, Stored, left_empty, single_spaced

LONGEST_LINE = 500
LONGEST_TEXT = 20_000
_SPACES = re.compile(r"[^\S\n]+")


@dataclass(frozen=True, kw_only=True)
class Text(Kind):
    """Single-line text. `pattern` must match all of it, after removing spaces if `spaceless`."""

    longest: int = LONGEST_LINE
    shortest: int = 0
    pattern: str = ""
    like: str = ""  # an example for the error: “in the correct format, like QQ 12 34 56 C”
    spaceless: bool = False
    upper: bool = False
    width: str = ""  # 2, 3, 4, 5, 10 or 20 characters, or one-half and so on
    autocomplete: str = ""
    inputmode: str = ""
    spellcheck: bool = True
    prefix: str = ""
    suffix: str = ""

    def clean(self, raw: Any, info: QuestionInfo) -> Stored | None:
        """Return the text with normalised spaces."""
        text = single_spaced(str(raw or ""))
        if self.spaceless:
            text = re.sub(r"[\s-]", "", text)
        text = text.upper() if self.upper else text
        if not text:
            return left_empty(info)
        if len(text) > self.longest:
            raise InvalidAnswer(
                "{called} must be {most} characters or less", called=info.called, most=f"{self.longest:,}"
            )
        if len(text) < self.shortest:
            raise InvalidAnswer("{called} must be {least} characters or more", called=info.called, least=self.shortest)
        if self.pattern and not re.fullmatch(self.pattern, text):
            if not self.like:
                raise InvalidAnswer("Enter {called} in the correct format", called=info.called)
            raise InvalidAnswer("Enter {called} in the correct format, like {like}", called=info.called, like=self.like)
        return text

    def schema(self) -> dict[str, Any]:
        """Return a string schema."""
        schema: dict[str, Any] = {"type": "string", "maxLength": self.longest}
        return schema | ({"minLength": self.shortest} if self.shortest else {})


@dataclass(frozen=True, kw_only=True)
class LongText(Kind):
    """Multi-line text, limited by characters or words."""

    component: ClassVar[str] = "textarea"
    longest: int = LONGEST_TEXT
    word_limit: int = 0
    rows: int = 5

    def clean(self, raw: Any, info: QuestionInfo) -> Stored | None:
        """Return the text with its line breaks."""
        lines = str(raw or "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        text = "\n".join(_SPACES.sub(" ", line).strip() for line in lines).strip()
        if not text:
            return left_empty(info)
        if self.word_limit and len(text.split()) > self.word_limit:
            raise InvalidAnswer(
                "{called} must be {most} words or less", called=info.called, most=f"{self.word_limit:,}"
            )
        if len(text) > self.longest:
            raise InvalidAnswer(
                "{called} must be {most} characters or less", called=info.called, most=f"{self.longest:,}"
            )
        return text

    def lines(self, stored: Stored) -> tuple[str, ...]:
        """Return the lines."""
        return tuple(str(stored).split("\n"))

    def schema(self) -> dict[str, Any]:
        """Return a string schema."""
        return {"type": "string", "maxLength": self.longest}


_EMAIL = re.compile(r"[^\s@<>()\[\],;:\\\"]+@[^\s@.<>()\[\],;:\\\"]+(\.[^\s@.<>()\[\],;:\\\"]+)+")


@dataclass(frozen=True, kw_only=True)
class Email(Kind):
    """An email address."""

    def clean(self, raw: Any, info: QuestionInfo) -> Stored | None:
        """Return the address without spaces."""
        text = re.sub(r"\s", "", str(raw or ""))
        if not text:
            return left_empty(info)
        if len(text) > 254 or not _EMAIL.fullmatch(text) or ".." in text:
            raise InvalidAnswer("Enter an email address in the correct format, like name@example.com")
        return text

    def schema(self) -> dict[str, Any]:
        """Return a string schema."""
        return {"type": "string", "format": "email", "maxLength": 254}


@dataclass(frozen=True, kw_only=True)
class Phone(Kind):
    """A UK phone number, or a foreign one with its country code."""

    def clean(self, raw: Any, info: QuestionInfo) -> Stored | None:
        """Return the number as entered, with single spaces."""
        text = single_spaced(str(raw or ""))
        if not text:
            return left_empty(info)
        digits = re.sub(r"[\s().+-]", "", text)
        if not digits.isdecimal() or not 10 <= len(digits) <= 15 or not digits.isascii():
            raise InvalidAnswer("Enter a phone number, like 01632 960 001, 07700 900 982 or +44 808 157 0192")
        return text

    def schema(self) -> dict[str, Any]:
        """Return a string schema."""
        return {"type": "string", "maxLength": 40}


@dataclass(frozen=True, kw_only=True)
class Website(Kind):
    """A web address; never rendered as a link."""

    def clean(self, raw: Any, info: QuestionInfo) -> Stored | None:
        """Return the address, with https:// added if no scheme was entered."""
        text = single_spaced(str(raw or ""))
        if not text:
            return left_empty(info)
        url = text if "://" in text else f"https://{text}"
        try:
            parts = urlsplit(url)
            good = parts.scheme in {"http", "https"} and "." in (parts.hostname or "") and " " not in url
        except ValueError:
            good = False
        if not good or len(url) > 2000:
            raise InvalidAnswer("Enter a website address in the correct format, like www.example.com")
        return url

    def schema(self) -> dict[str, Any]:
        """Return a string schema."""
        return {"type": "string", "maxLength": 2000}
