"""A contact with an address gets its property and ward: at once in an import, else by a correction when it is known."""

import csv
from datetime import UTC, date, datetime

import pytest
from django.db import connection

from borough.contacts import public as contacts
from borough.contacts.actions import import_log as importing
from borough.contacts.actions import log_addresses
from borough.contacts.layouts import BadLayout, parse
from borough.contacts.models import Contact, ImportRun
from borough.contacts.rules.placement import ward_after, wards_differ
from borough.foundation.models import AuditEntry, Event
from borough.gazetteer import public as gazetteer_app
from borough.gazetteer.actions import address_questions, matching
from borough.gazetteer.models import MatchQuestion
from borough.gazetteer.types import AreaKind
from borough.gazetteer.types.address_questions import Ruling
from tests.gazetteer.supplies import bring, house, street, supply

AT = datetime(2026, 11, 20, 10, tzinfo=UTC)
FIRST = 10090000000
SURE, UNSURE = "2 High Street, Adlington, PR7 4EX", "5 High Road, Adlington"
LAYOUT = (
    'source = "s"\ntimes = ["%Y-%m-%d"]\nabsent = ["NULL"]\n[columns]\nsource_id = "id"\nstarted_at = "on"\nward = "ward"\n'
    'address = ["house", "street"]\npostcode = "pc"\n'
)
HEADER = ["id", "on", "ward", "house", "street", "pc"]
ROWS = [
    ["a", "2026-10-01", "", "2", "High Street, Adlington", "PR7 4EX"],  # sure
    ["b", "2026-10-01", "", "5", "High Road, Adlington", "NULL"],  # for staff
    ["c", "2026-10-01", "Elsewhere", "3", "High Street, Adlington", "pr74ex"],  # sure, and tells another ward
    ["d", "2026-10-01", "Town", "NULL", "", ""],  # tells no address
    ["e", "2026-10-01", "Adlington", "4", "High Street, Adlington", "PR7 4EX"],  # sure, and tells its ward
    ["f", "yesterday", "", "4", "High Street, Adlington", "PR7 4EX"],  # rejected
    ["a", "2026-10-02", "", "6", "High Street, Adlington", "PR7 4EX"],  # repeated
]


class TestRules:
    @pytest.mark.parametrize(
        ("first", "now", "before", "looked_up", "after"),
        [
            ("", "", "", "A", "A"),
            ("", "A", "A", "B", "B"),
            ("", "A", "A", "", ""),
            ("A", "A", "", "B", "A"),
            ("", "C", "A", "B", "C"),  # put right by hand
            ("A", "A", "A", "", "A"),
        ],
    )
    def test_stated_ward_is_not_overwritten(self, first, now, before, looked_up, after):
        assert ward_after(first=first, now=now, before=before, property_ward=looked_up) == after

    @pytest.mark.parametrize(("stated", "differs"), [("", False), ("e1", False), ("adlington ", False), ("Town", True)])
    def test_a_ward_is_the_same_by_name_or_code(self, stated, differs):
        assert wards_differ(stated, "E1", "Adlington") is differs
        assert not wards_differ(stated, "", "")


@pytest.fixture
def gazetteer(db, settings, tmp_path):
    settings.HOME = tmp_path / "home"
    matching._matcher.cache_clear()
    bring(tmp_path, supply(street(), *(house(n) for n in range(1, 13))))
    gazetteer_app.declare_area(
        by="command:test", at=AT, kind=AreaKind.WARD, code="E05000001", name="Adlington", since=date(2000, 1, 1)
    )


pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("gazetteer")]


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


def worked():
    """Have the worker do what waits, as it would."""
    for number in MatchQuestion.objects.filter(state="pending").values_list("id", flat=True):
        address_questions.answer_question(by="system:worker", at=AT, question=number)


def newest(reference):
    return contacts.history(reference)[-1]


def decide(question, uprn, ruling=Ruling.PROPERTY):
    version = gazetteer_app.question_of(question.pk).version
    return gazetteer_app.decide_match(
        by="staff:2", at=AT, question=question.pk, version=version, ruling=ruling, uprn=uprn
    )


def test_stated_uprn_sets_the_ward():
    entry = contacts.find_entry(record(uprn=FIRST + 2).reference)
    assert (entry.uprn, entry.ward) == (FIRST + 2, "Adlington")
    assert contacts.find_entry(record(uprn=FIRST + 2, ward="Town").reference).ward == "Town"


@pytest.mark.parametrize("uprn", [0, -1, 10**12, 10099999999])
def test_a_property_that_is_not_there_is_refused(uprn):
    with pytest.raises(contacts.Refused, match="UPRN"):
        record(uprn=uprn)
    assert not Contact.objects.exists()


