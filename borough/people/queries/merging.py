"""Who is the same person as whom, and records that may be."""

from collections.abc import Iterable

from django.db.models import Max, Q
from django.db.models.functions import Lower

from borough.people.models import PHONE_TAIL, Likeness, Merge, Person
from borough.people.queries.people import details_of
from borough.people.queries.same import same_as
from borough.people.rules import duplicates as rules
from borough.people.types import WHY, LikenessShown, MergeShown, Why

MOST_ALIKE = 50  # of one record: an address at work, or one made up, is shared by many who are not one


def alike(person: Person) -> dict[int, tuple[Why, ...]]:
    """Other records that may be of the same person, by id, and why. Three look-ups by index, never all pairs.

    Each by itself and in no order: asked together, or for the latest, the database walks all records instead.
    """
    email, told = person.email.strip().lower(), rules.tail(person.phone)
    wanted = [
        Q(by_email=email) & ~Q(email="") if email else None, Q(by_phone=told) & ~Q(phone="") if told else None,
        Q(uprn=person.uprn) if person.uprn else None,
    ]  # fmt: skip
    rows = Person.objects.alias(by_email=Lower("email"), by_phone=PHONE_TAIL).filter(erased_at=None, merged_into=None)
    some = {one.pk: one for each in wanted if each for one in rows.filter(each).exclude(pk=person.pk)[:MOST_ALIKE]}
    found = {pk: rules.why(known(person), known(other)) for pk, other in sorted(some.items())}
    return {pk: reasons for pk, reasons in found.items() if reasons}


def known(person: Person) -> rules.Known:
    """A record as the rule compares it."""
    return rules.Known(
        kind=person.kind, name=person.name, email=person.email, phone=person.phone, uprn=person.uprn
    )  # fmt: skip


def _open() -> Q:
    living = {f"{side}__{name}": None for side in ("first", "second") for name in ("erased_at", "merged_into")}
    return Q(state="waiting", **living)


def likenesses(after: int = 0, limit: int = 25) -> list[LikenessShown]:
    """Pairs that wait for a decision, the oldest first, after the id of one."""
    rows = Likeness.objects.select_related("first", "second", "first__account", "second__account")
    return [_shown(row) for row in rows.filter(_open(), pk__gt=after).order_by("id")[:limit]]


def count_likenesses(most: int | None = None) -> int:
    """How many pairs wait for a decision; with `most`, no more than so many are counted."""
    return Likeness.objects.filter(_open())[:most].count()


def likeness(number: int) -> LikenessShown | None:
    """A pair that waits for a decision; None when there is no such one, or not any more."""
    rows = Likeness.objects.select_related("first", "second", "first__account", "second__account")
    row = rows.filter(_open(), pk=number).first()
    return _shown(row) if row else None


def _shown(row: Likeness) -> LikenessShown:
    return LikenessShown(
        id=row.pk, reasons=tuple(WHY[Why(one)] for one in row.reasons), found_at=row.found_at, state=row.state,
        first=details_of(row.first), second=details_of(row.second), first_signs_in=signs_in(row.first),
        second_signs_in=signs_in(row.second),
    )  # fmt: skip


def signs_in(person: Person) -> bool:
    """Whether a record has an account that is in use."""
    return person.account is not None and person.account.is_active


def latest_into(kept_ids: Iterable[int]) -> int | None:
    """The id of the latest merging that stands into any of these records."""
    found: int | None = Merge.objects.filter(kept__in=list(kept_ids), undone_at=None).aggregate(last=Max("id"))["last"]
    return found


def merges_of(person_id: int) -> list[MergeShown]:
    """The records that stand under a person's, the latest first."""
    rows = Merge.objects.select_related("gone", "kept").filter(kept__in=same_as(person_id), undone_at=None)
    return [
        MergeShown(
            reference=row.reference, gone=row.gone.reference, gone_name=row.gone.name, merged_at=row.merged_at,
            merged_by=row.merged_by,
            may_undo=row.kept.merged_into_id is None and row.pk == latest_into([row.kept_id]),
        )
        for row in rows.order_by("-id")
    ]  # fmt: skip
