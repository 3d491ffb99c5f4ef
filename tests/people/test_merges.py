"""Duplicates found, kept apart, merged and taken apart again: nothing moves, and all is found by either record."""

import json

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from borough.cases import public as cases
from borough.contacts import public as contacts
from borough.foundation.clock import now
from borough.foundation.models import AuditEntry, Event
from borough.kernel.refusals import Refused, Stale
from borough.payments import public as payments
from borough.people import public as people
from borough.people.actions.merges import COLUMNS
from borough.people.models import Mandate, Merge, Person, PossibleDuplicate, StoredFact
from borough.people.queries.mandates import own_emails
from borough.services import public as services
from borough.services.models import Draft
from tests.client import make_resident

START = now()
ROSA = {"name": "Rosa Resident", "email": "rosa@home.example", "phone": "01632 960001"}


def make(**more):
    person_id = people.register_person(by="test", at=now(), **(ROSA | more))
    people.check_queued_duplicates(at=now())
    return person_id


def versions(*ids):
    return {person_id: people.details(Person.objects.get(pk=person_id).reference).version for person_id in ids}


def merge(canonical, merged, **chosen):
    return people.merge(
        by="staff:1",
        at=now(),
        canonical_id=canonical,
        merged_id=merged,
        versions=versions(canonical, merged),
        chosen=chosen,
    )


def undo(reference):
    people.undo_merge(by="staff:1", at=now(), reference=reference)


@pytest.fixture
def two(db):
    """The older record, and one that differs."""
    return make(), make(name="R Resident", phone="01632 960002", address="1 Invented Street", uprn=9)


@pytest.mark.django_db
class TestFinding:
    """Pairs are kept where a record is written."""

    def test_pair_is_detected_once_with_reasons(self):
        first, second = make(), make(email="")
        [pair] = people.possible_duplicates()
        assert (pair.first.id, pair.second.id) == (first, second)
        assert pair.reasons == ("The same phone number and a similar name",)
        assert people.count_possible_duplicates() == 1

    def test_a_correction_finds_and_drops_pairs(self, two):
        assert people.count_possible_duplicates() == 1
        details = people.details(people.reference_of(two[1]))
        people.correct(
            by="x", at=now(), person_id=details.id, version=details.version, changes={"email": "other@x.example"}
        )
        people.check_queued_duplicates(at=now())
        assert people.count_possible_duplicates() == 0
        people.state_facts(by="x", at=now(), person_id=details.id, facts={"email": "ROSA@home.example"}, source="test")
        assert people.check_queued_duplicates(at=now()) == 1
        assert people.check_queued_duplicates(at=now()) == 0
        assert people.count_possible_duplicates() == 1

    def test_dismissed_pair_is_never_proposed_again(self, two):
        [pair] = people.possible_duplicates()
        people.mark_distinct(by="staff:1", at=now(), number=pair.id)
        people.state_facts(by="x", at=now(), person_id=two[1], facts={"phone": "01632 960001"}, source="test")
        people.check_queued_duplicates(at=now())
        assert people.count_possible_duplicates() == 0 and PossibleDuplicate.objects.get().reasons == ["email", "phone"]
        with pytest.raises(Refused):
            people.mark_distinct(by="staff:1", at=now(), number=pair.id)
        assert AuditEntry.objects.filter(verb="people.mark_distinct").count() == 1

    def test_looking_through_all_finds_what_was_missed_once(self, two):
        PossibleDuplicate.objects.all().delete()
        for _ in range(2):
            last = 0
            while last := people.check_all_duplicates(at=now(), after=last, limit=1):
                continue
        assert people.count_possible_duplicates() == 1

    def test_it_looks_by_index_and_never_at_all_pairs(self, django_assert_max_num_queries):
        for number in range(30):
            make(name=f"Person {number}", email=f"p{number}@x.example", phone=f"01632 9610{number:02}")
        with django_assert_max_num_queries(14):
            make()

    def test_an_erased_record_is_no_pair(self, two):
        people.erase(by="x", at=now(), person_id=two[0], ground="Objected")
        assert people.possible_duplicates() == [] and people.count_possible_duplicates() == 0


