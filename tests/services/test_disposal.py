"""Past its time nothing is left of what was sent but that it was; what is held, open or young is not touched."""

import io
from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from borough.cases import public as cases
from borough.contacts.models import Contact
from borough.foundation import files
from borough.foundation.models import AuditEntry, StoredFile
from borough.kernel.refusals import Refused
from borough.people import public as people
from borough.services import public as services
from borough.services.actions import disposal
from borough.services.models import Draft, Submission, Upload
from tests.services.test_walks import finish
from tests.services.walker import AT, PDF, TODAY, walk

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SUPPORT, COMPLAINT, MISSED = "discretionary-support", "complaint", "missed-bin"
PERSONAL_TEXTS = (
    "Rosa Resident",
    "rosa@home.example",
    "Some words",
    "a.pdf",
    "note.pdf",
    "We looked into it",
    "Ring them",
)


def send(key):
    return finish(walk(key)).reference


def close(reference, at=AT):
    case = services.submission_of(reference).case
    cases.note(by="staff:1", at=at, reference=case, text="Ring them")
    cases.attach(by="staff:1", at=at, reference=case, file=SimpleUploadedFile("note.pdf", PDF))
    cases.add_task(by="staff:1", at=at, reference=case, title="Ring them", team="benefits")
    version = cases.case_of(case, TODAY).version
    cases.move(by="staff:1", at=at, reference=case, verb=cases.Verb.FINISH, version=version, text="We looked into it")
    return case


def run(on):
    at = AT.replace(year=on.year, month=on.month, day=on.day)
    return {key: count for key, count in disposal.dispose(by="system:services", at=at, today=on).items() if count}


def left_in(*tables):
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f'SELECT held::text FROM "{table}" AS held')
            for (row,) in cursor.fetchall():
                yield from (f"{table}: {row}" for word in PERSONAL_TEXTS if word in row)


SIX_YEARS = date(TODAY.year + 6, TODAY.month, TODAY.day)


def test_on_the_day_every_word_and_file_goes_and_the_contact_stays(homes):
    reference = send(SUPPORT)
    case, before = close(reference), list(Contact.objects.values())
    assert run(SIX_YEARS - timedelta(days=1)) == {}
    assert run(SIX_YEARS) == {"benefits": 1} and run(SIX_YEARS) == {}
    assert (
        list(
            left_in(
                "services_submission",
                "services_upload",
                "cases_case",
                "cases_casenote",
                "cases_casetask",
                "cases_casefile",
                "services_draft",
            )
        )
        == []
    )
    assert set(StoredFile.objects.values_list("state", flat=True)) == {"dropped"} and StoredFile.objects.count() == 2
    assert list(Contact.objects.values()) == before
    assert Draft.objects.get().person_id is None
    row = services.submission_of(reference)
    assert (row.state, row.case, row.person_id, row.disposed_at.date()) == ("complete", case, None, SIX_YEARS)
    assert cases.case_of(case, SIX_YEARS).state is cases.State.DONE and cases.history_of(case)[-1].verb == "dispose"
    details = AuditEntry.objects.filter(verb__in=["services.dispose", "cases.dispose"]).order_by("position")
    assert [entry.detail for entry in details] == ['{"cases":1,"files":1}', '{"files":1,"submissions":1}']
    with pytest.raises(Refused, match="disposed of"):
        cases.note(by="staff:1", at=AT, reference=case, text="More")


def test_open_case_is_retained_however_old(homes):
    reference = send(SUPPORT)
    assert run(date(2050, 1, 1)) == {} and services.submission_of(reference).pages
    close(reference, AT.replace(year=2049))
    assert run(date(2050, 1, 1)) == {}  # its time begins with its closing
    assert run(date(2055, 3, 1)) == {"benefits": 1}


def test_classes_go_each_by_its_own_time_and_by_the_end_of_the_year(homes):
    send(MISSED)
    garden = send("garden-waste")
    assert run(date(TODAY.year + 2, TODAY.month, TODAY.day)) == {"service-requests": 1}
    assert run(date(TODAY.year + 6, 3, 31)) == {} and services.submission_of(garden).pages
    assert run(date(TODAY.year + 6, 4, 1)) == {"waste-subscriptions": 1}


