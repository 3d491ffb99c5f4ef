"""Two people of one property."""

import pytest

from borough.foundation.clock import now
from borough.people import public as people
from tests.people.sample_memberships import PLACE


@pytest.fixture
def ann(db):
    person_id = people.register_person(by="x", at=now(), name="Ann Actor", uprn=PLACE)
    people.check_queued_duplicates(at=now())
    return person_id


@pytest.fixture
def bob(db):
    return people.register_person(by="x", at=now(), name="Bob Bystander", uprn=PLACE)