@pytest.mark.django_db
def test_details_follow_the_choice_and_facts_retain_their_source(two):
    canonical, merged = two
    people.state_facts(
        by="x", at=now(), person_id=merged, facts={"phone": "01632 960002", "pets": "cat"}, source="gone"
    )
    people.state_facts(
        by="x", at=now(), person_id=canonical, facts={"name": "Rosa Resident", "pets": "dog"}, source="kept"
    )
    merge(canonical, merged, phone="merged", address="merged", name="canonical")
    facts = people.facts_of(merged)
    assert facts == people.facts_of(canonical)
    values = {key: (fact.value, fact.source) for key, fact in facts.items()}
    assert values["phone"] == ("01632 960002", "gone") and values["name"] == ("Rosa Resident", "kept")
    assert values["pets"] == ("dog", "kept")
    assert facts["address"].value["uprn"] == 9
    people.state_facts(by="x", at=now(), person_id=merged, facts={"phone": "01632 960003"}, source="later")
    assert people.facts_of(canonical)["phone"].source == "later"
    assert Person.objects.get(pk=merged).phone == "01632 960002"


@pytest.mark.django_db
def test_data_of_both_records_is_available_from_either(two):
    canonical, merged = two
    account = make_resident()
    Person.objects.filter(pk=merged).update(account_id=account)
    for person in two:
        contacts.record(
            by="x",
            at=START,
            channel=contacts.Channel.PHONE,
            service="unknown",
            nature=contacts.Nature.ENQUIRY,
            outcome=contacts.Outcome.COMPLETED,
            started_at=START,
            source="test",
            source_id=str(person),
            person_id=person,
        )
        payments.request_payment(
            by="x",
            at=now(),
            key=str(person),
            purpose="x:1",
            description="x",
            return_to="/help/",
            amount=100,
            person_id=person,
        )
        people.grant_mandate(
            by="x",
            at=now(),
            person_id=person,
            helper_email=f"h{person}@x.example",
            months=1,
            how=people.MandateChannel.PHONE,
        )
    merge(canonical, merged)
    assert people.merged_person_ids(canonical) == people.merged_person_ids(merged) == (canonical, merged)
    assert people.person_of_account(account) == canonical
    assert people.names_of([merged]) == {merged: "Rosa Resident"}
    assert own_emails(canonical) == {"rosa@home.example"}
    for person in two:
        assert len(contacts.list_recent(contacts.Filters(person_id=person))) == 2
        assert len(payments.payments_of_person(person)) == 2
        assert len(people.mandates_of(person, now())) == 2
    data = people.answer_access_request(by="x", at=now(), person_id=merged)
    assert [row["id"] for row in data["people.Person"]] == [canonical, merged]
    assert data["access.Account"][0]["id"] == account
    assert people.reference_of(merged) == people.reference_of(canonical)
    results = people.search(by="x", at=now(), query="01632 960002")
    assert [match.id for match in results.people] == [canonical]


@pytest.mark.django_db
def test_erasure_covers_both_records_and_a_hold_on_either_blocks_it(two):
    canonical, merged = two
    case = cases.open_case(
        by="x",
        at=now(),
        kind="complaint",
        service="complaint",
        team="waste",
        title="x",
        person_id=merged,
        source="test",
        source_id="1",
        details=[],
    )
    reference = merge(canonical, merged, phone="merged")
    other = cases.open_case(
        by="x",
        at=now(),
        kind="complaint",
        service="complaint",
        team="waste",
        title="x",
        person_id=canonical,
        source="test",
        source_id="2",
        details=[],
    )
    assert people.erasure_blockers(merged) == ("2 cases are open. Finish them first.",)
    with pytest.raises(people.ErasureBlocked):
        people.erase(by="x", at=now(), person_id=canonical, ground="Objected")
    for case_reference in (case, other):
        version = cases.case_of(case_reference, now().date()).version
        cases.move(by="x", at=now(), reference=case_reference, verb=cases.Verb.FINISH, version=version, text="Done")
    people.erase(by="x", at=now(), person_id=merged, ground="Objected")
    assert not Person.objects.filter(erased_at=None).exists()
    assert "960002" not in json.dumps(list(Merge.objects.values()), default=str)
    assert Event.objects.filter(kind="person-erased").count() == 2
    with pytest.raises(Refused):
        undo(reference)


@pytest.mark.django_db
def test_a_stale_pair_is_not_merged(two):
    seen = versions(*two)
    people.correct(by="x", at=now(), person_id=two[1], version=seen[two[1]], changes={"name": "Rosa R"})
    with pytest.raises(Stale):
        people.merge(by="x", at=now(), canonical_id=two[0], merged_id=two[1], versions=seen, chosen={})
    assert not Merge.objects.exists()


@pytest.mark.django_db
def test_two_who_both_sign_in_are_not_merged(two):
    for number, person in enumerate(two):
        Person.objects.filter(pk=person).update(account_id=make_resident(email=f"a{number}@x.example"))
    with pytest.raises(Refused, match="accounts of their own"):
        merge(*two)


