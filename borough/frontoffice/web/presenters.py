"""Contacts and people as staff read them: labels for codes, names for services."""

from typing import Any

from django.http import Http404, HttpRequest

from borough.contacts.public import Avoidable, Barrier, Channel, Direction, Entry, Nature, Outcome, Who
from borough.kernel.references import show
from borough.kernel.text import capitalised
from borough.people.public import KINDS, PREFERS, Details, MergeShown
from borough.people.types.belonging import ORGANISATIONS, OrganisationShown
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
    Avoidable.SENT_WRONG: "Was sent to the wrong place",
    Avoidable.TOLD_BEFORE: "Had told us before",
    Avoidable.CHASING: "Chasing something we promised",
    Avoidable.CLOSED_EARLY: "We closed it too soon",
}
DIRECTIONS = {
    Direction.INBOUND: "To the council",
    Direction.OUTBOUND: "From the council",
    Direction.INTERNAL: "Among staff and their systems",
}
WHO = {Who.CUSTOMER: "Customer", Who.ANONYMOUS: "Anonymous", Who.ON_BEHALF: "On behalf of someone"}


def cursor_in(request: HttpRequest, name: str) -> int:
    """The number a list goes on from, as its address says; nought at its beginning. Raises Http404 for what is none."""
    text = request.GET.get(name, "0")
    if not (text.isascii() and text.isdecimal()) or int(text) > LARGEST_CURSOR:
        raise Http404
    return int(text)


def by_whom(who: str, names: dict[str, str]) -> str:
    """Who did something, in words to go on a sentence with: records hold staff:12, resident:7, system:billing."""
    if not who or who in names:
        return names.get(who, "")
    kind = who.partition(":")[0]
    told = {"staff": "a member of staff", "resident": "a resident", "nobody": "a resident", "token": "another system"}
    return told.get(kind, "Borough")


def row(entry: Entry, services: dict[str, str]) -> dict[str, Any]:
    """A contact as a row of a list."""
    return {
        "reference": entry.reference,
        "shown": show(entry.reference),
        "started_at": entry.started_at,
        "channel": Channel(entry.channel).label,
        "service": services.get(entry.service, entry.service),
        "nature": NATURES[Nature(entry.nature)],
        "outcome": OUTCOMES[Outcome(entry.outcome)],
        "minutes": entry.minutes,
    }


def facts(entry: Entry, services: dict[str, str], names: dict[str, str]) -> list[tuple[str, str]]:
    """Everything about a contact that has something to say, in the order it is asked."""
    told = row(entry, services)
    pairs = [
        ("Channel", told["channel"]),
        ("Channel as first stated", entry.channel_stated),
        ("Direction", DIRECTIONS[Direction(entry.direction)]),
        ("Who", WHO[Who(entry.who)]),
        ("Service", told["service"]),
        ("What it was", told["nature"]),
        ("Outcome", told["outcome"]),
        ("Assisted", "Yes" if entry.assisted else "No"),
        ("Minutes", "" if entry.minutes is None else str(entry.minutes)),
        ("Avoidable", AVOIDABLE[Avoidable(entry.avoidable)]),
        ("Barrier to doing it online", BARRIERS[Barrier(entry.barrier)]),
        ("Property", str(entry.uprn or "")),
        ("Ward", entry.ward),
        ("Handled by", capitalised(by_whom(entry.handled_by, names))),
        ("Handled at", entry.handled_where),
        *_source(entry),
        ("Audit entry", f"{entry.audit_position:,}"),
    ]
    return [(key, value) for key, value in pairs if value]


def _source(entry: Entry) -> list[tuple[str, str]]:
    """Where it was written first, where that says anything: what Borough wrote itself has its own reference there."""
    if entry.source == "borough":
        return []
    if entry.source == "services":
        return [("What was sent", show(entry.source_id))]
    return [("From", f"{entry.source}, {entry.source_id}")]


def belongs(to: str) -> tuple[str, str]:
    """What a message or a payment is about, as records hold it (services:9HQ…), with its reference as it is read."""
    kind, _, reference = to.partition(":")
    told = {"services": "What was sent", "payment": "Payment"}.get(kind)
    return (told, show(reference)) if told and reference else ("Belongs to", to)


def person_row(found: Details) -> dict[str, str]:
    """A person as a row of a list."""
    name = "Erased" if found.erased_at else found.name or "No name"
    return {
        "reference": found.reference, "shown": show(found.reference), "name": name, "kind": KINDS[found.kind],
        "email": found.email, "phone": found.phone, "address": found.address,
    }  # fmt: skip


def organisation_row(found: OrganisationShown) -> dict[str, Any]:
    """An organisation as a row of a list."""
    return {
        "reference": found.reference, "shown": show(found.reference), "name": found.name, "number": found.number,
        "kind": ORGANISATIONS[found.kind], "address": found.address, "closed": found.closed_on is not None,
    }  # fmt: skip


def person(found: Details) -> dict[str, Any]:
    """A person's record: a heading, and what we hold to reach them by."""
    told = person_row(found)
    facts = [(label, value or "None") for label, value in _reach(found).items()]
    return {"title": told["name"], "shown": told["shown"], "facts": facts}


def merged(found: list[MergeShown]) -> list[dict[str, Any]]:
    """The records that stand under a person's."""
    return [
        {
            "reference": one.reference, "shown": show(one.gone), "name": one.gone_name or "No name",
            "when": day(one.merged_at), "may_undo": one.may_undo,
        }
        for one in found
    ]  # fmt: skip


def _reach(found: Details) -> dict[str, str]:
    return {
        "Kind": KINDS[found.kind], "Name": found.name, "Email address": found.email, "Phone number": found.phone,
        "Address": found.address, "Likes to hear by": PREFERS.get(found.prefers, found.prefers),
    }  # fmt: skip


def both(sent: dict[str, str], current: Details) -> list[tuple[str, str, str, bool]]:
    """Each detail as it is now, as it was sent, and whether they differ."""
    codes = {"kind": KINDS, "prefers": PREFERS}
    mine = [codes.get(name, {}).get(sent[name], sent[name]) for name in
            ("kind", "name", "email", "phone", "address", "prefers")]  # fmt: skip
    pairs = zip(_reach(current).items(), mine, strict=True)
    return [(label, now or "None", yours or "None", now != yours) for (label, now), yours in pairs]


def page_of(request: HttpRequest) -> int:
    """The page of a list that is asked for; there is no such page for what is no number of one."""
    asked = request.GET.get("page", "1")
    if not (asked.isascii() and asked.isdecimal() and len(asked) < 6) or not 1 <= int(asked) <= LAST_PAGE:
        raise Http404
    return int(asked)
