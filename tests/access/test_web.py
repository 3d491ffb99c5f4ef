"""Sign-in and account pages, every one of them checked as it is fetched."""

import re

import pyotp
import pytest
from django.core import mail

from tests.client import Visitor, make_resident, make_staff, sign_in

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery"


def _code(box):
    text = next(message.body for message in reversed(mail.outbox) if message.to == [box])
    return re.search(r"^\s*([A-Z0-9]{3,4}-[A-Z0-9]{3,4})\s*$", text, re.MULTILINE)[1]


def test_a_resident_registers_with_a_code_from_the_mail(visitor):
    answer = visitor.post("/account/signup/", {"email": "New@Home.example", "password1": PASSWORD}, follow=True)
    assert "Check your email" in answer.content.decode()
    answer = visitor.post(
        "/account/confirm-email/", {"action": "verify", "code": _code("new@home.example")}, follow=True
    )
    assert answer.redirect_chain[-1][0] == "/account/"
    assert b"new@home.example" in answer.content


def test_weak_password_error_is_in_plain_english(visitor):
    for password, message in (("short", "Your password must be 8 characters or more"), ("password", "harder to guess")):
        page = visitor.post("/account/signup/", {"email": "new@home.example", "password1": password})
        assert message in page.content.decode()


def test_signing_in_with_a_password_changes_the_session(visitor):
    make_resident(password=PASSWORD)
    visitor.get("/account/login/")
    before = visitor.cookies.get("session")
    answer = visitor.post("/account/login/", {"login": "ROSA@home.example", "password": PASSWORD}, follow=True)
    assert answer.redirect_chain[-1][0] == "/account/"
    assert visitor.cookies["session"].value != getattr(before, "value", None)


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(visitor):
    make_resident(password=PASSWORD)
    pages = [
        visitor.post("/account/login/", {"login": who, "password": "wrong password"}).content.decode()
        for who in ("rosa@home.example", "stranger@home.example")
    ]
    texts = [re.sub(r"value=\"[^\"]*\"", "", page) for page in pages]
    assert texts[0] == texts[1]
    assert "There is a problem" in texts[0]
    assert "Error: Sign in" in texts[0]


def test_registering_with_a_known_address_does_not_reveal_it(visitor):
    make_resident()
    answer = visitor.post("/account/signup/", {"email": "rosa@home.example", "password1": PASSWORD}, follow=True)
    assert "Check your email" in answer.content.decode()


def test_too_many_attempts_show_a_plain_error(visitor):
    make_resident(password=PASSWORD)
    for _ in range(12):
        answer = visitor.post("/account/login/", {"login": "rosa@home.example", "password": "wrong password"})
    assert "too many tries" in answer.content.decode().lower()


def test_a_forgotten_password_is_changed_with_a_code(visitor):
    make_resident(password=PASSWORD)
    answer = visitor.post("/account/password/reset/", {"email": "rosa@home.example"}, follow=True)
    assert "Check your email for a code" in answer.content.decode()
    answer = visitor.post("/account/password/reset/confirm/", {"code": _code("rosa@home.example")}, follow=True)
    assert "Enter your new password" in answer.content.decode()
    answer = visitor.post("/account/password/reset/complete/", {"password1": "another good one"}, follow=True)
    assert "Your password is changed" in answer.content.decode()


def test_staff_without_second_factor_can_only_set_it_up():
    visitor = sign_in(Visitor(), make_staff("administrator"), second_step=False)
    for path in ("/office/", "/office/access/", "/account/email/"):
        assert visitor.get(path).headers["Location"] == "/account/second-step/"
    assert "Set up a second step" in visitor.get("/account/second-step/").content.decode()


