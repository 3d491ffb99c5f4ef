"""Ledger reads for pages and other systems, one page at a time."""

from collections import Counter
from dataclasses import dataclass, fields
from datetime import date, datetime

from django.db.models import Exists, OuterRef, QuerySet

from borough.contacts.models import Contact, OnBehalf
from borough.people.public import merged_person_ids

MOST = 500
LATEST = 2_000  # contacts from which frequencies are counted


@dataclass(frozen=True)
class LedgerEntry:
    """A contact for display; it contains no names."""

    id: int
    reference: str
    started_at: datetime
    ended_at: datetime | None
    happened_on: date
    channel: str
    direction: str
    who: str
    nature: str
    service: str
    outcome: str
    assisted: bool
    minutes: int | None
    avoidable: str
    barrier: str
    source: str
    source_id: str
    ward: str
    handled_by: str
    handled_where: str
    channel_stated: str
    audit_position: int
    uprn: int | None
    supersedes_id: int | None


@dataclass(frozen=True, kw_only=True)
class Filters:
    """List filters; empty means all."""

    channel: str = ""
    service: str = ""
    outcome: str = ""
    source: str = ""
    first_day: date | None = None
    last_day: date | None = None
    person_id: int | None = None


_FIELDS = [f.name for f in fields(LedgerEntry)]


def _entries(rows: QuerySet[Contact]) -> list[LedgerEntry]:
    return [LedgerEntry(**row) for row in rows.values(*_FIELDS)]


def current() -> QuerySet[Contact]:
    """Return contacts not superseded by a correction."""
    return Contact.objects.filter(~Exists(Contact.objects.filter(supersedes=OuterRef("pk"))))


def ledger_after(after: tuple[int, int], limit: int = 100) -> list[LedgerEntry]:
    """Return entries in order of visibility after a cursor (audit position, ID); none is ever skipped."""
    position, number = after
    rows = Contact.objects.filter(audit_position=position, id__gt=number) | Contact.objects.filter(
        audit_position__gt=position
    )
    return _entries(rows.order_by("audit_position", "id")[: min(limit, MOST)])


def list_recent(filters: Filters, before: tuple[int, int] | None = None, limit: int = 50) -> list[LedgerEntry]:
    """Return current contacts, newest written first, before a cursor (audit position, ID)."""
    rows = current()
    for name in ("channel", "service", "outcome", "source"):
        if value := getattr(filters, name):
            rows = rows.filter(**{name: value})
    if filters.person_id is not None:
        rows = rows.filter(person__in=merged_person_ids(filters.person_id))
    if filters.first_day:
        rows = rows.filter(happened_on__gte=filters.first_day)
    if filters.last_day:
        rows = rows.filter(happened_on__lte=filters.last_day)
    if before:
        position, number = before
        rows = rows.filter(audit_position__lte=position).exclude(audit_position=position, id__gte=number)
    return _entries(rows.order_by("-audit_position", "-id")[: min(limit, MOST)])


def common_services(channel: str, *, of: int, among: int = LATEST) -> list[str]:
    """Return the most frequent services of a channel among the latest contacts of all channels.

    The limit avoids scanning the whole ledger for a rarely used channel.
    """
    latest = current().order_by("-audit_position", "-id").values_list("channel", "service")[:among]
    return [service for service, _ in Counter(name for which, name in latest if which == channel).most_common(of)]


def find_entry(reference: str) -> LedgerEntry | None:
    """Return an entry by reference, superseded or not."""
    return next(iter(_entries(Contact.objects.filter(reference=reference))), None)


def history(reference: str) -> list[LedgerEntry]:
    """Return an entry with everything in its correction chain, oldest first."""
    first = find_entry(reference)
    if first is None:
        return []
    line = [first]
    while line[0].supersedes_id:
        line[:0] = _entries(Contact.objects.filter(pk=line[0].supersedes_id))
    while newer := _entries(Contact.objects.filter(supersedes_id=line[-1].id)):
        line += newer
    return line


def organisation_of(reference: str) -> int | None:
    """Return the ID of the organisation a contact was for, by any entry of its chain."""
    line = [contact.id for contact in history(reference)]
    rows = OnBehalf.objects.filter(contact__in=line, withdrawn_at=None)
    return rows.values_list("organisation_id", flat=True).first()


def for_organisation(organisation_id: int, *, start: int = 0, limit: int = 50) -> list[LedgerEntry]:
    """Return the contacts for an organisation, as first written, latest first."""
    contact_ids = OnBehalf.objects.filter(organisation_id=organisation_id, withdrawn_at=None).values("contact")
    rows = Contact.objects.filter(pk__in=contact_ids).order_by("-audit_position", "-id")
    return _entries(rows[start : start + min(limit, MOST)])