def test_address_is_stored_as_a_query_not_with_the_contact():
    done = record(address=SURE)
    question = MatchQuestion.objects.get()
    assert (question.source, question.source_id, question.text) == ("contact", done.reference, SURE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM contacts_contact c WHERE c::text ILIKE '%%high street%%'")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT args->>'question' FROM procrastinate_jobs WHERE task_name = 'gazetteer.answer_question'")
        assert cursor.fetchall() == [(str(question.pk),)]


def test_the_worker_gives_the_contact_its_property_and_ward_by_a_correction():
    done = record(address=SURE)
    worked()
    line = contacts.history(done.reference)
    assert [(entry.uprn, entry.ward) for entry in line] == [(None, ""), (FIRST + 2, "Adlington")]
    assert [entry.reference for entry in contacts.list_recent(contacts.Filters())] == [line[-1].reference]
    worked()
    assert len(contacts.history(done.reference)) == 2


def test_stated_ward_is_retained_and_the_conflict_is_recorded():
    done = record(address=SURE, ward="Town")
    worked()
    assert (newest(done.reference).uprn, newest(done.reference).ward) == (FIRST + 2, "Town")
    noted = MatchQuestion.objects.get().conflict
    assert noted == "The source says ward Town; the property lies in Adlington."


def test_what_is_not_sure_waits_and_the_decision_corrects_the_contact_and_so_does_undoing_it():
    done = record(address=UNSURE)
    worked()
    assert len(contacts.history(done.reference)) == 1
    question = MatchQuestion.objects.get()
    decide(question, FIRST + 5)
    assert (newest(done.reference).uprn, newest(done.reference).ward) == (FIRST + 5, "Adlington")
    decide(question, FIRST + 6)
    assert newest(done.reference).uprn == FIRST + 6
    gazetteer_app.undo_match(
        by="staff:2", at=AT, question=question.pk, version=gazetteer_app.question_of(question.pk).version
    )
    assert (newest(done.reference).uprn, newest(done.reference).ward) == (None, "")
    assert len(contacts.history(done.reference)) == 4


def test_single_decision_resolves_every_contact_with_that_text():
    references = [record(address=UNSURE).reference for _ in range(3)]
    worked()
    decide(MatchQuestion.objects.first(), FIRST + 5)
    assert {newest(reference).uprn for reference in references} == {FIRST + 5}
    late = record(address=UNSURE.upper()).reference
    worked()
    assert newest(late).uprn == FIRST + 5


def test_a_contact_corrected_meanwhile_is_corrected_further():
    done = record(address=SURE, minutes=5)
    contacts.correct(by="staff:2", at=AT, reference=done.reference, reason="Misheard", minutes=15)
    worked()
    assert (newest(done.reference).minutes, newest(done.reference).uprn) == (15, FIRST + 2)


def test_a_killed_answer_leaves_neither_half(monkeypatch):
    done = record(address=SURE)

    def killed(**_):
        raise KeyboardInterrupt

    monkeypatch.setattr("borough.contacts.listeners.set_property", killed)
    with pytest.raises(KeyboardInterrupt):
        worked()
    assert MatchQuestion.objects.get().state == "pending"
    monkeypatch.undo()
    worked()
    assert newest(done.reference).uprn == FIRST + 2


def log(tmp_path, rows=None):
    path = tmp_path / "log.csv"
    with path.open("w", newline="") as out:
        csv.writer(out).writerows([HEADER, *(ROWS if rows is None else rows)])
    return path


def bring_log(tmp_path, rows=None, layout=LAYOUT):
    return contacts.import_log(
        by="system:importer",
        at=AT,
        path=log(tmp_path, rows),
        layout=parse(layout, "test"),
        rejects=tmp_path / "log.rejects.csv",
    )


def stored_rows():
    rows = Contact.objects.order_by("source_id").values_list("source_id", "uprn", "ward")
    return [(key, uprn and uprn - FIRST, ward) for key, uprn, ward in rows]


ENDS = [("a", 2, "Adlington"), ("b", None, ""), ("c", 3, "Elsewhere"), ("d", None, "Town"), ("e", 4, "Adlington")]


