"""Organisations, households and their members, made for tests."""

from datetime import timedelta

from borough.foundation.clock import now
from borough.people import public as people
from borough.people.rules.memberships import day_of

REPORTED = {"source": "staff:1", "confidence": people.Confidence.REPORTED}
PLACE, ELSEWHERE = 200_001, 200_002


def today():
    return day_of(now())


def ago(days):
    return today() - timedelta(days=days)


def add(name="Riverside Scouts", **more):
    return people.organisations.add(by="staff:1", at=now(), **({"kind": "charity", "name": name} | more))


def organisation_of(reference):
    organisation = people.organisations.organisation(reference)
    assert organisation is not None
    return organisation


def act(reference, person, role="trustee", since=100):
    return people.organisations.add_role(
        by="staff:1", at=now(), reference=reference, person_id=person, role=role, starts_on=ago(since), **REPORTED
    )


def change_acting(reference, number, **more):
    values = {"role": "trustee", "starts_on": ago(100), "ends_on": None} | more
    people.organisations.change_role(by="staff:1", at=now(), reference=reference, number=number, **values)


def make(person, uprn=PLACE, since=100):
    return people.households.make(by="staff:1", at=now(), uprn=uprn, person_id=person, starts_on=ago(since), **REPORTED)


def join(reference, person, since=100):
    return people.households.join(
        by="staff:1", at=now(), reference=reference, person_id=person, starts_on=ago(since), **REPORTED
    )


def leave(reference, number, since=100, ends_on=None):
    people.households.change(
        by="staff:1", at=now(), reference=reference, number=number, starts_on=ago(since), ends_on=ends_on or today()
    )


def home(uprn):
    return {"uprn": uprn, "lines": [f"{uprn} Invented Street"], "postcode": "ZZ1 1ZZ"}
