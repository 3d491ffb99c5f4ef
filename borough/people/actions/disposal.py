"""Retention of people data: unconfirmed facts, earlier details, ended memberships."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from borough.foundation import retention
from borough.kernel.retention import Retention
from borough.people.models import (
    HouseholdMember,
    HouseholdMemberEvent,
    Merge,
    OrganisationRole,
    OrganisationRoleEvent,
    PersonEvent,
    StoredFact,
    StoredFactEvent,
)
from borough.people.rules.people import CONTACT_FACTS

FACTS = Retention("it was last confirmed", 3, "UK GDPR article 5(1)(d) and (e): too old to be relied on")
EARLIER = Retention("it was changed", 2, "Operational: to put a mistake right")
FORMER = Retention("it ended", 3, "Operational: to answer who spoke for whom, and who lived where")


def _facts() -> QuerySet[Any]:
    return StoredFact.objects.filter(person__isnull=False).exclude(key__in=CONTACT_FACTS)


def _end_facts(ids: list[int], _: datetime) -> None:
    StoredFact.objects.filter(pk__in=ids).delete()
    StoredFactEvent.objects.filter(pgh_obj_id__in=ids).delete()


def _earlier_facts() -> QuerySet[Any]:
    rows: QuerySet[Any] = StoredFactEvent.objects.filter(person_id__isnull=False)
    return rows


def _end_earlier_facts(ids: list[int], _: datetime) -> None:
    StoredFactEvent.objects.filter(pk__in=ids).delete()


def _earlier() -> QuerySet[Any]:
    rows: QuerySet[Any] = PersonEvent.objects.all()
    return rows


def _end_earlier(ids: list[int], _: datetime) -> None:
    PersonEvent.objects.filter(pk__in=ids).delete()


def _acted() -> QuerySet[Any]:
    return OrganisationRole.objects.filter(person__isnull=False, ends_on__isnull=False)


def _end_acted(ids: list[int], _: datetime) -> None:
    OrganisationRole.objects.filter(pk__in=ids).update(person=None, source="disposed", stated_by="disposed")
    OrganisationRoleEvent.objects.filter(pgh_obj_id__in=ids).delete()


def _lived() -> QuerySet[Any]:
    return HouseholdMember.objects.filter(person__isnull=False, ends_on__isnull=False)


def _end_lived(ids: list[int], _: datetime) -> None:
    HouseholdMember.objects.filter(pk__in=ids).update(person=None, source="disposed", stated_by="disposed")
    HouseholdMemberEvent.objects.filter(pgh_obj_id__in=ids).delete()


def _merged() -> QuerySet[Any]:
    return Merge.objects.filter(before__isnull=False)


def _end_merged(ids: list[int], _: datetime) -> None:
    Merge.objects.filter(pk__in=ids).update(before=None, after=None)


CLASSES = (
    retention.RetentionClass(
        key="held-facts",
        what="Facts held about people",
        rows=_facts,
        since="confirmed_at",
        dispose=_end_facts,
        retention=FACTS,
        person="person_id",
    ),
    retention.RetentionClass(
        key="earlier-facts",
        what="Facts as they were before",
        rows=_earlier_facts,
        since="pgh_created_at",
        dispose=_end_earlier_facts,
        retention=EARLIER,
        person="person_id",
    ),
    retention.RetentionClass(
        key="earlier-details",
        what="Names and addresses as they were before",
        rows=_earlier,
        since="pgh_created_at",
        dispose=_end_earlier,
        retention=EARLIER,
        person="pgh_obj_id",
    ),
    retention.RetentionClass(
        key="merged-details",
        what="What a merging of two records changed",
        rows=_merged,
        since="merged_at",
        dispose=_end_merged,
        retention=EARLIER,
        person="canonical_id",
    ),
    retention.RetentionClass(
        key="former-roles",
        what="Who acted for an organisation",
        rows=_acted,
        since="ends_on",
        dispose=_end_acted,
        retention=FORMER,
        person="person_id",
    ),
    retention.RetentionClass(
        key="former-households",
        what="Who lived in a household",
        rows=_lived,
        since="ends_on",
        dispose=_end_lived,
        retention=FORMER,
        person="person_id",
    ),
)


def declare() -> None:
    """Register the retention classes of people."""
    retention.register_classes(*CLASSES)
