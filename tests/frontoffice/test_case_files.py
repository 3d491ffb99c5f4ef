"""Files of a case: those sent with it and those staff put to it, for who may see the case and for no one else."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from borough.cases import public as cases
from borough.foundation import files
from borough.foundation.clock import now
from borough.foundation.models import AuditEntry, StoredFile
from borough.services import public as services
from tests.foundation.clamd import EICAR, running_scanner
from tests.services.conftest import homes  # noqa: F401 - a street of houses
from tests.services.walker import AT, PDF, TODAY, walk

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HTML = b"<html><script>alert(1)</script></html>"


@pytest.fixture
def case(settings, tmp_path):
    settings.HOME = tmp_path / "home"
    return open_case("1")


def open_case(number):
    return cases.open_case(
        by="nobody",
        at=now(),
        kind="complaint",
        service="complaint",
        team="waste",
        title="Late",
        source="test",
        source_id=number,
    )


def put(visitor, case, name="photo.pdf", content=PDF):
    return visitor.post(f"/office/cases/{case}/files/", {"file": SimpleUploadedFile(name, content)})


def test_staff_attach_a_file_to_a_case_and_it_downloads(as_role, case):
    adviser = as_role("adviser")
    assert put(adviser, case).status_code == 302
    page = adviser.get(f"/office/cases/{case}/").content.decode()
    assert "photo.pdf" in page and "A file was put to it: photo.pdf" in page and "Not scanned for viruses" in page
    [file] = cases.files_of(case)
    answer = adviser.get(f"/office/cases/{case}/files/{file.reference}/")
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Disposition"].startswith("attachment") and answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Type"] == "application/octet-stream"
    done = AuditEntry.objects.filter(subject=f"case:{case}").order_by("position").values_list("verb", flat=True)
    assert list(done) == ["cases.open", "cases.attach", "cases.open_file"]


def test_file_of_another_case_is_not_available(as_role, visitor, case):
    adviser, other = as_role("adviser"), open_case("2")
    put(adviser, other)
    [file] = cases.files_of(other)
    assert adviser.get(f"/office/cases/{case}/files/{file.reference}/").status_code == 404
    assert adviser.get(f"/office/cases/{'0' * 16}/files/{file.reference}/").status_code == 404
    assert adviser.get(f"/office/cases/{other}/files/..%2F..%2Fsecret.key/").status_code == 404
    here = f"/office/cases/{other}/files/{file.reference}/"
    assert as_role("finance_officer").get(here).status_code == 403
    assert put(as_role("resident"), other).status_code in (302, 403, 404) and len(cases.files_of(other)) == 1
    assert visitor.get(here).status_code == 302


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("run.exe", b"MZ", "must be a PDF, JPG"),
        ("page.html", HTML, "must be a PDF, JPG"),
        ("page.txt", HTML, "is not words alone"),
        ("photo.jpg", PDF, "that can be opened"),
        ("empty.pdf", b"", "The file is empty"),
        ("long.pdf", PDF + b" " * 10_000_001, "must be smaller than 10MB"),
    ],
)
def test_what_is_no_file_of_ours_is_refused_with_why(as_role, case, name, content, message):
    answer = put(as_role("adviser"), case, name, content)
    assert answer.status_code == 400 and message in answer.content.decode()
    assert cases.files_of(case) == [] and not StoredFile.objects.exists()


def test_a_case_holds_so_many_files_and_no_more(as_role, case):
    adviser = as_role("adviser")
    for _ in range(20):
        cases.attach(by="staff:1", at=now(), reference=case, file=SimpleUploadedFile("a.pdf", PDF))
    assert "up to 20 files" in put(adviser, case).content.decode()


def test_a_file_sent_is_opened_on_its_case_once_it_is_clean(as_role, homes, settings):  # noqa: F811
    adviser = as_role("adviser")
    with running_scanner() as clamd:
        settings.SCANNER = clamd.url
        case = services.submission_of(
            services.submit(by="nobody", at=AT, today=TODAY, reference=walk("discretionary-support")).reference
        ).case
        [file] = StoredFile.objects.all()
        here = f"/office/cases/{case}/files/{file.reference}/"
        page = adviser.get(f"/office/cases/{case}/").content.decode()
        assert "Being scanned for viruses" in page and here not in page and adviser.get(here).status_code == 404
        files.scan_file(reference=file.reference)
        assert here in adviser.get(f"/office/cases/{case}/").content.decode()
        assert b"".join(adviser.get(here).streaming_content) == PDF
        put(adviser, case, "bad.pdf", PDF + EICAR)
        files.scan_waiting()
        page = adviser.get(f"/office/cases/{case}/").content.decode()
        assert "It held a virus and was removed" in page
        assert adviser.get(f"/office/cases/{case}/files/{cases.files_of(case)[0].reference}/").status_code == 404