def test_rows_of_a_log_enter_with_their_property_and_ward(tmp_path):
    done = bring_log(tmp_path)
    assert done.totals == contacts.Totals(7, 5, 1, 1)
    assert stored_rows() == ENDS
    assert done.queued == 2
    references = dict(Contact.objects.values_list("source_id", "reference"))
    assert set(MatchQuestion.objects.values_list("source", "source_id", "state")) == {
        ("contact", references["b"], "waiting"),
        ("contact", references["c"], "accepted"),
    }
    assert "ward Elsewhere" in MatchQuestion.objects.get(state="accepted").conflict
    detail = AuditEntry.objects.get(verb="contacts.import").detail
    assert '"placed":4' in str(detail) and '"wards_differ":1' in str(detail)
    assert "High" not in str(list(AuditEntry.objects.values_list("detail"))) + str(
        list(Event.objects.values_list("body"))
    )


def test_the_decision_on_a_row_corrects_its_contact(tmp_path):
    bring_log(tmp_path)
    decide(MatchQuestion.objects.get(state="waiting"), FIRST + 5)
    assert newest(Contact.objects.get(source_id="b", supersedes=None).reference).uprn == FIRST + 5
    rows = [["z", "2026-10-03", "", "5", "HIGH ROAD, Adlington", ""]]
    assert bring_log(tmp_path, rows).queued == 0
    assert Contact.objects.get(source_id="z").uprn == FIRST + 5


def test_the_same_log_again_imports_and_asks_nothing_twice(tmp_path):
    bring_log(tmp_path)
    again = bring_log(tmp_path)
    assert (again.totals, again.queued) == (contacts.Totals(7, 0, 6, 1), 0)
    assert (stored_rows(), MatchQuestion.objects.count()) == (ENDS, 2)
    other = LAYOUT.replace('absent = ["NULL"]', 'absent = ["NULL", "x"]')
    assert bring_log(tmp_path, layout=other).totals == contacts.Totals(7, 0, 6, 1)
    assert MatchQuestion.objects.count() == 2


@pytest.mark.parametrize("at", ["queue_for_staff", "events"])
def test_a_killed_import_goes_on_and_ends_as_if_it_had_not_been(tmp_path, monkeypatch, at):
    monkeypatch.setattr(importing, "BATCH", 2)
    left = [2]

    def killed(*args, **kwargs):
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        return real(*args, **kwargs)

    if at == "events":
        real = importing.events.publish
        monkeypatch.setattr(importing.events, "publish", killed)
    else:
        real = log_addresses.queue_for_staff
        monkeypatch.setattr(importing, "queue_for_staff", killed)
    with pytest.raises(KeyboardInterrupt):
        bring_log(tmp_path)
    assert 0 < ImportRun.objects.get().rows_read < 7
    left[0] = 99
    done = bring_log(tmp_path)
    assert done.totals == contacts.Totals(7, 5, 1, 1)
    assert (stored_rows(), MatchQuestion.objects.count()) == (ENDS, 2)


def test_a_dry_run_asks_nothing(tmp_path):
    totals = contacts.dry_run_import(
        at=AT, path=log(tmp_path), layout=parse(LAYOUT, "test"), show=lambda _: None, progress=lambda *_: None
    )
    assert totals == contacts.Totals(7, 5, 1, 1)
    assert not MatchQuestion.objects.exists() and not Contact.objects.exists()


def test_a_log_without_addresses_is_not_matched(tmp_path, monkeypatch):
    monkeypatch.setattr(gazetteer_app, "batch_matcher", lambda: pytest.fail("matched"))
    plain = LAYOUT.split("address =", maxsplit=1)[0]
    assert bring_log(tmp_path, layout=plain).totals.imported == 5


def test_an_address_in_another_encoding_does_not_stop_the_log(tmp_path):
    path = log(tmp_path, [["a", "2026-10-01", "", "2", "High Str\udce9et, Adlington", "PR7 4EX"]][:0])
    path.write_bytes(path.read_bytes() + b"a,2026-10-01,,2,High Str\xe9et Adlington,PR7 4EX\n")
    done = contacts.import_log(
        by="system:importer", at=AT, path=path, layout=parse(LAYOUT, "test"), rejects=tmp_path / "r.csv"
    )
    assert done.totals.imported == 1


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("address = 5", "must name columns"),
        ('address = ["a", ""]', "must name columns"),
        ("postcode = 5", "must name one column"),
        ('address = ["nothing"]', "no column nothing"),
    ],
)
def test_a_layout_whose_address_cannot_be_read_says_why(tmp_path, lines, message):
    plain = LAYOUT.split("address =", maxsplit=1)[0]
    with pytest.raises((BadLayout, contacts.BadFile), match=message):
        bring_log(tmp_path, layout=plain + lines)


def test_the_address_may_stand_above_the_columns(tmp_path):
    plain = LAYOUT.split("address =", maxsplit=1)[0]
    above = 'address = ["house", "street"]\npostcode = "pc"\n' + plain
    bring_log(tmp_path, layout=above)
    assert stored_rows() == ENDS
