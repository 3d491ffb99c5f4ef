"""Who may be given what, and how tokens read. No database."""

import pytest

from borough.access.rules import tokens
from borough.access.rules.grants import SHIPPED, check_can_change_roles, check_scopes
from borough.access.rules.view_permissions import (
    is_allowed,
    machine_only,
    public,
    requirements_of,
    requires,
    requires_sign_in,
)
from borough.access.types import NOBODY, Audience, Permission, Principal, Requirement
from borough.kernel.refusals import Refused

STRANGER = Principal(name=NOBODY)
OFFICER = Principal(name="staff:1", kind="staff", permissions=frozenset({"contacts.view"}))
HALFWAY = Principal(name="staff:1", kind="staff", permissions=frozenset({"contacts.view"}), needs_second_step=True)


def test_a_view_may_ask_differently_by_method():
    @requires(Permission.CONTACTS_VIEW)
    @requires(Permission.CONTACTS_RECORD, "POST")
    def view(): ...

    assert {method: ask.permission for method, ask in requirements_of(view).items()} == {
        "GET": Permission.CONTACTS_VIEW,
        "POST": Permission.CONTACTS_RECORD,
    }


def test_a_view_that_says_nothing_asks_nothing_and_so_is_refused():
    assert requirements_of(lambda: None) == {}


@pytest.mark.parametrize(
    ("say", "stranger", "halfway", "officer"),
    [
        (public(), True, True, True),
        (requires_sign_in(), False, False, True),
        (requires_sign_in(before_second_step=True), False, True, True),
        (requires(Permission.CONTACTS_VIEW), False, False, True),
        (requires(Permission.AUDIT_VIEW), False, False, False),
        (machine_only(None), True, True, True),
    ],
)
def test_who_gets_in(say, stranger, halfway, officer):
    ask = requirements_of(say(lambda: None))["GET"]
    assert [is_allowed(ask, principal) for principal in (STRANGER, HALFWAY, OFFICER)] == [stranger, halfway, officer]


def test_nobody_has_permissions_before_the_second_step():
    assert OFFICER.may("contacts.view")
    assert not HALFWAY.may("contacts.view")


def test_nobody_changes_their_own_roles():
    with pytest.raises(Refused, match="your own roles"):
        check_can_change_roles(by="staff:1", account="staff:1", kind="staff", role="auditor")


@pytest.mark.parametrize(("kind", "role"), [("resident", "administrator"), ("staff", "resident")])
def test_residents_hold_no_staff_role(kind, role):
    with pytest.raises(Refused):
        check_can_change_roles(by="staff:1", account=f"{kind}:2", kind=kind, role=role)


def test_no_shipped_role_both_reads_contacts_and_manages_access():
    for key, (_, _, permissions) in SHIPPED.items():
        assert not {Permission.CONTACTS_VIEW, Permission.ACCESS_MANAGE} <= permissions, key


def test_a_token_gives_no_more_than_its_maker_has():
    with pytest.raises(Refused, match=r"audit\.view"):
        check_scopes(["audit.view"], own_permissions={"contacts.view"}, by_system=False)
    check_scopes(["audit.view"], own_permissions=(), by_system=True)


@pytest.mark.parametrize("scopes", [[], ["everything"]])
def test_a_token_does_something_we_know(scopes):
    with pytest.raises(Refused):
        check_scopes(scopes, own_permissions=scopes, by_system=True)


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Basic abc", "Bearer borough_short", "Bearer other_" + "a" * 43, "borough_" + "a" * 43]
)
def test_what_is_not_a_token(header):
    assert tokens.secret_in(header) is None


def test_what_is_a_token():
    secret = "borough_" + "aB3_-" * 8 + "abc"
    assert tokens.secret_in(f"Bearer {secret}") == secret
    assert secret not in tokens.digest(secret)


def test_an_ask_cannot_be_changed():
    with pytest.raises(AttributeError):
        Requirement(audience=Audience.EVERYBODY).audience = Audience.PERMITTED
