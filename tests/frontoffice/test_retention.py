"""What is due and gone is seen as counts, and what is on hold is put there by who may."""

from datetime import timedelta

import pytest

from borough.foundation import retention
from borough.foundation.clock import now, today
from borough.kernel.references import format_reference
from borough.messaging import public as messaging
from borough.messaging.models import Message
from borough.services import public as services
from borough.services.actions import disposal
from borough.services.actions.notify import SAMPLE
from borough.services.message_texts import RECEIVED
from borough.services.models import Submission
from tests.services.conftest import homes  # noqa: F401 - a street of houses
from tests.services.test_walks import finish
from tests.services.walker import walk

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HERE = "/office/retention/"


@pytest.fixture
def old(homes):  # noqa: F811
    """A missed bin that was reported six years ago."""
    long_ago = now() - timedelta(days=6 * 366)
    row = finish(walk("missed-bin"))
    Submission.objects.filter(pk=row.pk).update(submitted_at=long_ago, completed_at=long_ago)
    return row.reference


def test_disposal_is_counted_as_due_then_done_on_the_page(as_role, old):
    manager = as_role("team_manager")
    assert "Report a missed bin" in manager.get(HERE).content.decode()
    assert [line.due for line in disposal.schedule(today()) if line.key == "service-requests"] == [1]
    disposal.dispose(by="system:services", at=now(), today=today())
    page = manager.get(HERE).content.decode()
    assert f"{today():%B %Y}" in page and [line.due for line in disposal.schedule(today()) if line.due] == []
    sent = manager.get(f"/office/services/submissions/{old}/").content.decode()
    assert "disposed of on" in sent and "Rosa" not in sent


def test_hold_is_placed_and_lifted_and_invalid_holds_are_rejected(as_role, old):
    manager = as_role("team_manager")
    for fields, message in (
        ({}, "Enter the reference"),
        ({"reference": "x", "why": "y"}, "Enter a reference like"),
        ({"reference": "0" * 16, "why": "kept words"}, "Nothing that is still kept"),
    ):
        answer = manager.post(f"{HERE}hold/", fields)
        assert answer.status_code == 400 and message in answer.content.decode()
    assert "kept words" in answer.content.decode()
    manager.post(f"{HERE}hold/", {"reference": format_reference(old).lower(), "why": "A claim at court"})
    assert "A claim at court" in manager.get(HERE).content.decode()
    disposal.dispose(by="system:services", at=now(), today=today())
    assert services.submission_of(old).disposed_at is None
    manager.post(f"{HERE}{disposal.holds()[0].number}/lift/")
    assert "Nothing is on hold" in manager.get(HERE).content.decode()


def test_an_auditor_sees_and_changes_nothing_and_an_adviser_does_neither(as_role, old):
    auditor = as_role("auditor")
    assert "Put something on hold" not in auditor.get(HERE).content.decode()
    assert auditor.post(f"{HERE}hold/", {"reference": old, "why": "x"}).status_code == 403
    assert as_role("adviser").get(HERE).status_code == 403


def test_other_apps_list_due_and_disposed_records_and_accept_holds(as_role, homes):  # noqa: F811
    manager = as_role("team_manager")
    page = manager.get(HERE).content.decode()
    assert (
        "Messages as they were sent" in page and "Value Added Tax Act 1994" in page and "Reports of missed bins" in page
    )
    long_ago = now() - timedelta(days=3 * 366)
    for number in range(2):
        messaging.send(
            by="x",
            at=now(),
            key=f"k{number}",
            template=RECEIVED,
            values=dict(SAMPLE),
            to=messaging.Recipient(email="rosa@home.example"),
        )
    Message.objects.update(state="sending")
    Message.objects.update(state="sent", sent_at=long_ago)
    reference = Message.objects.order_by("id").first().reference
    assert manager.post(f"{HERE}hold/", {"reference": reference, "why": "A claim"}).status_code == 302
    retention.dispose(by="system:messaging", at=now(), today=today(), keys=["messages"])
    page = manager.get(HERE).content.decode()
    assert "Other records that were disposed of" in page and Message.objects.filter(disposed_at=None).count() == 1
