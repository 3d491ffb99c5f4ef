"""Teams provide services and people hold posts, each said as an act."""

from datetime import UTC, date, datetime

import pytest

from borough.foundation.models import AuditEntry
from borough.staff import public as staff
from tests.client import make_staff

pytestmark = pytest.mark.django_db
AT = datetime(2018, 1, 5, tzinfo=UTC)


def test_repeated_service_is_updated_not_duplicated():
    before = len(staff.service_names())
    staff.set_service_team(by="staff:1", at=AT, key="noise", name="Noise", team="Environmental health", lgsl=412)
    staff.set_service_team(
        by="staff:1", at=AT, key="noise", name="Noise nuisance", team="Environmental health", lgsl=412
    )
    assert staff.service_names()["noise"] == "Noise nuisance"
    assert len(staff.service_names()) == before + 1


def test_post_assignment_is_audited():
    account = make_staff("adviser")
    post = staff.appoint(
        by="staff:1", at=AT, account_id=account, title="Adviser", team="Customer services", starts_on=date(2018, 1, 8)
    )
    assert AuditEntry.objects.get(verb="staff.appoint").subject == f"post:{post}"
