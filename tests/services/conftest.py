"""A street of houses, with a garden waste round going by, for services to be asked at."""

from datetime import date

import pytest

from borough.waste.models import Membership, Round
from tests.places.supplies import bring, house, street, supply
from tests.services.walker import AT, HOUSE


@pytest.fixture
def homes(db, settings, tmp_path):
    """Twelve houses of the High Street; garden waste is collected from the first ten."""
    settings.HOME = tmp_path / "home"
    bring(tmp_path, supply(street(), *(house(n) for n in range(1, 13))))
    for stream, code in (("garden", "GAR-1"), ("refuse", "REF-1")):
        made = Round.objects.create(
            code=code, stream=stream, first_on=date(2026, 1, 5), every_weeks=2, crew="Crew 4", changed_at=AT
        )
        for n in range(10):
            Membership.objects.create(uprn=HOUSE + n, round=made, starts_on=date(2020, 1, 1), changed_at=AT)
