"""Services that the API tests record contacts for."""

import pytest

from borough.foundation.clock import now
from borough.staff.public import set_service_team

SERVICES = {"noise": "Noise", "bins": "Bins", "council-tax": "Council tax", "x": "Ten"}


@pytest.fixture
def contact_services(db):
    for key, name in SERVICES.items():
        set_service_team(by="command:test", at=now(), key=key, name=name, team="Front office")
