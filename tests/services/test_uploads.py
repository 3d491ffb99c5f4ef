"""Files with answers: one that holds a virus is sent by nobody, and one found out later is asked for again."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from borough.cases import public as cases
from borough.foundation import files
from borough.foundation.models import StoredFile
from borough.people import public as people
from borough.services import public as services
from borough.services.actions.expire_drafts import expire_due
from borough.services.models import Draft, Upload
from tests.client import Visitor
from tests.foundation.clamd import EICAR, running_scanner
from tests.services.walker import AT, PDF, TODAY, walk

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
KEY = "discretionary-support"
HERE = f"/services/{KEY}"


@pytest.fixture
def clamd(settings, homes):
    with running_scanner() as server:
        settings.SCANNER = server.url
        yield server


def infect(monkeypatch):
    monkeypatch.setattr("tests.services.walker.PDF", PDF + EICAR)


def scan_all():
    for row in StoredFile.objects.filter(state="stored"):
        files.scan_file(reference=row.reference)


def submit(draft):
    return services.submit(by="nobody", at=AT, today=TODAY, reference=draft).reference


def going(draft):
    """A browser that is going through the draft."""
    visitor = Visitor()
    session = visitor.session
    session["drafts"] = {KEY: draft}
    session.save()
    return visitor


def test_infected_upload_blocks_sending_and_links_to_its_page(clamd, monkeypatch):
    infect(monkeypatch)
    draft = walk(KEY)
    scan_all()
    Draft.objects.filter(reference=draft).update(expires_at="2099-01-01T00:00Z")
    with pytest.raises(services.NotReady, match=r"a\.pdf held a virus and was removed") as refused:
        submit(draft)
    assert refused.value.page == "evidence"
    visitor = going(draft)
    page = visitor.get(f"{HERE}/check/").content.decode()
    assert "held a virus and was removed. Choose another file" in page and f"{HERE}/evidence/?change=1" in page
    assert visitor.post(f"{HERE}/check/").status_code == 409
    assert "a.pdf" not in visitor.get(f"{HERE}/evidence/?change=1").content.decode()
    stored = Upload.objects.get(draft__reference=draft).file.reference
    again = visitor.post(f"{HERE}/evidence/?change=1", {"evidence": stored}).content.decode()
    assert "held a virus and was removed" in again
    other = SimpleUploadedFile("rent.pdf", PDF)
    done = visitor.post(f"{HERE}/evidence/?change=1", {"evidence": other})
    assert done["Location"] == f"{HERE}/check/"
    assert "virus" not in visitor.get(f"{HERE}/check/").content.decode()
    [sent] = services.files_of(submit(draft))
    assert sent.name == "rent.pdf" and not sent.opens


def test_stored_file_is_not_requested_again_after_a_rejected_file(homes):
    draft = walk(KEY)
    Draft.objects.filter(reference=draft).update(expires_at="2099-01-01T00:00Z")
    visitor, page = going(draft), f"{HERE}/evidence/?change=1"
    good, bad = SimpleUploadedFile("rent.pdf", PDF), SimpleUploadedFile("rent.exe", b"MZ")
    page_text = visitor.post(page, {"evidence": [good, bad]}).content.decode()
    assert "rent.exe must be a PDF" in page_text and "rent.pdf" in page_text
    stored = Upload.objects.get(draft__reference=draft, name="rent.pdf").file.reference
    assert visitor.post(page, {"evidence": stored})["Location"] == f"{HERE}/check/"
    assert [file.name for file in services.files_of(submit(draft))] == ["rent.pdf"]


def test_nobody_takes_the_file_of_another_into_their_answers(homes):
    mine, theirs = walk(KEY), walk(KEY)
    Draft.objects.update(expires_at="2099-01-01T00:00Z")
    other = Upload.objects.get(draft__reference=theirs).file.reference
    page_text = going(mine).post(f"{HERE}/evidence/?change=1", {"evidence": other}).content.decode()
    assert "Choose a letter, statement or photo" in page_text


def test_virus_detected_after_sending_is_raised_on_the_case(clamd, monkeypatch):
    infect(monkeypatch)
    reference = submit(walk(KEY))
    scan_all()
    story = cases.history_of(services.submission_of(reference).case)
    assert "“a.pdf” held a virus and was removed" in story[-1].note and not story[-1].for_customer
    [file] = services.files_of(reference)
    assert not file.opens and "removed" in file.status_text


def test_discarded_answers_delete_their_files(homes):
    draft = walk(KEY)
    Draft.objects.filter(reference=draft).update(expires_at=AT)
    assert expire_due(at=AT.replace(year=AT.year + 1), today=TODAY) == 1
    upload = Upload.objects.get(draft__reference=draft)
    assert (upload.name, upload.file.state) == ("", "dropped")
    files.remove_file(reference=upload.file.reference)
    assert not files.path_of(upload.file.reference).exists()


def test_who_is_erased_leaves_no_file(homes):
    person = people.register_person(by="nobody", at=AT, name="Rosa Resident", email="rosa@home.example")
    sent = submit(walk(KEY, person_id=person))
    case = services.submission_of(sent).case
    put = cases.attach(by="staff:1", at=AT, reference=case, file=SimpleUploadedFile("note.pdf", PDF))
    data = people.answer_access_request(by="staff:1", at=AT, person_id=person)
    assert [data[table][0]["name"] for table in ("services.Upload", "cases.CaseFile")] == ["a.pdf", "note.pdf"]
    cases.move(by="staff:1", at=AT, reference=case, verb=cases.Verb.WITHDRAW, version=0, text="Not needed")
    people.erase(by="staff:1", at=AT, person_id=person, ground="They asked")
    assert services.files_of(sent) == cases.files_of(case) == []
    assert set(StoredFile.objects.values_list("state", flat=True)) == {"dropped"}
    assert "note.pdf" not in str(cases.history_of(case))
    files.remove_file(reference=put)
    assert not files.path_of(put).exists()
