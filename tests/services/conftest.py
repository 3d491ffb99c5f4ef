"""A street of houses, with a garden waste round going by, for services to be asked at."""

from datetime import date, timedelta

import pytest

from borough.waste import public as waste
from borough.waste.models import Membership, Round
from tests.gazetteer.supplies import bring, house, street, supply
from tests.services.walker import AT, HOUSE


@pytest.fixture
def homes(db, settings, tmp_path):
    """Twelve houses of the High Street; garden waste is collected from the first ten."""
    settings.HOME = tmp_path / "home"
    for week in range(1, 8):
        day = AT.date() + timedelta(weeks=week)
        waste.bulky.set_bulky_day(by="nobody", at=AT, day=day, area="", capacity=20)
    bring(tmp_path, supply(street(), *(house(n) for n in range(1, 13))))
    for stream, code, first in (("garden", "GAR-1", date(2026, 1, 5)), ("refuse", "REF-1", date(2026, 1, 2))):
        bin_round = Round.objects.create(
            code=code, stream=stream, first_on=first, every_weeks=2, crew="Crew 4", changed_at=AT
        )
        for n in range(10):
            Membership.objects.create(uprn=HOUSE + n, round=bin_round, starts_on=date(2020, 1, 1), changed_at=AT)