def test_a_case_nobody_sent_goes_by_the_class_of_its_service(homes):
    reference = cases.open_case(
        by="nobody",
        at=AT,
        kind="help-with-form",
        service=COMPLAINT,
        team="customer-services",
        title="Ring them",
        source="help",
        source_id="1",
    )
    cases.move(by="staff:1", at=AT, reference=reference, verb=cases.Verb.FINISH, version=0, text="We looked into it")
    assert run(SIX_YEARS - timedelta(days=1)) == {} and run(SIX_YEARS) == {"complaints": 1}
    assert cases.case_of(reference, SIX_YEARS).title == ""


def test_hold_prevents_disposal_and_erasure_until_it_is_lifted(homes):
    first, second = send(SUPPORT), send(SUPPORT)
    case_on_hold = close(second)
    close(first)
    person = services.submission_of(first).person_id
    for reference in (first, case_on_hold):
        disposal.hold(by="staff:1", at=AT, today=TODAY, reference=reference, why="A claim at court")
    with pytest.raises(Refused, match="already"):
        disposal.hold(by="staff:1", at=AT, today=TODAY, reference=first, why="Again")
    with pytest.raises(Refused, match="still kept"):
        disposal.hold(by="staff:1", at=AT, today=TODAY, reference="0" * 16, why="None")
    assert run(SIX_YEARS) == {}
    with pytest.raises(people.ErasureBlocked, match="A claim at court"):
        people.erase(by="staff:1", at=AT, person_id=person, ground="They asked")
    for hold in disposal.holds():
        disposal.lift(by="staff:2", at=AT, number=hold.number)
        disposal.lift(by="staff:2", at=AT, number=hold.number)
    assert disposal.holds() == [] and AuditEntry.objects.filter(verb="services.lift_hold").count() == 2
    assert run(SIX_YEARS) == {"benefits": 2}


def test_stopped_after_a_batch_it_goes_on(homes, monkeypatch):
    references = [send(MISSED)]
    row = Submission.objects.get(reference=references[0])
    for number in range(250):
        row.pk, row.reference, row.source_id, row.contact = None, f"C{number:015}", f"s{number}", f"C{number:015}"
        row.save(force_insert=True)
    batches, record = [], disposal.audit.record

    def dies(**facts):
        if facts["verb"] == "services.dispose":
            batches.append(facts["detail"]["submissions"])
            if len(batches) == 2:
                raise KeyboardInterrupt
        return record(**facts)

    monkeypatch.setattr(disposal.audit, "record", dies)
    on = date(TODAY.year + 3, 1, 1)
    with pytest.raises(KeyboardInterrupt):
        run(on)
    assert batches == [100, 100] and Submission.objects.filter(disposed_at=None).count() == 151
    monkeypatch.setattr(disposal.audit, "record", record)
    assert run(on) == {"service-requests": 151}
    assert not Submission.objects.filter(disposed_at=None).exists()


def test_files_of_drafts_that_were_not_sent_go_at_once(homes):
    draft = walk(SUPPORT)
    Upload.objects.create(
        file=files.store(SimpleUploadedFile("a.pdf", PDF), at=AT),
        draft=Draft.objects.get(reference=draft),
        question="evidence",
        name="a.pdf",
    )
    services.submit(by="nobody", at=AT, today=TODAY, reference=draft)
    assert StoredFile.objects.filter(state="stored").count() == 2
    run(TODAY)
    assert StoredFile.objects.filter(state="stored").count() == 1


def test_the_database_keeps_no_word_of_what_is_disposed_of(homes):
    reference = send(COMPLAINT)
    for model, name in ((Submission, reference), (type(cases_row(reference)), cases_row(reference).reference)):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.filter(reference=name).update(disposed_at=AT)


def cases_row(reference):
    from borough.cases.models import Case

    return Case.objects.get(reference=services.submission_of(reference).case)


def test_the_command_says_how_many(homes):
    Submission.objects.filter(reference=send(MISSED)).update(
        submitted_at=AT - timedelta(days=2000), completed_at=AT - timedelta(days=2000)
    )
    out = io.StringIO()
    call_command("services", "dispose", stdout=out)
    assert "service-requests: 1 disposed of" in out.getvalue()
