"""Words of people: a person as staff see them, and what a search may go by."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

KINDS = {"resident": "Resident", "business": "Business", "visitor": "Visitor"}
PREFERS = {"": "Not said", "email": "Email", "phone": "Phone", "text": "Text message", "post": "Post"}


class By(StrEnum):
    """What the words of a search are taken for."""

    REFERENCE = "reference"
    EMAIL = "email"
    PHONE = "phone"
    NAME = "name"


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
