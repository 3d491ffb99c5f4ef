"""Sign-in URLs: our own pages and the sign-in library's, each with its access declaration."""

from collections.abc import Callable
from typing import Any

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as passkeys
from allauth.socialaccount import views as social
from allauth.socialaccount.providers.openid_connect import views as directory
from django.urls import URLPattern, include, path

from borough.access.rules.view_permissions import public, requires_sign_in
from borough.access.web import accounts, admin, pages, roles

EVERYBODY = public("GET POST")
MINE = requires_sign_in("GET POST")
SETTING_UP = requires_sign_in("GET POST", before_second_step=True)
SETTING_UP_SEEN = requires_sign_in("GET", before_second_step=True)
Offer = tuple[str, Callable[..., Any], str, Callable[[Callable[..., Any]], Callable[..., Any]]]

OFFERED: list[Offer] = [
    ("login/", account.login, "account_login", EVERYBODY),
    ("logout/", account.logout, "account_logout", public("POST")),
    ("signup/", account.signup, "account_signup", EVERYBODY),
    ("inactive/", account.account_inactive, "account_inactive", public()),
    ("confirm-email/", account.email_verification_sent, "account_email_verification_sent", EVERYBODY),
    ("reauthenticate/", account.reauthenticate, "account_reauthenticate", SETTING_UP),
    ("email/", account.email, "account_email", MINE),
    ("password/change/", account.password_change, "account_change_password", MINE),
    ("password/set/", account.password_set, "account_set_password", MINE),
    ("password/reset/", account.password_reset, "account_reset_password", EVERYBODY),
    (
        "password/reset/confirm/",
        account.confirm_password_reset_code,
        "account_confirm_password_reset_code",
        EVERYBODY,
    ),
    (
        "password/reset/complete/",
        account.complete_password_reset,
        "account_complete_password_reset",
        EVERYBODY,
    ),
    (
        "password/reset/done/",
        account.password_reset_from_key_done,
        "account_password_reset_completed",
        public(),
    ),
    ("second-step/", pages.second_step, "mfa_index", SETTING_UP_SEEN),
    ("second-step/check/", mfa.authenticate, "mfa_authenticate", EVERYBODY),
    ("second-step/again/", mfa.reauthenticate, "mfa_reauthenticate", SETTING_UP),
    ("second-step/app/", totp.activate_totp, "mfa_activate_totp", SETTING_UP),
    ("second-step/app/remove/", totp.deactivate_totp, "mfa_deactivate_totp", MINE),
    ("second-step/codes/", codes.view_recovery_codes, "mfa_view_recovery_codes", requires_sign_in()),
    ("second-step/codes/new/", codes.generate_recovery_codes, "mfa_generate_recovery_codes", MINE),
    ("second-step/codes/file/", codes.download_recovery_codes, "mfa_download_recovery_codes", requires_sign_in()),
    ("passkeys/", passkeys.list_webauthn, "mfa_list_webauthn", requires_sign_in()),
    ("passkeys/add/", passkeys.add_webauthn, "mfa_add_webauthn", SETTING_UP),
    ("passkeys/login/", passkeys.login_webauthn, "mfa_login_webauthn", EVERYBODY),
    ("passkeys/again/", passkeys.reauthenticate_webauthn, "mfa_reauthenticate_webauthn", SETTING_UP),
    ("passkeys/<int:pk>/remove/", passkeys.remove_webauthn, "mfa_remove_webauthn", MINE),
    ("passkeys/<int:pk>/name/", passkeys.edit_webauthn, "mfa_edit_webauthn", MINE),
    ("directory/cancelled/", social.login_cancelled, "socialaccount_login_cancelled", public()),
    ("directory/error/", social.login_error, "socialaccount_login_error", public()),
    ("directory/register/", social.signup, "socialaccount_signup", EVERYBODY),
    ("directory/<slug:provider_id>/", directory.login, "openid_connect_login", public("POST")),
    ("directory/<slug:provider_id>/back/", directory.callback, "openid_connect_callback", public()),
]

OWN = [
    path("account/", pages.home, name="home"),
    path("demo/sign-in/", pages.demonstration, name="demonstration"),
    path("demo/sign-in/<int:account_id>/", pages.demonstration_sign_in, name="demonstration_sign_in"),
    path("office/access/", admin.people, name="people"),
    path("office/access/<int:account_id>/", admin.person, name="person"),
    path("office/access/new/", accounts.new_staff, name="new_staff"),
    path("office/access/<int:account_id>/switch/", accounts.switch, name="switch"),
    path("office/access/<int:account_id>/grant/", admin.grant_role, name="grant"),
    path("office/access/<int:account_id>/revoke/", admin.revoke_role, name="revoke"),
    path("office/access/tokens/", admin.tokens, name="tokens"),
    path("office/access/tokens/new/", admin.new_token, name="new_token"),
    path("office/access/tokens/<int:token_id>/revoke/", admin.end_token, name="revoke_token"),
    path("office/access/roles/", roles.roles, name="roles"),
    path("office/access/roles/<slug:key>/", roles.role, name="role"),
]


def _mount(offer: Offer) -> URLPattern:
    route, view, name, requirement = offer
    return path(route, requirement(view), name=name)


urlpatterns = [
    path("account/", include([_mount(offer) for offer in OFFERED])),
    path("", include((OWN, "access"))),
]
