"""Teams provide services and people hold posts, each said as an act."""

from datetime import UTC, date, datetime

import pytest

from borough.foundation.models import AuditEntry
from borough.staff import public as staff
from tests.client import make_staff

pytestmark = pytest.mark.django_db
AT = datetime(2018, 1, 5, tzinfo=UTC)


def test_a_service_said_again_is_mended_and_not_doubled():
    before = len(staff.service_names())
    staff.set_service_team(by="staff:1", at=AT, key="noise", name="Noise", team="Environmental health", lgsl=412)
    staff.set_service_team(by="staff:1", at=AT, key="noise", name="Noise nuisance", team="Environmental health", lgsl=412)
    assert staff.service_names()["noise"] == "Noise nuisance"
    assert len(staff.service_names()) == before + 1


def test_a_post_is_given_by_an_act():
    account = make_staff("adviser")
    post = staff.appoint(
        by="staff:1", at=AT, account_id=account, title="Adviser", team="Customer services", starts_on=date(2018, 1, 8)
    )
    assert AuditEntry.objects.get(verb="staff.appoint").subject == f"post:{post}"
