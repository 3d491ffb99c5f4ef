"""Rules of organisations and households: register numbers, valid dates, and who may be added."""

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from borough.kernel.refusals import Refused
from borough.people.types.memberships import ORGANISATION_FACTS, ORGANISATIONS, REGISTERS, ROLES
from borough.ui.formats import LONDON, day

LONGEST_FACT = 500
LONG_AGO = date(1900, 1, 1)
_COMPANY = re.compile(r"\d{8}|[A-Z]{2}\d{6}|IP\d{5}R|R\d{7}")
_CHARITY = re.compile(r"\d{6,7}(-\d{1,2})?|SC\d{6}|NIC?\d{6}")
_NUMBERS = {
    "company": "The company number must be 8 digits, or 2 letters and 6 digits, like 01234567 or SC123456",
    "charity": "The charity number must be 6 or 7 digits, like 1234567, or SC or NIC and 6 digits",
}


def number_of(register: str, typed: str) -> str:
    """Normalise a register number: 1234567 of a company is 01234567. Raises Refused for an invalid format.

    Formats by Companies House's URI guidance and the three charity registers of the United Kingdom.
    """
    if register not in REGISTERS:
        raise Refused("Select which register the number is of")
    plain = re.sub(r"[\s./]+", "", typed).upper()
    if not register:
        if plain:
            raise Refused("Select which register the number is of")
        return ""
    if not plain:
        raise Refused("Enter the number, or select that there is none")
    if register == "company" and plain.isdecimal():
        plain = plain.zfill(8)
    if not (plain.isascii() and (_COMPANY if register == "company" else _CHARITY).fullmatch(plain)):
        raise Refused(_NUMBERS[register])
    return plain


def check_details(*, kind: str, name: str) -> None:
    """Raise Refused unless the organisation has a kind and a name."""
    if kind not in ORGANISATIONS:
        raise Refused("Select what kind of organisation it is")
    if not name.strip():
        raise Refused("Enter the name of the organisation")


def check_facts(facts: Mapping[str, str]) -> None:
    """Raise Refused unless facts are known and short."""
    if set(facts) - set(ORGANISATION_FACTS):
        raise Refused("Select a fact from the list")
    if any(len(value) > LONGEST_FACT for value in facts.values()):
        raise Refused(f"What is held must be {LONGEST_FACT} characters or less")


def check_open(*, closed_on: date | None) -> None:
    """Raise Refused for adding to a closed organisation."""
    if closed_on is not None:
        raise Refused("This organisation is closed. Open it again first")


def check_role(role: str) -> None:
    """Raise Refused for an unknown role."""
    if role not in ROLES:
        raise Refused("Select what they do there")


def check_person(*, erased: bool) -> None:
    """Raise Refused for adding data about an erased person."""
    if erased:
        raise Refused("This person was erased, so nothing more is kept about them.")


def check_days(*, starts_on: date, ends_on: date | None, today: date) -> None:
    """Raise Refused for future dates, or an end before the start. `ends_on` is exclusive."""
    if not LONG_AGO <= starts_on <= today:
        raise Refused("The day it began must be today or in the past, since 1900")
    if ends_on is not None and not starts_on < ends_on <= today + timedelta(days=1):
        raise Refused(f"The day it ended must be after {day(starts_on)}, and not after today")


def end_date(starts_on: date, today: date) -> date:
    """Return the exclusive end date of something that ends today: tomorrow if it began today."""
    return max(today, starts_on + timedelta(days=1))


def day_of(at: datetime) -> date:
    """Return the local day of a time."""
    return at.astimezone(LONDON).date()