def test_staff_set_up_an_app_and_are_let_in_then_sign_in_with_it(visitor, monkeypatch):
    from django.contrib.auth import get_user_model
    from django.core.cache import cache

    account = get_user_model().objects.get(pk=make_staff("adviser"))
    account.set_password(PASSWORD)
    account.save()
    who = {"login": account.email, "password": PASSWORD}
    visitor.post("/account/login/", who)
    again = "/account/reauthenticate/?next=/account/second-step/app/"
    assert visitor.get("/account/second-step/app/").headers["Location"].startswith("/account/reauthenticate/")
    assert "Enter your password again" in visitor.get(again).content.decode()
    visitor.post(again, {"password": PASSWORD})
    page = visitor.get("/account/second-step/app/").content.decode()
    code = pyotp.TOTP(re.search(r'id="totp-key">([A-Z2-7]+)<', page)[1])
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act, **_: act())  # the test's transaction never ends
    visitor.post("/account/second-step/app/", {"code": code.now()})
    assert visitor.get("/office/").status_code == 200
    assert "recovery codes" in visitor.get("/account/second-step/codes/").content.decode()

    visitor.post("/account/logout/")
    assert visitor.get("/office/").status_code == 302
    answer = visitor.post("/account/login/", who, follow=True)
    assert "Second step" in answer.content.decode()
    assert visitor.get("/office/").status_code == 302
    assert "not right" in visitor.post("/account/second-step/check/", {"code": "000000"}).content.decode()
    cache.clear()
    visitor.post("/account/second-step/check/", {"code": code.now()})
    assert visitor.get("/office/").status_code == 200


def test_the_secret_of_an_app_is_not_in_the_database_in_plain():
    from allauth.mfa.models import Authenticator
    from allauth.mfa.totp.internal.auth import TOTP
    from django.contrib.auth import get_user_model

    secret = pyotp.random_base32()
    TOTP.activate(get_user_model().objects.get(pk=make_staff("adviser")), secret)
    assert secret not in str(Authenticator.objects.values_list("data", flat=True)[0])


def test_staff_cannot_remove_their_only_second_step():
    from allauth.mfa.totp.internal.auth import TOTP
    from django.contrib.auth import get_user_model

    number = make_staff("adviser")
    account = get_user_model().objects.get(pk=number)
    account.set_password(PASSWORD)
    account.save()
    TOTP.activate(account, pyotp.random_base32())
    visitor = sign_in(Visitor(), number)
    answer = visitor.post("/account/second-step/app/remove/", follow=True)
    assert account.pk
    assert "Staff keep at least one" in answer.content.decode() or "again" in answer.content.decode()
    from allauth.mfa.models import Authenticator

    assert Authenticator.objects.filter(user=account, type="totp").exists()


@pytest.mark.parametrize("path", ["/account/", "/account/email/", "/account/password/change/", "/account/second-step/"])
def test_a_residents_account_pages(path, as_role):
    answer = as_role("resident").get(path, follow=True)
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/account/login/",
        "/account/signup/",
        "/account/password/reset/",
        "/account/inactive/",
        "/account/directory/cancelled/",
        "/account/directory/error/",
        "/account/password/reset/done/",
    ],
)
def test_pages_for_everybody(path, visitor):
    assert visitor.get(path).status_code in {200, 401}


def test_there_is_no_demonstration_sign_in_outside_a_demonstration(visitor):
    number = make_staff("adviser")
    assert visitor.get("/demo/sign-in/").status_code == 404
    assert visitor.post(f"/demo/sign-in/{number}/").status_code == 404


def test_an_inactive_account_is_out_at_its_next_page(as_role):
    from django.contrib.auth import get_user_model

    visitor = as_role("adviser")
    assert visitor.get("/office/").status_code == 200
    get_user_model().objects.filter(pk=visitor.account_id).update(is_active=False)
    assert visitor.get("/office/").status_code == 302


def test_signed_in_pages_are_not_cached(as_role):
    assert "no-store" in as_role("adviser").get("/office/").headers["Cache-Control"]


def test_forms_without_their_protection_are_refused(visitor):
    strict = Visitor(enforce_csrf_checks=True)
    answer = strict.post("/account/login/", {"login": "a@b.example", "password": "x"})
    assert answer.status_code == 403
    assert "open too long" in answer.content.decode()


def test_forged_forwarded_address_does_not_bypass_the_limit(visitor):
    for number in range(12):
        answer = visitor.post(
            "/account/login/",
            {"login": f"someone{number}@home.example", "password": "wrong password"},
            headers={"X-Forwarded-For": f"10.0.0.{number}"},
        )
    assert "too many tries" in answer.content.decode().lower()


@pytest.mark.parametrize(
    ("path", "sent"),
    [("/office/people/\0/", None), ("/office/contacts/?q=a%00b", None), ("/address/", {"query": "PR7\0 1DP"})],
)
def test_null_character_is_rejected_by_the_middleware(as_role, path, sent):
    visitor = as_role("administrator")
    answer = visitor.post(path, sent) if sent else visitor.get(path)
    assert answer.status_code == 400 and "We could not read what your browser sent" in answer.content.decode()
