"""Rules for people: corrections, erasure, search queries, and the text of access requests."""

import hashlib
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from borough.kernel.references import parse_reference
from borough.kernel.refusals import Refused
from borough.kernel.text import capitalise
from borough.people.types import KINDS, PREFERS, SearchType, Section
from borough.ui.formats import day, iso_day, moment

CORRECTABLE = ("kind", "name", "email", "phone", "address", "prefers")
SHORTEST = 3
_TITLES = {
    "people.Person": "Details",
    "people.PersonEvent": "Earlier details",
    "people.PossibleDuplicate": "Records that may be the same person",
    "access.Account": "Account",
    "access.AccountEvent": "Earlier account details",
    "access.Grant": "Roles",
    "access.GrantEvent": "Earlier roles",
    "account.EmailAddress": "Email addresses",
    "mfa.Authenticator": "Second steps to sign in",
    "socialaccount.SocialAccount": "Sign-in services",
}


def parse_search(query: str) -> tuple[SearchType, str]:
    """Return the search type and normalised query. Raises Refused if it is too short."""
    text = " ".join(query.split())
    if reference := parse_reference(text):
        return SearchType.REFERENCE, reference
    if "@" in text:
        return SearchType.EMAIL, text.lower()
    if re.fullmatch(r"[+\d\s()./-]+", text) and len(number(text)) >= 6:
        return SearchType.PHONE, number(text)
    if len(text) < SHORTEST or not any(letter.isalpha() for letter in text):
        raise Refused("Enter 3 letters of a name or more, a whole email address, a phone number or a reference")
    return SearchType.NAME, text


def number(phone: str) -> str:
    """Return a phone number's digits in national format: +44 (0)1632 960001 gives 01632960001."""
    digits = re.sub(r"\D", "", phone)
    if digits.startswith("44") and not phone.strip().startswith("0"):
        digits = "0" + digits[2:].removeprefix("0")
    return digits


def version_of(values: Iterable[object]) -> str:
    """Return a version mark that is equal only for equal values."""
    return hashlib.sha256("\x1f".join(str(value) for value in values).encode()).hexdigest()[:16]


def check_can_correct(*, erased: bool, changes: Mapping[str, str]) -> None:
    """Raise Refused unless only contact details change and the person is not erased."""
    if erased:
        raise Refused("This person was erased, so there is nothing to correct.")
    if strange := sorted(set(changes) - set(CORRECTABLE)):
        raise Refused(f"{', '.join(strange)} cannot be corrected here.")
    if changes.get("kind", "resident") not in KINDS or changes.get("prefers", "") not in PREFERS:
        raise Refused("Choose from the list.")


def check_can_erase(*, erased: bool, ground: str) -> None:
    """Raise Refused without a ground, which must be recorded: UK GDPR article 17(1) lists the possible ones."""
    if erased:
        raise Refused("This person was erased already.")
    if not ground.strip():
        raise Refused("Enter the ground for erasing, such as “Withdrew consent”")


def sections(data: Mapping[str, list[dict[str, Any]]]) -> list[Section]:
    """Return the data as readable sections by table; empty fields are left out."""
    return [Section(name=_title(table), records=tuple(map(_record, rows))) for table, rows in data.items()]


def _title(table: str) -> str:
    return _TITLES.get(table) or _label(table.partition(".")[2])


def _label(name: str) -> str:
    spaced = re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", name).strip().lower()
    return "UPRN" if spaced == "uprn" else capitalise(spaced)


_CODE = re.compile(r"[a-z]+([_-][a-z]+)+")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[.\d]*(Z|[+-]\d\d:\d\d)$")
_UNREAD = ("id", "user", "account", "person")  # internal IDs: in the machine-readable file, but meaningless to readers


def _record(row: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    visible = {
        "Changed at" if key == "pgh_created_at" else _label(key): value
        for key, value in row.items()
        if key == "pgh_created_at" or not (key in _UNREAD or key.startswith("pgh_"))
    }
    return tuple((key, _value(value)) for key, value in visible.items() if value not in (None, "", [], {}))


def _value(value: object) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return moment(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, Mapping):
        return ", ".join(f"{_label(key).lower()} {_value(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return _format_list(value)
    return _format_code(str(value))


def _format_list(values: Iterable[object]) -> str:
    """Format a list: a name precedes its value, “Phone number: 01632 960001; Files: None”."""
    parts, by = [], ", "
    for item in values:
        match item:
            case (str(name), list() | tuple() as under):
                parts.append(f"{name}: {_format_list(under)}" if name else _format_list(under))
            case _:
                parts.append(_value(item))
        by = "; " if isinstance(item, list | tuple | Mapping) else by
    return by.join(parts)


def _format_code(text: str) -> str:
    """Format a date, time or code stored as text, “case opened”; other text is unchanged."""
    if _CODE.fullmatch(text):
        return re.sub("[_-]", " ", text)
    if _TIME.match(text):
        return moment(datetime.fromisoformat(text))
    return iso_day(text)


CONTACT_FACTS = ("name", "email", "phone", "address")
"""Facts stored in the person's own record."""


def contact_columns(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the columns of a person's record set by facts: an address sets text and property."""
    columns: dict[str, Any] = {key: str(facts[key]) for key in ("name", "email", "phone") if key in facts}
    if address := facts.get("address"):
        columns["address"] = ", ".join(filter(None, [*address["lines"], address.get("postcode", "")]))[:300]
        columns["uprn"] = address.get("uprn")
    return columns


def address_fact(text: str, uprn: int | None) -> dict[str, Any] | None:
    """Return a record's address as a fact, or None if there is none."""
    lines = [part.strip() for part in text.split(",") if part.strip()]
    if not lines:
        return None
    postcode = lines.pop() if any(letter.isdigit() for letter in lines[-1]) and len(lines) > 1 else ""
    return {"uprn": uprn, "lines": lines, "postcode": postcode}
