"""Mandates for residents, helpers and staff, and their status."""

from datetime import datetime

from django.db.models import Q

from borough.access import public as access
from borough.people.models import Mandate, MandateStep, Person
from borough.people.queries.merged import merged_person_ids
from borough.people.rules import mandates as rules
from borough.people.types import JournalLine, MandateAction, MandateDetail, MandateStatus

MOST = 200  # of mandates in a list, and of log entries: more than anybody has


def _detail(row: Mandate, at: datetime) -> MandateDetail:
    names = [name for name in MandateDetail.__dataclass_fields__ if name not in ("person_name", "services", "status")]
    return MandateDetail(
        **{name: getattr(row, name) for name in names},
        person_name=row.person.name,
        services=tuple(row.services),
        status=rules.status_of(
            granted_at=row.granted_at,
            accepted=row.helper_id is not None,
            expires_at=row.expires_at,
            revoked_at=row.revoked_at,
            at=at,
        ),
    )


def mandates_of(person_id: int, at: datetime) -> list[MandateDetail]:
    """Return every mandate a resident granted, latest first."""
    rows = (
        Mandate.objects.select_related("person")
        .filter(person_id__in=merged_person_ids(person_id))
        .order_by("-granted_at", "-id")
    )
    return [_detail(row, at) for row in rows[:MOST]]


def mandate_of(reference: str, person_id: int, at: datetime) -> MandateDetail | None:
    """Return a mandate that this resident granted; None if it does not exist or is another person's."""
    row = (
        Mandate.objects.select_related("person")
        .filter(reference=reference, person_id__in=merged_person_ids(person_id))
        .first()
    )
    return _detail(row, at) if row else None


def mandates_for_helper(account_id: int, at: datetime) -> list[MandateDetail]:
    """Return the active mandates of a helper's account, by the person they are for."""
    rows = Mandate.objects.select_related("person").filter(
        helper_id=account_id, revoked_at=None, expires_at__gt=at, person__erased_at=None
    )
    return [
        mandate
        for row in rows.order_by("person__name", "id")[:MOST]
        if (mandate := _detail(row, at)).status == "active"
    ]


def offered_mandates(account_id: int, at: datetime) -> list[MandateDetail]:
    """Return mandates offered to one of this account's addresses and not yet accepted."""
    emails = access.verified_emails(account_id)
    rows = Mandate.objects.select_related("person").filter(
        helper=None, helper_email__in=emails, revoked_at=None, expires_at__gt=at, person__erased_at=None
    )
    offers = rows.exclude(person__account_id=account_id).order_by("-granted_at", "-id")
    return [_detail(row, at) for row in offers[:MOST]]


def active_mandate(
    reference: str, at: datetime, *, account_id: int | None = None, service: str = ""
) -> MandateDetail | None:
    """Return the mandate if it is active now, and belongs to the account and covers the service, where given."""
    if not reference:
        return None
    row = Mandate.objects.select_related("person").filter(reference=reference).first()
    if row is None or row.person.erased_at or (account_id is not None and row.helper_id != account_id):
        return None
    mandate = _detail(row, at)
    return mandate if mandate.status is MandateStatus.ACTIVE and (not service or mandate.covers(service)) else None


def journal_of(reference: str) -> list[JournalLine]:
    """Return the log of a mandate, latest first."""
    rows = MandateStep.objects.filter(mandate__reference=reference).order_by("-created_at", "-id")[:MOST]
    return [
        JournalLine(
            what=MandateAction(row.what),
            service=row.service,
            about=row.about,
            created_at=row.created_at,
            created_by=row.created_by,
        )
        for row in rows
    ]


def own_emails(person_id: int) -> set[str]:
    """Return a resident's own email addresses, in lower case."""
    rows = Person.objects.filter(pk__in=merged_person_ids(person_id)).values_list("email", "account_id")
    own = {email.strip().lower() for email, _ in rows if email}
    return own.union(*(access.verified_emails(account) for _, account in rows if account))


def unrevoked(*, person_id: int, account_id: int | None) -> Q:
    """Return a filter for unrevoked mandates about a person: granted by them, or to their account."""
    whose = Q(person_id=person_id) | Q(helper_id=account_id) if account_id else Q(person_id=person_id)
    return whose & Q(revoked_at=None)
