"""A resident sees and takes away what is held about them, and nothing about anyone else."""

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import transaction

from borough.cases.models import Case, CaseFile
from borough.cases.public import open_case
from borough.foundation import files
from borough.foundation.clock import now
from borough.foundation.models import AuditEntry, StoredFile
from borough.people.models import Person
from borough.people.public import person_of_account as find_person
from borough.people.public import register_person
from borough.services.models import Upload
from tests.client import Visitor, make_resident, sign_in
from tests.services.walker import PDF

pytestmark = pytest.mark.django_db
PAGES = ["/account/my-data/copy/", "/account/my-data/copy/file/"]


@pytest.fixture
def two():
    people_pair = []
    for name in ("Rosa", "Omar"):
        account = make_resident(name=name, email=f"{name.lower()}@home.example")
        register_person(
            by="command:test",
            at=now(),
            name=f"{name} Resident",
            email=f"{name.lower()}@home.example",
            account_id=account,
        )
        people_pair.append(sign_in(Visitor(), account))
    return people_pair


def test_the_page_leads_to_both_forms(two):
    page = two[0].get("/account/my-data/").content.decode()
    assert all(f'href="{path}"' in page for path in PAGES)
    assert "/account/my-data/" in two[0].get("/account/").content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_each_sees_their_own_and_not_the_others(path, two):
    rosa, omar = (visitor.get(path).content.decode() for visitor in two)
    assert "Rosa Resident" in rosa and "Omar" not in rosa and "omar@" not in rosa
    assert "Omar Resident" in omar and "Rosa" not in omar and "rosa@" not in omar


@pytest.mark.parametrize("path", PAGES)
def test_nothing_that_is_sent_changes_whose_it_is(path, two):
    other = two[1].account_id
    tries = two[0].get(f"{path}?account_id={other}&person_id={other}&reference={other}").content.decode()
    assert "Omar" not in tries


def test_file_is_downloadable(two):
    answer = two[0].get(PAGES[1])
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.json()["people.Person"][0]["name"] == "Rosa Resident"
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/account/my-data/", *PAGES])
def test_anonymous_visitor_is_sent_to_sign_in(path, visitor):
    assert visitor.get(path).headers["Location"].startswith("/account/login/")


def test_too_many_copies_are_stopped(two, monkeypatch):
    monkeypatch.setattr("borough.website.account.views.data.COPIES", "2/h/user")
    assert [two[0].get(path).status_code for path in [*PAGES, PAGES[0]]] == [200, 200, 429]


ARCHIVE = "/account/my-data/copy/archive/"


def opened(answer):
    assert answer.headers["Content-Type"] == "application/zip"
    return zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))


def reference_of(person):
    return Person.objects.get(pk=person).reference


@pytest.fixture
def sent(two, settings, tmp_path):
    """Rosa sent a letter of hers under a name that leads out of a folder; staff put another to her case."""
    settings.HOME = tmp_path
    person = find_person(two[0].account_id)
    with transaction.atomic():
        mine = files.store(SimpleUploadedFile("rent.pdf", PDF), at=now())
        removed = files.store(SimpleUploadedFile("virus.pdf", PDF), at=now())
        put = files.store(SimpleUploadedFile("note.pdf", PDF), at=now())
        Upload.objects.create(file=mine, person_id=person, question="evidence", name="../../My rent;.pdf")
        Upload.objects.create(file=removed, person_id=person, question="evidence", name="virus.pdf")
        case = open_case(
            by="test",
            at=now(),
            kind="complaint",
            service="complaint",
            team="x",
            title="A complaint",
            person_id=person,
            source="test",
            source_id="1",
        )
        CaseFile.objects.create(case=Case.objects.get(reference=case), file=put, name="note.pdf")
    StoredFile.objects.filter(pk=removed.pk).update(state="refused", scanned_at=now())
    return mine, put


def test_the_archive_holds_the_files_they_sent_and_says_what_each_is(two, sent):
    mine, put = sent
    archive = opened(two[0].get(ARCHIVE))
    name = f"files/{mine.reference}-My-rent-.pdf"
    assert sorted(archive.namelist()) == ["everything.json", name]
    assert archive.read(name) == PDF
    data = json.loads(archive.read("everything.json"))
    first, refused = data["services.Upload"]
    assert first["file"] | {"created_at": ""} == {
        "reference": mine.reference,
        "media_type": "application/pdf",
        "size": len(PDF),
        "state": "stored",
        "created_at": "",
        "sent_by_them": True,
        "in_archive": name,
    }
    assert refused["file"]["state"] == "refused" and "in_archive" not in refused["file"]
    assert data["cases.CaseFile"][0]["file"]["reference"] == put.reference
    page = two[0].get("/account/my-data/copy/").content.decode()
    assert "application/pdf" in page and "My rent" in page


def test_nobody_elses_files_are_in_an_archive(two, sent):
    assert opened(two[1].get(ARCHIVE)).namelist() == ["everything.json"]
    assert Visitor().get(ARCHIVE).headers["Location"].startswith("/account/login/")


def test_staff_have_every_file_to_look_through(two, sent, as_role):
    adviser, person = as_role("adviser"), find_person(two[0].account_id)
    at = f"/office/people/{reference_of(person)}/"
    assert f"{at}data/archive/" in adviser.get(at).content.decode()
    names = opened(adviser.get(f"{at}data/archive/")).namelist()
    assert len(names) == 3 and any(sent[1].reference in name for name in names)
    assert as_role("waste_officer").get(f"{at}data/archive/").status_code == 403
    assert AuditEntry.objects.filter(verb="people.access", by=f"staff:{adviser.account_id}").count() == 1


def test_the_command_writes_the_archive_for_its_owner_alone(two, sent, tmp_path, capsys):
    path = tmp_path / "out.zip"
    call_command("people", "access", reference_of(find_person(two[0].account_id)), "--to", str(path))
    assert path.stat().st_mode & 0o777 == 0o600
    assert len(zipfile.ZipFile(path).namelist()) == 3
    assert "and 2 files" in capsys.readouterr().out
