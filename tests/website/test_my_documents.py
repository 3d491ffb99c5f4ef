"""The days and the files of a resident: shown to them, and to nobody else."""

from datetime import date, timedelta

import pytest

from borough.foundation.clock import now, today
from borough.foundation.models import AuditEntry
from borough.services import public as services
from borough.services.actions.handover import hand_over
from borough.services.models import Submission, Upload
from tests.client import Visitor
from tests.services.conftest import homes  # noqa: F401 - a fixture
from tests.services.walker import AT, TODAY, walk
from tests.website.test_my_borough import omar, resident, rosa, text  # noqa: F401 - fixtures

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HERE = "/account/my/"


def sent(key, owner, **wanted):
    draft = walk(key, account_id=owner.account_id, wanted=wanted)
    return services.submit(by="resident:1", at=AT, today=TODAY, reference=draft).reference


@pytest.fixture
def with_file(homes, rosa):  # noqa: F811
    """A complaint of Rosa's with one file: its reference, and the file's."""
    reference = sent("complaint", rosa)
    return reference, Upload.objects.get(submission__reference=reference).file.reference


def test_file_is_listed_with_its_request_and_opens_for_its_sender(with_file, rosa):  # noqa: F811
    reference, file = with_file
    page = text(rosa, f"{HERE}documents/")
    assert "a.pdf" in page
    assert f"{HERE}requests/{reference}/" in page
    answer = rosa.get(f"{HERE}documents/{reference}/{file}/")
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    assert b"".join(answer.streaming_content).startswith(b"%PDF")
    assert AuditEntry.objects.filter(verb="services.open_file").exists()


def test_nobody_else_sees_it_nor_opens_it(with_file, omar):  # noqa: F811
    reference, file = with_file
    assert "a.pdf" not in text(omar, f"{HERE}documents/")
    assert omar.get(f"{HERE}documents/{reference}/{file}/").status_code == 404
    stranger = Visitor()
    assert stranger.get(f"{HERE}documents/{reference}/{file}/").status_code in (302, 403, 404)


def test_file_of_another_request_does_not_open(with_file, omar):  # noqa: F811
    _, file = with_file
    own = sent("complaint", omar)
    assert omar.get(f"{HERE}documents/{own}/{file}/").status_code == 404


def test_a_day_that_was_booked_is_coming_up_until_it_is_over(homes, rosa):  # noqa: F811
    day = today() + timedelta(days=9)
    reference = sent("speak-at-committee", rosa, meeting_on=TODAY + timedelta(days=9))
    Submission.objects.filter(reference=reference).update(
        answers=Submission.objects.get(reference=reference).answers | {"meeting_on": day.isoformat()}
    )
    page = text(rosa, f"{HERE}appointments/")
    assert "You speak at a committee meeting" in page
    assert f"{day.day} {day:%B %Y}" in page
    assert "Coming up" in text(rosa, HERE)
    appointments = services.appointments_of(
        account_id=rosa.account_id, person_id=rosa.person, today=day + timedelta(days=1)
    )
    assert appointments == []


def test_requested_help_is_listed_without_a_date(homes, rosa):  # noqa: F811
    draft = services.begin(
        by="resident:1",
        at=now(),
        today=today(),
        service="complaint",
        mode=services.Mode.WEB,
        account_id=rosa.account_id,
    )
    hand_over(by="resident:1", at=now(), today=today(), reference=draft, how="hub", details="Library, Tuesday morning")
    page = text(rosa, f"{HERE}appointments/")
    assert "We will get in touch" in page
    assert "Library, Tuesday morning" in page


def test_nothing_of_others_is_displayed(homes, rosa, omar):  # noqa: F811
    sent("speak-at-committee", rosa, meeting_on=TODAY + timedelta(days=9))
    assert services.appointments_of(account_id=omar.account_id, person_id=omar.person, today=date(2026, 1, 1)) == []


@pytest.mark.parametrize("path", ["appointments/", "documents/"])
def test_with_nothing_there_yet_it_says_what_will_be(rosa, path):  # noqa: F811
    assert "govuk-summary-list" not in text(rosa, f"{HERE}{path}")


@pytest.mark.parametrize("path", ["appointments/", "documents/"])
def test_staff_have_nothing_there(as_role, path):
    assert as_role("adviser").get(f"{HERE}{path}").status_code == 404
