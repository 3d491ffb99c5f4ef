"""Facts nobody confirmed, earlier details and old ties are let go of by themselves; what stands and what is held stays."""

from datetime import date, timedelta

import pytest

from borough.foundation import retention
from borough.foundation.clock import now, today
from borough.people import public as people
from borough.people.models import (
    HouseholdMember,
    HouseholdMemberEvent,
    OrganisationRole,
    OrganisationRoleEvent,
    PersonEvent,
    StoredFact,
    StoredFactEvent,
)
from borough.services.models import Hold

pytestmark = pytest.mark.django_db
KEYS = ["merged-details", "held-facts", "earlier-facts", "earlier-details", "former-roles", "former-households"]
SINCE = {"starts_on": today() - timedelta(days=100), "source": "themselves", "confidence": people.Confidence.REPORTED}


def run(days):
    on = today() + timedelta(days=days)
    done = retention.dispose(by="system:people", at=now(), today=on, keys=KEYS)
    return {key: count for key, count in done.items() if count}


def state(person, **facts):
    people.state_facts(by="x", at=now(), person_id=person, facts=facts, source="x")


@pytest.fixture
def ann(db):
    return people.register_person(by="x", at=now(), name="Ann Actor", phone="01632 960001")


def test_a_fact_goes_three_years_after_it_was_confirmed_and_its_history_two_after_it_changed(ann):
    state(ann, landlord="Mr Landlord", phone="01632 960002")
    state(ann, landlord="Mrs Landlord")
    assert run(700) == {}
    assert run(2 * 366) == {"earlier-facts": 1, "earlier-details": 1}
    assert people.facts_of(ann)["landlord"].value == "Mrs Landlord" and not PersonEvent.objects.exists()
    assert run(1000) == {} and run(3 * 366) == {"held-facts": 1}
    assert "landlord" not in people.facts_of(ann) and not StoredFactEvent.objects.exists()
    assert people.facts_of(ann)["phone"].value == "01632 960002", "how they are reached is no fact that runs out"
    assert StoredFact.objects.filter(key="phone").exists()


def test_ended_memberships_are_anonymised_and_active_memberships_remain(ann):
    club = people.organisations.add(by="x", at=now(), kind="community", name="Bowls Club")
    number = people.organisations.add_role(by="x", at=now(), reference=club, person_id=ann, role="trustee", **SINCE)
    people.organisations.add_role(by="x", at=now(), reference=club, person_id=ann, role="secretary", **SINCE)
    people.organisations.change_role(
        by="x", at=now(), reference=club, number=number, role="trustee", starts_on=SINCE["starts_on"], ends_on=today()
    )
    home = people.households.make(by="x", at=now(), uprn=5, person_id=ann, **SINCE)
    living = HouseholdMember.objects.get()
    people.households.change(
        by="x", at=now(), reference=home, number=living.pk, starts_on=SINCE["starts_on"], ends_on=today()
    )
    assert not {"former-roles", "former-households"} & set(run(1000))
    assert {"former-roles", "former-households"} <= set(run(3 * 366))
    assert [(acting.role, acting.person_id) for acting in OrganisationRole.objects.order_by("pk")] == [
        ("trustee", None),
        ("secretary", ann),
    ]
    assert HouseholdMember.objects.get().person_id is None
    assert (
        not OrganisationRoleEvent.objects.filter(person=ann).exists()
        and not HouseholdMemberEvent.objects.filter(person=ann).exists()
    )
    assert people.households.households_of(ann) == [] and len(people.organisations.organisations_of(ann)) == 1


def test_hold_protects_all_data_of_a_person_across_merged_records(ann):
    other = people.register_person(by="x", at=now(), name="A Actor")
    state(other, landlord="Mr Landlord")
    pair = {person_id: people.details(people.reference_of(person_id)).version for person_id in (ann, other)}
    people.merge(by="x", at=now(), canonical_id=ann, merged_id=other, versions=pair, chosen={})
    Hold.objects.create(reference="R" * 16, person_id=ann, why="A claim", by="staff:1", created_at=now())
    assert run(5 * 366) == {}
    Hold.objects.update(lifted_at=now(), lifted_by="staff:1")
    assert run(5 * 366)["held-facts"] == 1


def test_nothing_young_is_touched(ann):
    state(ann, landlord="Mr Landlord")
    assert run(0) == {} and retention.count_due(retention.classes()[0], date(2000, 1, 1)) == 0


def test_a_merging_is_undone_after_its_details_went_and_restores_none(ann):
    other = people.register_person(by="x", at=now(), name="A Actor", email="a@home.example")
    pair = {person_id: people.details(people.reference_of(person_id)).version for person_id in (ann, other)}
    merged = people.merge(
        by="x", at=now(), canonical_id=ann, merged_id=other, versions=pair, chosen={"email": people.Side.MERGED}
    )
    assert "merged-details" not in run(700) and run(2 * 366)["merged-details"] == 1
    assert people.merged_person_ids(ann) == (ann, other) and people.facts_of(ann)["email"].value == "a@home.example"
    people.undo_merge(by="x", at=now(), reference=merged)
    assert people.merged_person_ids(ann) == (ann,) and people.facts_of(ann)["email"].value == "a@home.example"
    assert people.facts_of(other)["email"].value == "a@home.example"
