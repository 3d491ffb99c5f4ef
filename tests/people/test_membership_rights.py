"""Access, erasure and merging reach memberships and organisations."""

import pytest

from borough.foundation.clock import now
from borough.kernel.refusals import Refused
from borough.people import public as people
from borough.people.models import (
    HouseholdMember,
    HouseholdMemberEvent,
    OrganisationEvent,
    OrganisationRole,
    OrganisationRoleEvent,
    Person,
    StoredFact,
)
from tests.people.sample_memberships import PLACE, act, add, change_acting, join, make, organisation_of, today

pytestmark = pytest.mark.django_db


class TestRights:
    """Access gives one's own, erasure parts, merging points."""

    def test_access_request_includes_own_data_and_counts_of_others(self, ann, bob):
        reference = make(ann)
        join(reference, bob)
        act(add(), ann)
        data = people.answer_access_request(by="x", at=now(), person_id=ann)
        [household] = data["people.Household"]
        assert (household["uprn"], household["others"]) == (PLACE, 1) and "not given" in household["others_note"]
        assert len(data["people.HouseholdMember"]) == len(data["people.OrganisationRole"]) == 1
        assert data["people.Organisation"][0]["name"] == "Riverside Scouts"
        assert "Bob" not in str(data)
        assert "Riverside Scouts" in str(people.sections(data))

    def test_erasure_parts_them_and_keeps_the_counts(self, ann, bob):
        reference, organisation = make(ann), add()
        join(reference, bob)
        number = act(organisation, ann)
        change_acting(organisation, number, role="secretary")
        removed = act(organisation, ann, role="volunteer")
        people.organisations.remove_role(by="staff:1", at=now(), reference=organisation, number=removed)
        changed = people.erase(by="staff:1", at=now(), person_id=ann, ground="Withdrew consent")
        assert changed["people.HouseholdMember"] == changed["people.OrganisationRole"] == 1
        assert HouseholdMember.objects.count() == 2 and OrganisationRole.objects.get().role == "secretary"
        assert (
            not HouseholdMember.objects.filter(person=ann).exists()
            and not HouseholdMemberEvent.objects.filter(person=ann).exists()
        )
        assert (
            not OrganisationRole.objects.filter(person=ann).exists()
            and not OrganisationRoleEvent.objects.filter(person=ann).exists()
        )
        [membership] = people.households.households_of(bob)
        assert [(m.person, m.ends_on is None) for m in membership.household.members] == [
            (people.reference_of(bob), True),
            ("", False),
        ]
        assert organisation_of(organisation).name == "Riverside Scouts"
        assert people.organisations.find_role(organisation_of(organisation).id, number) is None

    def test_sole_trader_firm_is_erased_unless_another_person_represents_it(self, ann, bob):
        own = add("Ann Actor Plumbing", kind="sole_trader", register="company", number="SC123456", phone="01632 960 9")
        shared = add("Ann and Bob", kind="sole_trader")
        people.organisations.state_facts(
            by="x",
            at=now(),
            reference=own,
            facts={"website": "ann.example"},
            source="x",
            confidence=people.Confidence.REPORTED,
        )
        act(own, ann, role="owner")
        act(shared, ann, role="owner")
        act(shared, bob, role="owner")
        people.erase(by="staff:1", at=now(), person_id=ann, ground="Withdrew consent")
        organisation = organisation_of(own)
        assert (organisation.name, organisation.number, organisation.phone, organisation.closed_on) == (
            "",
            "",
            "",
            today(),
        ) and organisation.erased_at
        assert not StoredFact.objects.filter(organisation_id=organisation.id).exists()
        assert not OrganisationEvent.objects.filter(pgh_obj_id=organisation.id).exists()
        assert organisation_of(shared).name == "Ann and Bob"
        with pytest.raises(Refused, match="erased"):
            act(own, bob)

    def test_erased_person_cannot_join(self, ann, bob):
        reference = make(bob)
        people.erase(by="staff:1", at=now(), person_id=ann, ground="Withdrew consent")
        with pytest.raises(Refused, match="erased"):
            join(reference, ann)

    def test_memberships_follow_a_merging_and_its_undoing(self, ann, bob):
        reference, organisation = make(ann), add()
        act(organisation, ann)
        rows = (list(HouseholdMember.objects.values()), list(OrganisationRole.objects.values()))
        pair = [people.details(Person.objects.get(pk=membership).reference) for membership in (bob, ann)]
        merged = people.merge(
            by="staff:1",
            at=now(),
            canonical_id=bob,
            merged_id=ann,
            versions={membership.id: membership.version for membership in pair},
            chosen={},
        )
        [membership] = people.households.households_of(bob)
        assert membership.how.person_name == "Bob Bystander" and membership.others == ()
        assert [member.organisation.reference for member in people.organisations.organisations_of(bob)] == [
            organisation
        ]
        with pytest.raises(Refused, match="already"):
            join(reference, bob, since=3)
        assert len(people.answer_access_request(by="x", at=now(), person_id=bob)["people.HouseholdMember"]) == 1
        people.undo_merge(by="staff:1", at=now(), reference=merged)
        assert people.households.households_of(bob) == [] and people.organisations.organisations_of(bob) == []
        assert rows == (list(HouseholdMember.objects.values()), list(OrganisationRole.objects.values()))
