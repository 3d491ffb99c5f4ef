"""Let go of what is held about people past its time: facts nobody confirmed, earlier details, old ties."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from borough.foundation import retention
from borough.kernel.retention import Retention
from borough.people.models import (
    Acting,
    ActingEvent,
    HeldFact,
    HeldFactEvent,
    Living,
    LivingEvent,
    Merge,
    PersonEvent,
)
from borough.people.rules.people import REACH

FACTS = Retention("it was last confirmed", 3, "UK GDPR article 5(1)(d) and (e): too old to be relied on")
EARLIER = Retention("it was changed", 2, "Operational: to put a mistake right")
FORMER = Retention("it ended", 3, "Operational: to answer who spoke for whom, and who lived where")


def _facts() -> QuerySet[Any]:
    return HeldFact.objects.filter(person__isnull=False).exclude(key__in=REACH)


def _end_facts(ids: list[int], _: datetime) -> None:
    HeldFact.objects.filter(pk__in=ids).delete()
    HeldFactEvent.objects.filter(pgh_obj_id__in=ids).delete()


def _earlier_facts() -> QuerySet[Any]:
    rows: QuerySet[Any] = HeldFactEvent.objects.filter(person_id__isnull=False)
    return rows


def _end_earlier_facts(ids: list[int], _: datetime) -> None:
    HeldFactEvent.objects.filter(pk__in=ids).delete()


def _earlier() -> QuerySet[Any]:
    rows: QuerySet[Any] = PersonEvent.objects.all()
    return rows


def _end_earlier(ids: list[int], _: datetime) -> None:
    PersonEvent.objects.filter(pk__in=ids).delete()


def _acted() -> QuerySet[Any]:
    return Acting.objects.filter(person__isnull=False, ends_on__isnull=False)


def _end_acted(ids: list[int], _: datetime) -> None:
    Acting.objects.filter(pk__in=ids).update(person=None, source="disposed", said_by="disposed")
    ActingEvent.objects.filter(pgh_obj_id__in=ids).delete()


def _lived() -> QuerySet[Any]:
    return Living.objects.filter(person__isnull=False, ends_on__isnull=False)


def _end_lived(ids: list[int], _: datetime) -> None:
    Living.objects.filter(pk__in=ids).update(person=None, source="disposed", said_by="disposed")
    LivingEvent.objects.filter(pgh_obj_id__in=ids).delete()


def _merged() -> QuerySet[Any]:
    return Merge.objects.filter(before__isnull=False)


def _end_merged(ids: list[int], _: datetime) -> None:
    Merge.objects.filter(pk__in=ids).update(before=None, after=None)


CLASSES = (
    retention.Class(
        key="held-facts", what="Facts held about people", rows=_facts, since="confirmed_at", end=_end_facts, kept=FACTS,
        person="person_id",
    ),
    retention.Class(
        key="earlier-facts", what="Facts as they were before", rows=_earlier_facts, since="pgh_created_at",
        end=_end_earlier_facts, kept=EARLIER, person="person_id",
    ),
    retention.Class(
        key="earlier-details", what="Names and addresses as they were before", rows=_earlier, since="pgh_created_at",
        end=_end_earlier, kept=EARLIER, person="pgh_obj_id",
    ),
    retention.Class(
        key="merged-details", what="What a merging of two records changed", rows=_merged, since="merged_at",
        end=_end_merged, kept=EARLIER, person="kept_id",
    ),
    retention.Class(
        key="former-roles", what="Who acted for an organisation", rows=_acted, since="ends_on", end=_end_acted,
        kept=FORMER, person="person_id",
    ),
    retention.Class(
        key="former-households", what="Who lived in a household", rows=_lived, since="ends_on", end=_end_lived,
        kept=FORMER, person="person_id",
    ),
)  # fmt: skip


def declare() -> None:
    """Say which classes of rows people let go of."""
    retention.declare(*CLASSES)
