"""Finding, correcting, answering and erasing: what is written, refused and left on the chain."""

import io
import json

import pytest
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command

from borough.foundation.clock import now
from borough.foundation.models import AuditEntry
from borough.kernel.refusals import Refused, Stale
from borough.people import public as people
from borough.people.models import Person, PersonEvent
from tests.client import make_resident

pytestmark = pytest.mark.django_db
BY = "command:test"


def make_person(**more):
    facts = {
        "name": "Rosa Resident",
        "email": "rosa@home.example",
        "phone": "01632 960001",
        "address": "9001 Invented Street",
    }
    return Person.objects.get(pk=people.register_person(by=BY, at=now(), **(facts | more)))


def _last():
    return AuditEntry.objects.order_by("-position").first()


@pytest.mark.parametrize("query", ["rosa", "resident ROSA", "Rosa@home.example", "+44 1632 960001", "960001", "ref"])
def test_person_is_returned_by_search(query):
    person = make_person()
    make_person(name="Someone Else", email="other@home.example", phone="01632 960002")
    query = person.reference.lower() if query == "ref" else query
    results = people.search(by=BY, at=now(), query=query)
    assert [match.reference for match in results.people] == [person.reference]


def test_signs_of_patterns_are_letters_like_others():
    make_person()
    assert people.search(by=BY, at=now(), query="ro%a").people == ()


def test_search_is_recorded_without_its_text():
    make_person()
    people.search(by="staff:7", at=now(), query="rosa")
    entry = _last()
    assert (entry.verb, entry.by) == ("people.search", "staff:7")
    assert "rosa" not in (entry.detail + entry.subject).lower()
    assert json.loads(entry.detail) == {"by": "name", "results": 1, "page": 1}


def test_a_search_comes_a_page_at_a_time():
    for number in range(27):
        make_person(name=f"Rosa {number:02}")
    first, second = (people.search(by=BY, at=now(), query="rosa", page=page) for page in (1, 2))
    assert (len(first.people), first.more, len(second.people), second.more) == (25, True, 2, False)
    assert len({number.reference for number in first.people + second.people}) == 27


def test_details_are_corrected_once_for_each_version():
    person = make_person(uprn=9001)
    seen = people.details(person.reference)
    people.correct(
        by=BY, at=now(), person_id=person.pk, version=seen.version, changes={"address": "9002 Invented Street"}
    )
    person.refresh_from_db()
    assert (person.address, person.uprn) == ("9002 Invented Street", None)
    assert json.loads(_last().detail) == {"fields": ["address", "uprn"]}
    with pytest.raises(Stale):
        people.correct(by=BY, at=now(), person_id=person.pk, version=seen.version, changes={"name": "Other"})
    person.refresh_from_db()
    assert person.name == "Rosa Resident"


def test_saving_what_is_there_already_is_no_act():
    person = make_person()
    entry = _last()
    version = people.details(person.reference).version
    people.correct(by=BY, at=now(), person_id=person.pk, version=version, changes={"name": person.name})
    assert _last() == entry
    assert not PersonEvent.objects.exists()


def test_everything_is_answered_with_the_account_and_without_secrets():
    account = make_resident(password="correct horse battery")
    person = make_person(account_id=account)
    data = people.answer_access_request(by=BY, at=now(), person_id=person.pk)
    assert data["people.Person"][0]["name"] == "Rosa Resident"
    assert data["access.Account"][0]["email"] == "rosa@home.example"
    hashed = get_user_model().objects.get(pk=account).password
    assert hashed not in json.dumps(data, default=str)
    assert people.answer_own_request(by=BY, at=now(), account_id=account).keys() == data.keys()


def test_an_account_of_no_person_gets_its_own_rows_alone():
    make_person(account_id=make_resident(name="Other", email="other@home.example"))
    account = make_resident()
    data = people.answer_own_request(by=BY, at=now(), account_id=account)
    assert [row["id"] for row in data["access.Account"]] == [account]
    assert "people.Person" not in data


def test_erasing_leaves_no_name_anywhere_and_closes_the_account():
    account = make_resident(password="correct horse battery")
    person = make_person(account_id=account)
    get_user_model().objects.filter(pk=account).update(name="Rosa Once")
    seen = people.details(person.reference)
    people.correct(by=BY, at=now(), person_id=person.pk, version=seen.version, changes={"name": "Rosa Renamed"})
    people.erase(by=BY, at=now(), person_id=person.pk, ground="Withdrew consent")
    texts = ("Rosa", "rosa@home", "960001", "Invented Street")
    assert not [row for row in _everything_in_the_database() if any(word in row for word in texts)]
    erased_account = get_user_model().objects.get(pk=account)
    assert not erased_account.is_active
    assert people.search(by=BY, at=now(), query="erased").people == ()
    with pytest.raises(Refused, match="already"):
        people.erase(by=BY, at=now(), person_id=person.pk, ground="Objected")


def _everything_in_the_database():
    from django.db import connection

    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT held::text FROM "{table}" AS held')
            yield from (f"{table}: {row}" for (row,) in cursor.fetchall())


def test_two_people_of_the_same_identity_provider_are_erased():
    from allauth.socialaccount.models import SocialAccount

    for number in (1, 2):
        account = make_resident(email=f"r{number}@home.example")
        SocialAccount.objects.create(user_id=account, provider="resident-x", uid=f"s{number}")
        person = make_person(account_id=account, email=f"r{number}@home.example")
        people.erase(by=BY, at=now(), person_id=person.pk, ground="Objected")
    assert not SocialAccount.objects.filter(uid__startswith="s").exists()


def test_person_on_hold_is_not_erased(monkeypatch):
    person = make_person()
    monkeypatch.setattr("borough.people.actions.people._blockers", [(lambda _id: "They have an open case.", "")])
    with pytest.raises(people.ErasureBlocked, match="open case"):
        people.erase(by=BY, at=now(), person_id=person.pk, ground="Objected")
    person.refresh_from_db()
    assert person.name == "Rosa Resident"


def test_the_command_answers_with_a_new_file_for_its_owner_alone(tmp_path):
    person = make_person()
    target = tmp_path / "answer.json"
    call_command("people", "access", person.reference.lower(), "--to", str(target), stdout=io.StringIO())
    assert json.loads(target.read_text())["people.Person"][0]["email"] == "rosa@home.example"
    assert target.stat().st_mode & 0o777 == 0o600
    with pytest.raises(CommandError, match="new file"):
        call_command("people", "access", person.reference, "--to", str(target))
    with pytest.raises(CommandError, match="no person"):
        call_command("people", "access", "0" * 16, "--to", str(tmp_path / "other.json"))


def test_the_command_erases():
    person = make_person()
    out = io.StringIO()
    call_command("people", "erase", person.reference, "--ground", "No longer needed", stdout=out)
    person.refresh_from_db()
    assert (person.name, person.email) == ("Erased", "")
    assert "name no one now" in out.getvalue()
    with pytest.raises(CommandError, match="already"):
        call_command("people", "erase", person.reference, "--ground", "No longer needed")
