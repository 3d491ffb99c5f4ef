"""Ledger rules, applied equally to single contacts and to every imported row."""

from datetime import datetime, timedelta

from borough.contacts.types import ContactData
from borough.kernel.refusals import Refused

LONGEST = timedelta(hours=24)  # a contact is one conversation; a case may last months
MAX_CLOCK_SKEW = timedelta(minutes=10)  # tolerated lead of another system's clock
MOST_MINUTES = 24 * 60
LARGEST_UPRN = 999_999_999_999  # 12 digits, BS 7666
MOST_LETTERS = {
    "service": 80,
    "source": 60,
    "source_id": 120,
    "ward": 60,
    "handled_by": 60,
    "handled_where": 120,
    "channel_stated": 80,
}


def times_error(started_at: datetime, ended_at: datetime | None, at: datetime) -> str | None:
    """Return the error in a contact's times, if any. `at` is the current time."""
    if started_at > at + MAX_CLOCK_SKEW:
        return "The contact cannot start in the future"
    if ended_at is not None and ended_at < started_at:
        return "The contact cannot end before it starts"
    if ended_at is not None and ended_at - started_at > LONGEST:
        return "The contact cannot last longer than 24 hours: what lasts longer is a case"
    return None


def minutes_error(minutes: int | None) -> str | None:
    """Return the error in the minutes of work, if any."""
    if minutes is not None and not 0 <= minutes <= MOST_MINUTES:
        return f"Minutes must be between 0 and {MOST_MINUTES}"
    return None


def text_error(name: str, value: str) -> str | None:
    """Return the error in a short text, if any: too long, or unprintable characters."""
    if len(value) > MOST_LETTERS[name]:
        return f"{name} must be {MOST_LETTERS[name]} characters or less"
    if "\x00" in value:
        return f"{name} must not include a zero character"
    return None


def check_contact(contact: ContactData, at: datetime) -> None:
    """Validate a contact. Raises Refused with a message."""
    if contact.started_at.tzinfo is None:
        raise Refused("The time a contact started must say its time zone")
    wrong = times_error(contact.started_at, contact.ended_at, at) or minutes_error(contact.minutes)
    if contact.uprn is not None and not 1 <= contact.uprn <= LARGEST_UPRN:
        wrong = wrong or "A UPRN is a number of up to 12 digits"
    for name in MOST_LETTERS:
        wrong = wrong or text_error(name, getattr(contact, name))
    if not contact.service:
        wrong = wrong or "Enter the service the contact was about, or “unknown”"
    if not contact.source or not contact.source_id:
        wrong = wrong or "A contact needs a source and the source's own id for it"
    if wrong:
        raise Refused(wrong)
