"""Households: who lives and lived together at a property."""

from typing import Any

from django.db.models import F

from borough.people.models import Household, HouseholdMember, Organisation, OrganisationRole
from borough.people.queries.merged import merged_person_ids
from borough.people.queries.organisations import memberships
from borough.people.types.memberships import HouseholdDetail, HouseholdMembership, Membership

MOST = 100  # people of a household, and households of a person
OTHERS_NOTE = "The names of the others are not given: they are other people’s personal data."


def _detail(row: Household) -> HouseholdDetail:
    rows = HouseholdMember.objects.filter(household=row).order_by(
        F("ends_on").desc(nulls_first=True), "starts_on", "id"
    )
    members = tuple(memberships(rows[:MOST]))
    return HouseholdDetail(
        id=row.pk, reference=row.reference, uprn=row.uprn, created_at=row.created_at, members=members
    )


def household(reference: str) -> HouseholdDetail | None:
    """Return the household of a reference."""
    row = Household.objects.filter(reference=reference).first()
    return _detail(row) if row else None


def at_property(uprn: int) -> list[HouseholdDetail]:
    """Return the households of a property with current members, oldest first."""
    living = HouseholdMember.objects.filter(household__uprn=uprn, ends_on=None).values("household")
    return [_detail(row) for row in Household.objects.filter(pk__in=living).order_by("id")[:MOST]]


def households_of(person_id: int) -> list[HouseholdMembership]:
    """Return a person's households, under any merged record, with the other members; current ones first."""
    same = merged_person_ids(person_id)
    rows = HouseholdMember.objects.select_related("household").filter(person_id__in=same)
    members = list(rows.order_by(F("ends_on").desc(nulls_first=True), "-starts_on", "id")[:MOST])
    return [_with(row, how, same) for row, how in zip(members, memberships(members), strict=True)]


def _with(row: HouseholdMember, how: Membership, same: tuple[int, ...]) -> HouseholdMembership:
    detail = _detail(row.household)
    own = set(
        HouseholdMember.objects.filter(household=row.household_id, person_id__in=same).values_list("pk", flat=True)
    )
    others = tuple(member for member in detail.members if member.number not in own and member.ends_on is None)
    return HouseholdMembership(household=detail, how=how, others=others)


def access_export(same: tuple[int, ...]) -> dict[str, list[dict[str, Any]]]:
    """Return the household and organisation data for an access request; of other people, only their number."""
    answer: dict[str, list[dict[str, Any]]] = {}
    lived = Household.objects.filter(pk__in=HouseholdMember.objects.filter(person_id__in=same).values("household"))
    rows = [
        {
            "id": home.pk,
            "reference": home.reference,
            "uprn": home.uprn,
            "others": HouseholdMember.objects.filter(household=home).exclude(person_id__in=same).count(),
            "others_note": OTHERS_NOTE,
        }
        for home in lived.order_by("id")
    ]
    if rows:
        answer["people.Household"] = rows
    acted = Organisation.objects.filter(
        pk__in=OrganisationRole.objects.filter(person_id__in=same).values("organisation")
    )
    if organisations := list(acted.order_by("id").values("id", "reference", "kind", "name", "register", "number")):
        answer["people.Organisation"] = list(map(dict, organisations))
    return answer
