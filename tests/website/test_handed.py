"""A resident who asked for help sees on every page who has it, and may go on; given back, it is theirs alone."""

import pytest

from borough.foundation.clock import now
from borough.services import public as services

pytestmark = pytest.mark.django_db
ASKED, TAKEN, OURS = "You asked us to help with this", "A member of staff is helping you", "We are helping you"


def page(visitor, path, key="complaint"):
    answer = visitor.get(f"/services/{key}/{path}")
    assert answer.status_code == 200
    return answer.content.decode()


def begun(visitor, key="complaint", language=""):
    visitor.post(f"/services/{key}/{language}")
    return visitor.session["drafts"][key]


def asks_for_help(visitor, key="complaint"):
    answer = visitor.post(f"/services/{key}/help/", {"how": "call", "words": "01632 960001, mornings"})
    assert answer.status_code == 200


def test_who_has_a_draft_is_said_until_it_is_given_back(visitor):
    reference = begun(visitor)
    assert OURS not in page(visitor, "before/")
    asks_for_help(visitor)
    assert ASKED in page(visitor, "before/") and ASKED in page(visitor, "later/")
    services.take_on(by="staff:1", at=now(), reference=reference)
    said = page(visitor, "before/")
    assert TAKEN in said and ASKED not in said
    assert visitor.post("/services/complaint/before/", {"before": "no"}).status_code == 302, "they go on meanwhile"
    services.hand_back(by="staff:1", at=now(), reference=reference)
    assert OURS not in page(visitor, "about/")


def test_it_is_said_in_the_language_of_the_draft(visitor):
    begun(visitor, "garden-waste", "?language=cy")
    asks_for_help(visitor, "garden-waste")
    said = page(visitor, "wish/", "garden-waste")
    assert "Rydym yn eich helpu" in said and OURS not in said
