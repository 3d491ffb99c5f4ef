"""Possible duplicates, in the office: compared, merged, kept apart and undone by those who may."""

import pytest

from borough.foundation.clock import now
from borough.people import public as people

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
QUEUE = "/office/people/duplicates/"


def make(name="Rosa Resident", **more):
    person_id = people.register_person(by="test", at=now(), name=name, email="rosa@home.example", **more)
    people.check_queued_duplicates(at=now())
    return person_id


@pytest.fixture
def pair(db):
    make(phone="01632 960001")
    make(name="R Resident", address="1 Invented Street")
    [likeness] = people.possible_duplicates()
    return likeness


def text(answer, status=200):
    assert answer.status_code == status
    return answer.content.decode()


def sent(pair, **more):
    return {"first": pair.first.version, "second": pair.second.version, "stays": "first"} | more


def test_a_pair_is_compared_and_merged_with_what_was_chosen_and_undone(pair, as_role):
    visitor = as_role("team_manager")
    assert QUEUE in text(visitor.get("/office/people/"))
    page = text(visitor.get(QUEUE))
    assert "Rosa Resident and R Resident" in page and "The same email address" in page
    page = text(visitor.get(f"{QUEUE}{pair.id}/"))
    assert "1 Invented Street" in page and "Email address</strong>, the same in both" in page
    answer = visitor.post(f"{QUEUE}{pair.id}/", sent(pair, name="second", address="second", phone="first"))
    assert answer["Location"] == f"/office/people/{pair.first.reference}/"
    page = text(visitor.get(answer["Location"]))
    assert "R Resident" in page and "1 Invented Street" in page and "01632 960001" in page
    assert "Records merged into this one" in page
    assert "There is nothing to decide" in text(visitor.get(QUEUE))
    merged_page = visitor.get(f"/office/people/{pair.second.reference}/", follow=True)
    assert "was merged into this one" in text(merged_page) and merged_page.redirect_chain[-1][0] == answer["Location"]
    [merged] = people.merges_of(pair.first.id)
    page = text(visitor.post(f"{answer['Location']}merges/{merged.reference}/undo/", follow=True))
    assert "apart again" in page and "Rosa Resident" in page
    assert people.details(pair.second.reference).merged_into_id is None


def test_two_people_are_marked_distinct_permanently(pair, as_role):
    visitor = as_role("team_manager")
    assert "They stay apart" in text(visitor.post(f"{QUEUE}{pair.id}/distinct/", follow=True))
    assert "decided already" in text(visitor.get(f"{QUEUE}{pair.id}/"), status=404)
    assert visitor.post(f"{QUEUE}{pair.id}/", sent(pair)).status_code == 404
    assert visitor.post(f"{QUEUE}{pair.id}/distinct/").status_code == 404


def test_concurrent_change_is_displayed_and_nothing_is_merged(pair, as_role):
    people.correct(
        by="x", at=now(), person_id=pair.second.id, version=pair.second.version, changes={"name": "Rose Resident"}
    )
    page = text(as_role("team_manager").post(f"{QUEUE}{pair.id}/", sent(pair, name="second")), status=409)
    assert "Someone has changed one of these records" in page and "Rose Resident" in page
    assert people.merges_of(pair.first.id) == []


@pytest.mark.parametrize(
    ("wrong", "message"),
    [({"stays": ""}, "Select which record stays"), ({"name": "third"}, "Name: choose one of the two")],
)
def test_merge_error_is_displayed_and_choices_are_retained(pair, as_role, wrong, message):
    page = text(as_role("team_manager").post(f"{QUEUE}{pair.id}/", sent(pair, address="second") | wrong))
    assert "There is a problem" in page and message in page
    assert 'name="address" type="radio" value="second" checked' in page
    assert people.merges_of(pair.first.id) == []


@pytest.mark.parametrize(
    "role", ["adviser", "digital_lead", "inclusion_officer", "auditor", "administrator", "resident"]
)
def test_who_may_not_merge_sees_and_changes_nothing(pair, as_role, role):
    visitor = as_role(role)
    for path in (QUEUE, f"{QUEUE}{pair.id}/"):
        answer = visitor.get(path)
        assert answer.status_code in (403, 404) and b"Rosa" not in answer.content
    assert visitor.post(f"{QUEUE}{pair.id}/", sent(pair)).status_code in (403, 404)
    assert visitor.post(f"{QUEUE}{pair.id}/distinct/").status_code in (403, 404)
    assert people.count_possible_duplicates() == 1


def test_a_merging_of_other_people_is_not_undone_from_here(pair, as_role):
    visitor = as_role("team_manager")
    visitor.post(f"{QUEUE}{pair.id}/", sent(pair))
    [merged] = people.merges_of(pair.first.id)
    other = people.reference_of(people.register_person(by="x", at=now(), name="Omar Other"))
    assert visitor.post(f"/office/people/{other}/merges/{merged.reference}/undo/").status_code == 404
    assert visitor.post(f"/office/people/{'0' * 16}/merges/{merged.reference}/undo/").status_code == 404
    assert len(people.merges_of(pair.first.id)) == 1


def test_the_queue_comes_a_page_at_a_time(as_role):
    for number in range(27):
        for name in ("Ann Bee", "Bee Ann"):
            people.register_person(by="x", at=now(), name=name, email=f"ann{number}@x.example")
    people.check_queued_duplicates(at=now())
    visitor = as_role("team_manager")
    page = text(visitor.get(QUEUE))
    assert page.count("The same email address") == 25 and "27 to decide" in page
    last = people.possible_duplicates(0, 25)[-1].id
    assert text(visitor.get(f"{QUEUE}?after={last}")).count("The same email address") == 2
    assert text(visitor.get(f"{QUEUE}?after=none")) and text(visitor.get(f"{QUEUE}?after=99999999"))
