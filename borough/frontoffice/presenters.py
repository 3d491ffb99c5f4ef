"""Presenters of contacts and people for staff: labels of codes, names of services."""

from typing import Any

from django.http import Http404

from borough.access.public import BoroughRequest
from borough.contacts.public import Avoidable, Barrier, Channel, CustomerType, Direction, LedgerEntry, Nature, Outcome
from borough.kernel.references import format_reference
from borough.kernel.text import capitalise
from borough.people.public import KINDS, PREFERS, MergeSummary, PersonDetail
from borough.people.types.memberships import ORGANISATIONS, OrganisationDetail
from borough.staff.public import service_names
from borough.ui.formats import day

LARGEST_CURSOR = 2**62
LAST_PAGE = 10_000
OUTCOMES = {
    Outcome.COMPLETED: "Answered there and then",
    Outcome.CASE_OPENED: "Case opened",
    Outcome.REFERRED: "Passed to another team",
    Outcome.SIGNPOSTED: "Sent elsewhere",
    Outcome.ABANDONED: "Given up",
}
NATURES = {
    Nature.TRANSACTION: "Transaction",
    Nature.ENQUIRY: "Enquiry",
    Nature.PROGRESS_CHASING: "Chasing progress",
    Nature.PROBLEM_REPORT: "Report of a problem",
    Nature.COMPLAINT: "Complaint",
    Nature.PAYMENT: "Payment",
}
BARRIERS = {
    Barrier.NONE: "None, or not asked",
    Barrier.NO_DEVICE: "Has no device or connection",
    Barrier.NO_SKILLS: "Does not know how",
    Barrier.NO_CONFIDENCE: "Not confident online",
    Barrier.FORM_FAILED: "Our website did not work",
    Barrier.NEEDS_HELP: "Needs someone to help",
    Barrier.DISABILITY: "Disability or health",
    Barrier.LANGUAGE: "Language",
}
AVOIDABLE = {
    Avoidable.NO: "No",
    Avoidable.CLARIFICATION: "Something of ours was unclear",
    Avoidable.MISDIRECTED: "Was sent to the wrong place",
    Avoidable.REPEATED: "Had told us before",
    Avoidable.CHASING: "Chasing something we promised",
    Avoidable.CLOSED_EARLY: "We closed it too soon",
}
DIRECTIONS = {
    Direction.INBOUND: "To the council",
    Direction.OUTBOUND: "From the council",
    Direction.INTERNAL: "Among staff and their systems",
}
WHO = {
    CustomerType.CUSTOMER: "Customer",
    CustomerType.ANONYMOUS: "Anonymous",
    CustomerType.ON_BEHALF: "On behalf of someone",
}


def cursor_in(request: BoroughRequest, name: str) -> int:
    """Return the cursor of a list from the URL; 0 at the start. Raises Http404 if invalid."""
    text = request.GET.get(name, "0")
    if not (text.isascii() and text.isdecimal()) or int(text) > LARGEST_CURSOR:
        raise Http404
    return int(text)


def by_whom(who: str, names: dict[str, str]) -> str:
    """Return the actor for use in a sentence; records contain staff:12, resident:7, system:billing."""
    if not who or who in names:
        return names.get(who, "")
    kind = who.partition(":")[0]
    labels = {"staff": "a member of staff", "resident": "a resident", "nobody": "a resident", "token": "another system"}
    return labels.get(kind, "Borough")


def row(entry: LedgerEntry, services: dict[str, str]) -> dict[str, Any]:
    """Return a contact as a list row."""
    return {
        "reference": entry.reference,
        "display_reference": format_reference(entry.reference),
        "started_at": entry.started_at,
        "channel": Channel(entry.channel).label,
        "service": services.get(entry.service, entry.service),
        "nature": NATURES[Nature(entry.nature)],
        "outcome": OUTCOMES[Outcome(entry.outcome)],
        "minutes": entry.minutes,
    }


