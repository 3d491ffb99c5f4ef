"""The queue of cases keeps what it was narrowed to on every page, to the end of the list and past it."""

import pytest

from borough.cases import public as cases
from borough.foundation.clock import now

pytestmark = pytest.mark.django_db


@pytest.fixture
def queued():
    """Sixty new cases, and one that somebody works on."""
    for number in range(61):
        opened = cases.open_case(
            by="system:test",
            at=now(),
            kind="complaint",
            service="complaint",
            team="customer-services",
            title=f"Case number {number}.",
            source="test",
            source_id=str(number),
        )
        if not number:
            cases.move(by="staff:1", at=now(), reference=opened, verb=cases.Verb.TAKE, version=0)


def queue_page(visitor, **params):
    answer = visitor.get("/office/cases/", params)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.usefixtures("queued")
def test_each_page_is_of_the_same_state(as_role):
    adviser = as_role("adviser")
    assert "state=new&amp;page=2" in queue_page(adviser, state="new")
    second = queue_page(adviser, state="new", page=2)
    assert "Case number 60." in second and "Case number 0." not in second and "page=1" in second
    beyond = queue_page(adviser, state="new", page=9999)
    assert "There are no more cases" in beyond and "state=new&amp;page=9998" in beyond
    assert "Case number 0." in queue_page(adviser, state="working")


@pytest.mark.parametrize("page", ["0", "x", "-1", "10001", "9" * 40])
def test_what_is_no_page_is_none(as_role, page):
    assert as_role("adviser").get("/office/cases/", {"page": page}).status_code == 404
