"""Words of people: a person as staff see them, and what a search may go by."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, ClassVar

KINDS = {"resident": "Resident", "business": "Business", "visitor": "Visitor"}
PREFERS = {"": "Not said", "email": "Email", "phone": "Phone", "text": "Text message", "post": "Post"}


class By(StrEnum):
    """What the words of a search are taken for."""

    REFERENCE = "reference"
    EMAIL = "email"
    PHONE = "phone"
    NAME = "name"


class Sure(StrEnum):
    """How sure a fact is."""

    STATED = "stated"  # by the person themselves, signed in
    HEARD = "heard"  # told to staff, or by somebody who did not sign in
    SEEN = "seen"  # evidence was seen
    PASSED_ON = "passed_on"  # from another system or on somebody's behalf


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A fact as it is held: its value in JSON's words, who said so, when, and when it was last confirmed."""

    key: str
    value: Any
    source: str
    sure: str
    stated_at: datetime
    confirmed_at: datetime


@dataclass(frozen=True, kw_only=True)
class Details:
    """What we hold to know and reach a person by. `version` changes whenever any of it does."""

    id: int
    reference: str
    kind: str
    name: str
    email: str
    phone: str
    address: str
    uprn: int | None
    prefers: str
    made_at: datetime
    erased_at: datetime | None
    version: str


@dataclass(frozen=True, kw_only=True)
class Found:
    """A page of a search: the people, and whether there are more."""

    by: By
    people: tuple[Details, ...]
    more: bool


@dataclass(frozen=True, kw_only=True)
class Section:
    """One table of what is held about a person, in words: each record is pairs of what and value."""

    name: str
    records: tuple[tuple[tuple[str, str], ...], ...]


@dataclass(frozen=True)
class PersonErased:
    """Nothing that names them is left: whoever keeps their files lets go of them."""

    kind: ClassVar[str] = "person-erased"
    person_id: int

    @property
    def key(self) -> str:
        """Once a person."""
        return f"person-erased {self.person_id}"