def facts(entry: LedgerEntry, services: dict[str, str], names: dict[str, str]) -> list[tuple[str, str]]:
    """Return every non-empty field of a contact, in the order of the form."""
    values = row(entry, services)
    pairs = [
        ("Channel", values["channel"]),
        ("Channel as first stated", entry.channel_stated),
        ("Direction", DIRECTIONS[Direction(entry.direction)]),
        ("Who", WHO[CustomerType(entry.who)]),
        ("Service", values["service"]),
        ("What it was", values["nature"]),
        ("Outcome", values["outcome"]),
        ("Assisted", "Yes" if entry.assisted else "No"),
        ("Minutes", "" if entry.minutes is None else str(entry.minutes)),
        ("Avoidable", AVOIDABLE[Avoidable(entry.avoidable)]),
        ("Barrier to doing it online", BARRIERS[Barrier(entry.barrier)]),
        ("Property", str(entry.uprn or "")),
        ("Ward", entry.ward),
        ("Handled by", capitalise(by_whom(entry.handled_by, names))),
        ("Handled at", entry.handled_where),
        *_source(entry),
        ("Audit entry", f"{entry.audit_position:,}"),
    ]
    return [(key, value) for key, value in pairs if value]


def _source(entry: LedgerEntry) -> list[tuple[str, str]]:
    """Return the original source, if it is another system; for Borough's own, its reference."""
    if entry.source == "borough":
        return []
    if entry.source == "services":
        return [("What was sent", format_reference(entry.source_id))]
    return [("From", f"{entry.source}, {entry.source_id}")]


def subject_link(to: str) -> tuple[str, str]:
    """Return the subject of a message or payment (services:9HQ…) as link and formatted reference."""
    kind, _, reference = to.partition(":")
    label = {"services": "What was sent", "payment": "Payment"}.get(kind)
    return (label, format_reference(reference)) if label and reference else ("Belongs to", to)


def person_row(person: PersonDetail) -> dict[str, str]:
    """Return a person as a list row."""
    name = "Erased" if person.erased_at else person.name or "No name"
    return {
        "reference": person.reference,
        "display_reference": format_reference(person.reference),
        "name": name,
        "kind": KINDS[person.kind],
        "email": person.email,
        "phone": person.phone,
        "address": person.address,
    }


def organisation_row(organisation: OrganisationDetail) -> dict[str, Any]:
    """Return an organisation as a list row."""
    return {
        "reference": organisation.reference,
        "display_reference": format_reference(organisation.reference),
        "name": organisation.name,
        "number": organisation.number,
        "kind": ORGANISATIONS[organisation.kind],
        "address": organisation.address,
        "closed": organisation.closed_on is not None,
    }


def person(person: PersonDetail) -> dict[str, Any]:
    """Return a person's record: heading and contact details."""
    row_values = person_row(person)
    facts = [(label, value or "None") for label, value in _reach(person).items()]
    return {"title": row_values["name"], "display_reference": row_values["display_reference"], "facts": facts}


def merged(merges: list[MergeSummary]) -> list[dict[str, Any]]:
    """Return the records merged into a person's."""
    return [
        {
            "reference": merge.reference,
            "display_reference": format_reference(merge.merged),
            "name": merge.merged_name or "No name",
            "when": day(merge.merged_at),
            "may_undo": merge.may_undo,
        }
        for merge in merges
    ]


def _reach(person: PersonDetail) -> dict[str, str]:
    return {
        "Kind": KINDS[person.kind],
        "Name": person.name,
        "Email address": person.email,
        "Phone number": person.phone,
        "Address": person.address,
        "Preferred contact method": PREFERS.get(person.prefers, person.prefers),
    }


def compare_values(sent: dict[str, str], current: PersonDetail) -> list[tuple[str, str, str, bool]]:
    """Return each detail's current and submitted value, and whether they differ."""
    codes = {"kind": KINDS, "prefers": PREFERS}
    mine = [
        codes.get(name, {}).get(sent[name], sent[name])
        for name in ("kind", "name", "email", "phone", "address", "prefers")
    ]
    pairs = zip(_reach(current).items(), mine, strict=True)
    return [(label, now or "None", yours or "None", now != yours) for (label, now), yours in pairs]


def page_of(request: BoroughRequest) -> int:
    """Return the requested page number. Raises Http404 if invalid."""
    page_text = request.GET.get("page", "1")
    if (
        not (page_text.isascii() and page_text.isdecimal() and len(page_text) < 6)
        or not 1 <= int(page_text) <= LAST_PAGE
    ):
        raise Http404
    return int(page_text)


def contact_rows(entries: list[LedgerEntry]) -> list[dict[str, Any]]:
    """Return contact list rows in the given order."""
    services = service_names()
    return [row(entry, services) for entry in entries]