@pytest.mark.django_db
def test_mergings_are_undone_from_the_last(two):
    third = make(name="Rosa R", phone="01632 960003")
    first = merge(*two, phone="merged")
    second = merge(two[0], third, phone="merged")
    assert [merge_row.may_undo for merge_row in people.merges_of(two[0])] == [True, False]
    with pytest.raises(Refused):
        undo(first)
    undo(second)
    undo(first)
    assert people.facts_of(two[0])["phone"].value == "01632 960001"
    with pytest.raises(Refused):
        undo(first)
    chain = merge(*two)
    above = merge(third, two[0])
    assert people.merged_person_ids(two[1]) == (third, *two) and people.reference_of(two[1]) == people.reference_of(
        third
    )
    with pytest.raises(Refused):
        undo(chain)
    undo(above)
    undo(chain)


@pytest.mark.django_db
def test_what_was_corrected_since_stays_when_it_is_undone(two):
    reference = merge(*two, phone="merged", name="merged")
    people.state_facts(by="x", at=now(), person_id=two[0], facts={"phone": "01632 960009"}, source="test")
    undo(reference)
    person = Person.objects.get(pk=two[0])
    assert (person.phone, person.name) == ("01632 960009", "Rosa Resident")


@pytest.mark.django_db
def test_database_rejects_merge_cycles_second_merges_and_changes(two):
    reference = merge(*two)
    row = Merge.objects.get(reference=reference)
    with pytest.raises(DatabaseError), transaction.atomic():
        Person.objects.filter(pk=two[0]).update(merged_into_id=two[0])
    with pytest.raises(DatabaseError), transaction.atomic():
        Merge.objects.create(
            reference="X" * 16, canonical=row.canonical, merged=row.merged, merged_at=now(), merged_by="x"
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        Merge.objects.update(canonical=row.merged, merged=row.canonical)
    undo(reference)
    with pytest.raises(DatabaseError), transaction.atomic():
        Merge.objects.update(undone_at=None, undone_by="")


@pytest.mark.django_db
def test_draft_started_before_a_merge_is_sent_for_the_canonical_record(two):
    draft = services.begin(
        by="x", at=now(), today=now().date(), service="complaint", mode=services.Mode.PHONE, person_id=two[1]
    )
    merge(*two, name="canonical")
    assert Draft.objects.get(reference=draft).person_id == two[1]
    assert people.facts_of(two[1])["name"].value == "Rosa Resident"


def everything():
    """Every row of people but the record of mergings and what is found anew each time."""
    models = (Person, StoredFact, Mandate)
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in models} | {
        "pairs": list(
            PossibleDuplicate.objects.order_by("first", "second").values("first", "second", "reasons", "state")
        )
    }


PERSON = st.fixed_dictionaries(
    {
        "name": st.sampled_from(["", "Rosa Resident", "R Resident", "Omar Other"]),
        "email": st.sampled_from(["", "rosa@home.example", "r@x.example"]),
        "phone": st.sampled_from(["", "01632 960001", "01632 960002"]),
        "address": st.sampled_from(["", "1 Invented Street", "2 Invented Street"]),
        "uprn": st.sampled_from([None, 1, 2]),
        "kind": st.sampled_from(["resident", "visitor"]),
        "prefers": st.sampled_from(["", "post", "email"]),
    }
)
CHOSEN = st.dictionaries(st.sampled_from(COLUMNS), st.sampled_from(["canonical", "merged"]))
FACTS = st.dictionaries(st.sampled_from(["pets", "name", "phone"]), st.sampled_from(["a", "b", "01632 960005"]))
FEW = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.slow
class TestUndo(TestCase):
    """Merging and undoing is the same as having done nothing."""

    @FEW
    @given(st.lists(PERSON, min_size=3, max_size=4), st.lists(CHOSEN, min_size=2, max_size=2), FACTS)
    def test_merge_and_undo_restore_every_row(self, records, chosen, facts):
        ids = [people.register_person(by="x", at=now(), **record) for record in records]
        people.state_facts(by="x", at=now(), person_id=ids[1], facts=facts, source="x")
        people.check_queued_duplicates(at=now())
        before, read = everything(), [people.facts_of(record) for record in ids]
        done = [merge(ids[0], ids[1], **chosen[0]), merge(ids[2], ids[0], **chosen[1])]
        assert people.merged_person_ids(ids[1]) == (ids[2], ids[0], ids[1])
        assert people.facts_of(ids[0]) == people.facts_of(ids[1]) == people.facts_of(ids[2])
        for reference in reversed(done):
            undo(reference)
        assert everything() == before
        assert [people.facts_of(record) for record in ids] == read
