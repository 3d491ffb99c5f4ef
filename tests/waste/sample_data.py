"""Rounds, properties and people for the tests of waste."""

from datetime import UTC, date, datetime

from borough.people.public import register_person
from borough.waste.models import Membership, Round
from tests.gazetteer.supplies import bring, house, street, supply

AT = datetime(2026, 5, 12, 9, 30, tzinfo=UTC)
TODAY = AT.date()
HERE, THERE, NOWHERE = 10090000001, 10090000002, 10090000099
MONDAY = date(2026, 1, 5)


def make_round(code="GAR-1", stream="garden", first_on=MONDAY, every_weeks=2, crew="Crew 4"):
    return Round.objects.create(
        code=code, stream=stream, first_on=first_on, every_weeks=every_weeks, crew=crew, changed_at=AT
    )


def put_on(round_, *uprns, starts_on=date(2020, 1, 1), ends_on=None):
    for uprn in uprns:
        Membership.objects.create(uprn=uprn, round=round_, starts_on=starts_on, ends_on=ends_on, changed_at=AT)


def make_person(name="Rosa Resident"):
    return register_person(by="command:test", at=AT, name=name)


def have_places(folder, count=2):
    """A gazetteer of so many houses, the first of them HERE and THERE."""
    bring(folder, supply(street(), *(house(n) for n in range(1, count + 1))))
