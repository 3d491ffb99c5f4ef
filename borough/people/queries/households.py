"""Households: who lives with whom at a property, and who did."""

from typing import Any

from django.db.models import F

from borough.people.models import Acting, Household, Living, Organisation
from borough.people.queries.organisations import belongs
from borough.people.queries.same import same_as
from borough.people.types.belonging import Belongs, HouseholdShown, LivesWith

MOST = 100  # people of a household, and households of a person
OTHERS_NOTE = "The names of the others are not given: they are other people’s personal data."


def _shown(row: Household) -> HouseholdShown:
    rows = Living.objects.filter(household=row).order_by(F("ends_on").desc(nulls_first=True), "starts_on", "id")
    members = tuple(belongs(rows[:MOST]))
    return HouseholdShown(id=row.pk, reference=row.reference, uprn=row.uprn, made_at=row.made_at, members=members)


def household(reference: str) -> HouseholdShown | None:
    """The household of a reference."""
    row = Household.objects.filter(reference=reference).first()
    return _shown(row) if row else None


def at_property(uprn: int) -> list[HouseholdShown]:
    """The households of a property in which anybody lives now, the oldest first."""
    living = Living.objects.filter(household__uprn=uprn, ends_on=None).values("household")
    return [_shown(row) for row in Household.objects.filter(pk__in=living).order_by("id")[:MOST]]


def lives_with(person_id: int) -> list[LivesWith]:
    """Where a person lives and lived, under whichever of their records, and with whom; where they live now first."""
    same = same_as(person_id)
    rows = Living.objects.select_related("household").filter(person_id__in=same)
    some = list(rows.order_by(F("ends_on").desc(nulls_first=True), "-starts_on", "id")[:MOST])
    return [_with(row, how, same) for row, how in zip(some, belongs(some), strict=True)]


def _with(row: Living, how: Belongs, same: tuple[int, ...]) -> LivesWith:
    found = _shown(row.household)
    own = set(Living.objects.filter(household=row.household_id, person_id__in=same).values_list("pk", flat=True))
    others = tuple(one for one in found.members if one.number not in own and one.ends_on is None)
    return LivesWith(household=found, how=how, others=others)


def about(same: tuple[int, ...]) -> dict[str, list[dict[str, Any]]]:
    """What a person is told of their households and organisations when they ask what is held: of others, how many."""
    answer: dict[str, list[dict[str, Any]]] = {}
    lived = Household.objects.filter(pk__in=Living.objects.filter(person_id__in=same).values("household"))
    rows = [
        {
            "id": one.pk, "reference": one.reference, "uprn": one.uprn,
            "others": Living.objects.filter(household=one).exclude(person_id__in=same).count(),
            "others_note": OTHERS_NOTE,
        }
        for one in lived.order_by("id")
    ]  # fmt: skip
    if rows:
        answer["people.Household"] = rows
    acted = Organisation.objects.filter(pk__in=Acting.objects.filter(person_id__in=same).values("organisation"))
    if told := list(acted.order_by("id").values("id", "reference", "kind", "name", "register", "number")):
        answer["people.Organisation"] = list(map(dict, told))
    return answer
