"""Words: one line, several, an email address, a telephone number, a web address."""

import re
from dataclasses import dataclass
from typing import Any, ClassVar
from urllib.parse import urlsplit

from borough.services.grammar.errors import Wrong
from borough.services.grammar.kinds.base import Asked, Kind, Stored, left_empty, one_line

LONGEST_LINE = 500
LONGEST_TEXT = 20_000
_SPACES = re.compile(r"[^\S\n]+")


@dataclass(frozen=True, kw_only=True)
class Text(Kind):
    """One line of words. `pattern` must match the whole of it, once spaces are taken out if `spaceless`."""

    longest: int = LONGEST_LINE
    shortest: int = 0
    pattern: str = ""
    like: str = ""  # an example for the error: “in the correct format, like QQ 12 34 56 C”
    spaceless: bool = False
    upper: bool = False
    width: str = ""  # 2, 3, 4, 5, 10 or 20 characters, or one-half and the like
    autocomplete: str = ""
    inputmode: str = ""
    spellcheck: bool = True
    prefix: str = ""
    suffix: str = ""

    def settle(self, raw: Any, asked: Asked) -> Stored | None:
        """The words with their spaces put right."""
        text = one_line(str(raw or ""))
        if self.spaceless:
            text = re.sub(r"[\s-]", "", text)
        text = text.upper() if self.upper else text
        if not text:
            return left_empty(asked)
        if len(text) > self.longest:
            raise Wrong("{called} must be {most} characters or less", called=asked.called, most=f"{self.longest:,}")
        if len(text) < self.shortest:
            raise Wrong("{called} must be {least} characters or more", called=asked.called, least=self.shortest)
        if self.pattern and not re.fullmatch(self.pattern, text):
            if not self.like:
                raise Wrong("Enter {called} in the correct format", called=asked.called)
            raise Wrong("Enter {called} in the correct format, like {like}", called=asked.called, like=self.like)
        return text

    def schema(self) -> dict[str, Any]:
        """A string."""
        made: dict[str, Any] = {"type": "string", "maxLength": self.longest}
        return made | ({"minLength": self.shortest} if self.shortest else {})


@dataclass(frozen=True, kw_only=True)
class LongText(Kind):
    """Several lines of words, limited by characters or by words."""

    component: ClassVar[str] = "textarea"
    longest: int = LONGEST_TEXT
    most_words: int = 0
    rows: int = 5

    def settle(self, raw: Any, asked: Asked) -> Stored | None:
        """The words, their lines kept."""
        lines = str(raw or "").replace("\r\n", "\n").replace("\r", "\n").split("\n")
        text = "\n".join(_SPACES.sub(" ", line).strip() for line in lines).strip()
        if not text:
            return left_empty(asked)
        if self.most_words and len(text.split()) > self.most_words:
            raise Wrong("{called} must be {most} words or less", called=asked.called, most=f"{self.most_words:,}")
        if len(text) > self.longest:
            raise Wrong("{called} must be {most} characters or less", called=asked.called, most=f"{self.longest:,}")
        return text

    def lines(self, stored: Stored) -> tuple[str, ...]:
        """Line by line."""
        return tuple(str(stored).split("\n"))

    def schema(self) -> dict[str, Any]:
        """A string."""
        return {"type": "string", "maxLength": self.longest}


_EMAIL = re.compile(r"[^\s@<>()\[\],;:\\\"]+@[^\s@.<>()\[\],;:\\\"]+(\.[^\s@.<>()\[\],;:\\\"]+)+")


@dataclass(frozen=True, kw_only=True)
class Email(Kind):
    """An email address."""

    def settle(self, raw: Any, asked: Asked) -> Stored | None:
        """The address without spaces."""
        text = re.sub(r"\s", "", str(raw or ""))
        if not text:
            return left_empty(asked)
        if len(text) > 254 or not _EMAIL.fullmatch(text) or ".." in text:
            raise Wrong("Enter an email address in the correct format, like name@example.com")
        return text

    def schema(self) -> dict[str, Any]:
        """A string."""
        return {"type": "string", "format": "email", "maxLength": 254}


@dataclass(frozen=True, kw_only=True)
class Phone(Kind):
    """A telephone number of this country or, with its code, of another."""

    def settle(self, raw: Any, asked: Asked) -> Stored | None:
        """The number as it was written, with single spaces."""
        text = one_line(str(raw or ""))
        if not text:
            return left_empty(asked)
        digits = re.sub(r"[\s().+-]", "", text)
        if not digits.isdecimal() or not 10 <= len(digits) <= 15 or not digits.isascii():
            raise Wrong("Enter a phone number, like 01632 960 001, 07700 900 982 or +44 808 157 0192")
        return text

    def schema(self) -> dict[str, Any]:
        """A string."""
        return {"type": "string", "maxLength": 40}


@dataclass(frozen=True, kw_only=True)
class Website(Kind):
    """The address of a page or site; never made a link of for anybody."""

    def settle(self, raw: Any, asked: Asked) -> Stored | None:
        """The address, with https:// where no scheme was typed."""
        text = one_line(str(raw or ""))
        if not text:
            return left_empty(asked)
        whole = text if "://" in text else f"https://{text}"
        try:
            parts = urlsplit(whole)
            good = parts.scheme in {"http", "https"} and "." in (parts.hostname or "") and " " not in whole
        except ValueError:
            good = False
        if not good or len(whole) > 2000:
            raise Wrong("Enter a website address in the correct format, like www.example.com")
        return whole

    def schema(self) -> dict[str, Any]:
        """A string."""
        return {"type": "string", "maxLength": 2000}
