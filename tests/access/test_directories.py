"""Sign-in through OpenID Connect, against a real provider on this machine."""

import hashlib

import httpx
import pytest
from oidc_provider_mock import User, run_server_in_thread

from tests.client import Visitor, make_staff

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore::DeprecationWarning"),  # the provider's own library's
]
OFFICER = {"email": "olive@council.example", "email_verified": True, "name": "Olive Officer"}
RESIDENT = {"email": "rita@home.example", "email_verified": True, "name": "Rita Resident"}


@pytest.fixture(scope="module")
def providers():
    """Two issuers; both know a subject called 7, who are not the same person."""
    officers = [User(sub="7", claims=OFFICER), User(sub="8", claims={"name": "No Address"})]
    residents = [User(sub="7", claims=RESIDENT)]
    with run_server_in_thread(user_claims=officers) as staff, run_server_in_thread(user_claims=residents) as resident:
        yield f"http://localhost:{staff.server_port}", f"http://localhost:{resident.server_port}"


def _app(kind, issuer):
    key = f"{kind}-{hashlib.sha256(issuer.encode()).hexdigest()[:8]}"
    app_settings = {"provider_id": key, "name": kind, "client_id": "borough", "secret": "a secret for tests"}
    return app_settings | {"settings": {"server_url": issuer}}


@pytest.fixture
def keys(providers, settings):
    """The two services set up as the environment would."""
    apps = [_app("staff", providers[0]), _app("resident", providers[1])]
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": apps}}
    settings.SIGN_IN_DIRECTORIES = [{"id": app["provider_id"], "name": app["name"]} for app in apps]
    return [app["provider_id"] for app in apps]


def _come(visitor, key, subject, **form):
    """Go to the issuer, say who one is there, and come back."""
    authorise_url = visitor.post(f"/account/directory/{key}/").headers["Location"]
    assert "code_challenge_method=S256" in authorise_url
    sent = httpx.post(authorise_url, data={"sub": subject} | form)
    return visitor.get(sent.headers["Location"].replace("http://testserver", ""), follow=True)


def _me(visitor):
    from django.contrib.auth import get_user_model

    return get_user_model().objects.get(pk=visitor.session["_auth_user_id"])


def test_the_sign_in_page_offers_both(visitor, keys):
    page = visitor.get("/account/login/").content.decode()
    assert all(f"/account/directory/{key}/" in page for key in keys)


def test_a_resident_is_let_in_and_known_again(keys):
    first, second = Visitor(), Visitor()
    _come(first, keys[1], "7")
    _come(second, keys[1], "7")
    assert _me(first).pk == _me(second).pk
    assert (_me(first).kind, _me(first).email, _me(first).name) == ("resident", RESIDENT["email"], RESIDENT["name"])


def test_an_officer_starts_with_no_role_and_must_set_up_a_second_step(keys):
    from borough.access.queries import permissions_of

    visitor = Visitor()
    answer = _come(visitor, keys[0], "7")
    assert answer.redirect_chain[-1][0] == "/account/second-step/"
    assert _me(visitor).kind == "staff"
    assert permissions_of(_me(visitor).pk) == frozenset()


def test_the_same_subject_of_another_issuer_is_someone_else(keys):
    officer, resident = Visitor(), Visitor()
    _come(officer, keys[0], "7")
    _come(resident, keys[1], "7")
    assert _me(officer).pk != _me(resident).pk


def test_address_in_use_does_not_sign_in_to_that_account(keys):
    from allauth.socialaccount.models import SocialAccount

    make_staff("administrator", email=RESIDENT["email"])
    visitor = Visitor()
    _come(visitor, keys[1], "7")
    assert "_auth_user_id" not in visitor.session
    assert not SocialAccount.objects.exists()


def test_without_an_address_it_says_so(keys):
    answer = _come(Visitor(), keys[0], "8")
    assert answer.status_code == 403
    assert "did not tell us an email address" in answer.content.decode()


def test_abandoned_sign_in_grants_no_access(keys):
    visitor = Visitor()
    answer = _come(visitor, keys[1], "7", action="deny")
    assert "You are not signed in" in answer.content.decode()
    assert "_auth_user_id" not in visitor.session


def test_unsolicited_response_is_rejected(visitor, keys):
    answer = visitor.get(f"/account/directory/{keys[0]}/back/?code=stolen&state=made-up", follow=True)
    assert "You are not signed in" in answer.content.decode()
