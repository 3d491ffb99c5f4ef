"""A resident who asked for help sees on every page who has it, and may go on; given back, it is theirs alone."""

import pytest

from borough.foundation.clock import now
from borough.services import public as services

pytestmark = pytest.mark.django_db
REQUESTED, ASSIGNED, OURS = "You asked us to help with this", "A member of staff is helping you", "We are helping you"


def page(visitor, path, key="complaint"):
    answer = visitor.get(f"/services/{key}/{path}")
    assert answer.status_code == 200
    return answer.content.decode()


def begun(visitor, key="complaint", language=""):
    visitor.post(f"/services/{key}/{language}")
    return visitor.session["drafts"][key]


def asks_for_help(visitor, key="complaint"):
    answer = visitor.post(f"/services/{key}/help/", {"how": "call", "details": "01632 960001, mornings"})
    assert answer.status_code == 200


def test_draft_holder_is_named_until_it_is_returned(visitor):
    reference = begun(visitor)
    assert OURS not in page(visitor, "before/")
    asks_for_help(visitor)
    assert REQUESTED in page(visitor, "before/") and REQUESTED in page(visitor, "save/")
    services.take_on(by="staff:1", at=now(), reference=reference)
    page_text = page(visitor, "before/")
    assert ASSIGNED in page_text and REQUESTED not in page_text
    assert visitor.post("/services/complaint/before/", {"before": "no"}).status_code == 302, "they go on meanwhile"
    services.hand_back(by="staff:1", at=now(), reference=reference)
    assert OURS not in page(visitor, "about/")


def test_handover_status_is_in_the_language_of_the_draft(visitor):
    begun(visitor, "garden-waste", "?language=cy")
    asks_for_help(visitor, "garden-waste")
    page_text = page(visitor, "wish/", "garden-waste")
    assert "Rydym yn eich helpu" in page_text and OURS not in page_text
