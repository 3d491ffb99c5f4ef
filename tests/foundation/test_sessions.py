"""What a browser alone knows is kept with what was done, or not at all."""

import pytest
from django.contrib.sessions.models import Session
from django.test import RequestFactory
from django.utils.timezone import now

from borough.foundation.db.sessions import SessionStore, session_transaction
from borough.foundation.models import OutgoingMail
from borough.services import public as services
from borough.services.models import Draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_():
    request = RequestFactory().post("/")
    request.session = SessionStore()
    return request


def test_session_is_saved_before_the_transaction_ends(request_):
    with session_transaction(request_):
        request_.session["drafts"] = {"complaint": "DR-1"}
    assert Session.objects.get().get_decoded() == {"drafts": {"complaint": "DR-1"}}


def test_what_fails_leaves_no_session(request_):
    with pytest.raises(ValueError, match="broken"), session_transaction(request_):
        request_.session["drafts"] = {"complaint": "DR-1"}
        request_.session.save()
        raise ValueError("broken")
    assert not Session.objects.exists()


def test_visitor_without_session_data_gets_no_session(request_):
    with session_transaction(request_):
        pass
    assert not Session.objects.exists()


def test_session_is_saved_again_only_when_it_changed(request_, django_assert_num_queries):
    session = request_.session
    session["language"] = "cy"
    session.save()
    session.saved_state = session.state()
    with django_assert_num_queries(0):
        session.save()
    session["language"] = "en"
    session.save()
    assert Session.objects.get().get_decoded() == {"language": "en"}
    session.saved_state = session.state()
    session.cycle_key()
    assert [row.session_key for row in Session.objects.all()] == [session.session_key]


def test_a_draft_that_cannot_be_remembered_is_not_begun(visitor, monkeypatch):
    def broken(*_):
        raise RuntimeError("the disk is full")

    visitor.raise_request_exception = False
    monkeypatch.setattr(SessionStore, "save", broken)
    assert visitor.post("/services/complaint/").status_code == 500
    assert not Draft.objects.exists()


def test_a_link_that_cannot_be_remembered_is_not_used(visitor, monkeypatch):
    at = now()
    visitor.post("/services/complaint/")
    reference = visitor.session["drafts"]["complaint"]
    services.send_link(at=at, reference=reference, email="rosa@home.example")
    token = OutgoingMail.objects.get().text.partition("/services/resume/")[2].split("/")[0]
    original_save = SessionStore.save
    monkeypatch.setattr(SessionStore, "save", lambda *_: (_ for _ in ()).throw(RuntimeError("the disk is full")))
    other = type(visitor)(raise_request_exception=False)
    assert other.post(f"/services/resume/{token}/").status_code == 500
    monkeypatch.setattr(SessionStore, "save", original_save)
    assert other.post(f"/services/resume/{token}/").status_code == 302
    assert other.post(f"/services/resume/{token}/").status_code == 410
