"""Who did what, as an auditor reads it: everything, narrowed, a page at a time, and nothing to anyone else."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

import borough
from borough.cases import public as cases
from borough.foundation import audit
from borough.foundation.models import AuditEntry
from borough.frontoffice.operations.views.audit import PARTS
from borough.kernel.references import format_reference
from tests.client import make_staff

SOURCE = Path(borough.__file__).parent
pytestmark = pytest.mark.django_db
AT = datetime(2027, 2, 1, 23, 30, tzinfo=UTC)


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def act(number, by="staff:1", verb="access.grant", subject="role:adviser", at=AT):
    audit.record(by=by, at=at, verb=verb, subject=f"{subject}{number}", detail={"number": number, "notified": True})


@pytest.fixture
def auditor(as_role):
    return as_role("auditor")


def entries(browser, **params):
    return text(browser.get("/office/audit/", params)).partition("<tbody")[2].partition("</tbody>")[0]


def test_audit_entry_is_displayed_in_plain_english(auditor):
    account = make_staff(name="Ada Adviser", email="ada@council.example")
    act(7, by=f"staff:{account}")
    page = entries(auditor)
    for text_part in ("Ada Adviser", "Access", "Grant", "Role adviser7", "notified: yes; number: 7", "23:30"):
        assert text_part in page


def test_entries_are_filtered_by_area_person_and_dates(auditor):
    act(1)
    act(2, verb="people.merge", by="resident:5")
    act(3, verb="people.merge", at=datetime(2027, 2, 2, 9, tzinfo=UTC))
    people = entries(auditor, part="people")
    assert "adviser3" in people and "adviser2" in people and "adviser1" not in people
    rows = entries(auditor, by="resident:5")
    assert "adviser2" in rows and "Resident 5" in rows and "adviser1" not in rows
    day = {"first-day": "1", "first-month": "2", "first-year": "2027"}
    until = {key.replace("first", "last"): value for key, value in day.items()}
    rows = entries(auditor, **day, **until)
    assert "adviser1" in rows and "adviser3" not in rows


def test_all_entries_about_a_record_are_listed_by_its_reference(auditor):
    case = cases.open_case(
        by="system:test",
        at=AT,
        kind="complaint",
        service="complaint",
        team="customer-services",
        title="A complaint",
        source="test",
        source_id="1",
    )
    act(1)
    rows = entries(auditor, about=format_reference(case).lower())
    assert f"Case {format_reference(case)}" in rows and "adviser1" not in rows
    assert f"/office/cases/{case}/" not in rows, "an auditor does not open cases"
    page = text(auditor.get("/office/audit/", {"about": "no such"}))
    assert "Enter a reference, like" in page and 'value="no such"' in page


def test_page_links_to_older_entries(auditor):
    for number in range(60):
        act(number)
    last = AuditEntry.objects.order_by("-position").first().position
    page = text(auditor.get("/office/audit/", {"part": "access"}))
    older = f"?part=access&amp;before={last - 49}"
    assert older in page and "adviser59<" in page and "adviser9<" not in page
    page = text(auditor.get("/office/audit/", {"part": "access", "before": last - 49}))
    assert "adviser9<" in page and "adviser59<" not in page and "Latest" in page
    assert "There are no older acts" in text(auditor.get("/office/audit/", {"before": "1"}))


@pytest.mark.parametrize(
    "params", [{"before": "x"}, {"before": "9" * 30}, {"by": "staff:1' or 1"}, {"by": f"staff:{9**30}"}]
)
def test_an_odd_address_is_no_page(auditor, params):
    assert auditor.get("/office/audit/", params).status_code == 404


@pytest.mark.parametrize("role", ["adviser", "finance_officer", "gazetteer_officer", "resident"])
def test_others_do_not_read_it(as_role, role):
    assert as_role(role).get("/office/audit/").status_code == 403


def test_every_recorded_verb_belongs_to_a_named_part():
    code = "\n".join(path.read_text() for path in SOURCE.rglob("*.py"))
    recorded = set(re.findall(r'verb=f?"([a-z]+)[.][a-z{]', code))
    assert len(recorded) > 10 and recorded == recorded & PARTS.keys(), recorded - PARTS.keys()
