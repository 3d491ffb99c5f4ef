"""The ledger takes contacts one way, never changes them, and keeps what was corrected."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from borough.contacts import public as contacts
from borough.contacts.models import Contact
from borough.foundation.models import AuditEntry, Event
from borough.people import public as people
from tests.gazetteer.supplies import bring, house, street, supply

pytestmark = pytest.mark.django_db
PROPERTY = 10090000001
AT = datetime(2018, 1, 5, 9, 30, tzinfo=UTC)


def _property(tmp_path):
    """A gazetteer of one house."""
    bring(tmp_path, supply(street(), house(1)))
    return PROPERTY


def record(**facts):
    values = {
        "by": "staff:1",
        "at": AT,
        "channel": contacts.Channel.PHONE,
        "service": "missed-bin",
        "nature": contacts.Nature.PROBLEM_REPORT,
        "outcome": contacts.Outcome.CASE_OPENED,
    }
    return contacts.record(**values | facts)


def test_a_contact_is_written_with_its_act_and_its_event():
    done = record()
    row = Contact.objects.get(reference=done.reference)
    act = AuditEntry.objects.get(position=row.audit_position)
    assert (act.by, act.subject) == ("staff:1", f"contact:{done.reference}")
    assert Event.objects.get(position=row.audit_position).body["service"] == "missed-bin"


def test_the_same_source_and_id_give_the_contact_already_there():
    first, again = record(source="s", source_id="1"), record(source="s", source_id="1")
    assert (again.reference, again.existed) == (first.reference, True)
    assert Contact.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        record(source="s", source_id="1", new=True)


@pytest.mark.parametrize(
    "facts",
    [
        {"started_at": AT + timedelta(hours=1)},
        {"ended_at": AT - timedelta(minutes=1)},
        {"ended_at": AT + timedelta(hours=25)},
        {"minutes": -1},
        {"minutes": 1441},
        {"service": ""},
        {"service": "x" * 81},
        {"ward": "x\x00"},
        {"started_at": datetime(2018, 1, 5)},
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(facts):
    with pytest.raises(contacts.Refused, match=r"\w+ \w+"):
        record(**facts)
    assert not Contact.objects.exists() and not AuditEntry.objects.filter(verb="contacts.record").exists()


def test_the_day_is_that_of_london_clocks():
    done = record(at=datetime(2018, 7, 1, 23, 30, tzinfo=UTC))
    assert contacts.find_entry(done.reference).happened_on.isoformat() == "2018-07-02"


def test_correction_adds_an_entry_and_retains_the_original():
    done = record(minutes=5)
    corrected = contacts.correct(by="staff:2", at=AT, reference=done.reference, reason="Misheard.", minutes=15)
    assert [e.minutes for e in contacts.history(done.reference)] == [5, 15]
    assert [e.reference for e in contacts.list_recent(contacts.Filters())] == [corrected.reference]


def test_a_contact_is_corrected_once_and_then_its_correction_is():
    done = record()
    contacts.correct(by="staff:2", at=AT, reference=done.reference, reason="Misheard.", minutes=15)
    with pytest.raises(contacts.Refused, match="corrected before"):
        contacts.correct(by="staff:2", at=AT, reference=done.reference, reason="Again.", minutes=16)


@pytest.mark.parametrize("changes", [{"source": "x"}, {"reference": "x"}, {"handled_by": "x"}])
def test_a_correction_cannot_change_where_it_came_from(changes):
    done = record()
    with pytest.raises((contacts.Refused, TypeError)):
        contacts.correct(by="staff:2", at=AT, **{"reference": done.reference, "reason": "x"} | changes)


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_refuses_to_change_the_ledger(act):
    record()
    with pytest.raises(DatabaseError), transaction.atomic():
        Contact.objects.update(minutes=1) if act == "update" else Contact.objects.all().delete()


@pytest.mark.parametrize("changes", [{"uprn": 2}, {"uprn": None, "minutes": 1}, {"uprn": None, "ward": "Elsewhere"}])
def test_of_a_property_nothing_but_the_clearing_is_allowed(changes, tmp_path):
    record(uprn=_property(tmp_path))
    with pytest.raises(DatabaseError), transaction.atomic():
        Contact.objects.update(**changes)
    assert Contact.objects.get().uprn == PROPERTY


def test_erasing_a_person_takes_the_property_from_their_contacts_and_from_no_others(tmp_path):
    uprn = _property(tmp_path)
    person, other = (people.register_person(by="staff:1", at=AT, name=name) for name in ("Rosa Resident", "Carl Carer"))
    first = record(uprn=uprn, person_id=person)
    again = contacts.correct(by="staff:2", at=AT, reference=first.reference, reason="Misheard", minutes=4)
    unaffected = record(uprn=uprn, person_id=other)
    people.erase(by="staff:1", at=AT, person_id=person, ground="Withdrew consent")
    by_reference = {row.reference: (row.uprn, row.person_id) for row in Contact.objects.all()}
    assert by_reference == {
        first.reference: (None, person),
        again.reference: (None, person),
        unaffected.reference: (uprn, other),
    }


def test_cursor_lists_every_contact_once():
    references = [record().reference for _ in range(7)]
    seen, cursor = [], (0, 0)
    while page := contacts.ledger_after(cursor, limit=3):
        seen += [e.reference for e in page]
        cursor = (page[-1].audit_position, page[-1].id)
    assert seen == references


def test_the_list_is_paged_and_narrowed(django_assert_max_num_queries):
    for n in range(5):
        record(channel=contacts.Channel.WEB if n % 2 else contacts.Channel.PHONE)
    with django_assert_max_num_queries(1):
        page = contacts.list_recent(contacts.Filters(channel="phone"), limit=2)
    older = contacts.list_recent(contacts.Filters(channel="phone"), before=(page[-1].audit_position, page[-1].id))
    assert (len(page), len(older)) == (2, 1)
