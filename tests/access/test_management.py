"""Making accounts, switching them, changing roles, and the commands: what is done, refused and kept."""

import io
import re
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command

from borough.access.models import Account, Grant, Role
from borough.access.public import AccountKind, change_role, check_token, invite, revoke, set_active
from borough.access.queries import permissions_of
from borough.access.rules.grants import check_can_change_role, check_managers_left, check_staff_roles
from borough.foundation.clock import now
from borough.foundation.models import AuditEntry, OutgoingMail
from borough.kernel.refusals import Refused, Stale
from tests.client import Visitor, make_staff

pytestmark = pytest.mark.django_db
BY = "command:test"


def _run_command(command, *arguments):
    out, err = io.StringIO(), io.StringIO()
    call_command(command, *arguments, stdout=out, stderr=err)
    return out.getvalue(), err.getvalue()


def _change(role, permissions, by=BY, seen=None):
    seen = Role.objects.get(key=role).permissions if seen is None else seen
    change_role(by=by, at=now(), role=role, permissions=permissions, seen=seen)


def test_rules_refuse_own_role_residents_and_unknown_names():
    for wrong in (
        {"role": "auditor", "own_roles": {"auditor"}, "permissions": ()},
        {"role": "resident", "own_roles": (), "permissions": ("contacts.view",)},
        {"role": "auditor", "own_roles": (), "permissions": ("everything",)},
    ):
        with pytest.raises(Refused):
            check_can_change_role(**wrong)
    check_can_change_role(role="auditor", own_roles={"adviser"}, permissions=("contacts.view",))
    for roles in (["resident"], ["king"]):
        with pytest.raises(Refused):
            check_staff_roles(roles, known=["resident", "adviser"])
    with pytest.raises(Refused):
        check_managers_left(before=1, after=0)
    check_managers_left(before=0, after=0)


def test_invited_account_has_no_password_and_owner_is_emailed():
    manager = make_staff("administrator")
    account_id = invite(
        by=f"staff:{manager}",
        at=now(),
        kind=AccountKind.STAFF,
        email=" New@Council.example",
        name="N",
        roles=("adviser",),
    )
    account = Account.objects.get(pk=account_id)
    assert (account.email, account.has_usable_password(), account.kind) == ("new@council.example", False, "staff")
    assert Grant.objects.get(account=account_id).granted_by_id == manager
    mail = OutgoingMail.objects.get()
    assert mail.to == "new@council.example"
    assert "http" not in mail.text
    with pytest.raises(Refused, match="already"):
        invite(by=BY, at=now(), kind=AccountKind.STAFF, email="NEW@council.example", name="Again")


def test_a_role_is_changed_with_before_and_after_on_the_chain_and_a_history():
    officer, history = make_staff("auditor"), Role.pgh_event_model.objects.filter(key="auditor")
    before = history.count()
    _change("auditor", ["office.view", "audit.view"])
    assert permissions_of(officer) == {"office.view", "audit.view"}
    entry = AuditEntry.objects.order_by("-position").first()
    assert (entry.verb, entry.subject) == ("access.change_role", "role:auditor")
    assert '"after":["audit.view","office.view"]' in entry.detail
    assert '"access.view"' in entry.detail
    assert history.count() == before + 1


def test_nobody_changes_a_role_they_hold():
    manager = make_staff("administrator")
    with pytest.raises(Refused, match="hold yourself"):
        _change("administrator", ["access.manage", "contacts.view"], by=f"staff:{manager}")


def test_a_role_changed_since_it_was_read_is_stale():
    with pytest.raises(Stale):
        _change("auditor", ["office.view"], seen=["office.view"])


def test_the_last_who_can_manage_access_stays():
    manager = make_staff("administrator")
    for act in (
        lambda: _change("administrator", ["office.view"]),
        lambda: set_active(by=BY, at=now(), account_id=manager, active=False),
        lambda: revoke(by=BY, at=now(), account_id=manager, role="administrator"),
    ):
        with pytest.raises(Refused, match="no one who can manage"):
            act()
    assert "access.manage" in permissions_of(manager)
    make_staff("administrator", email="second@council.example")
    revoke(by=BY, at=now(), account_id=manager, role="administrator")
    assert permissions_of(manager) == frozenset()


def test_history_of_accounts_and_grants_omits_the_password():
    officer = make_staff("adviser", name="Old Name")
    Account.objects.filter(pk=officer).update(name="New Name", password="x")
    Grant.objects.filter(account=officer).delete()
    version = Account.pgh_event_model.objects.get()
    assert (version.pgh_obj_id, version.name) == (officer, "New Name")
    assert not hasattr(version, "password")
    assert Grant.pgh_event_model.objects.get().account_id == officer


def test_command_creates_first_administrator_who_sets_a_password(visitor, settings):
    from django.core import mail

    out, _ = _run_command(
        "account", "create", "--email", "first@council.example", "--name", "First", "--role", "administrator"
    )
    number = int(re.search(r"staff:(\d+)", out)[1])
    assert "access.manage" in permissions_of(number)
    assert "/account/password/reset/" in out
    visitor.post("/account/password/reset/", {"email": "first@council.example"})
    code = re.search(r"^\s*([A-Z0-9]{3,4}-[A-Z0-9]{3,4})\s*$", mail.outbox[-1].body, re.MULTILINE)[1]
    visitor.post("/account/password/reset/confirm/", {"code": code})
    visitor.post("/account/password/reset/complete/", {"password1": "another good one"})
    assert Account.objects.get(pk=number).check_password("another good one")
    other = Visitor()
    other.post("/account/login/", {"login": "first@council.example", "password": "another good one"})
    assert other.get("/office/").headers["Location"] == "/account/second-step/"


@pytest.mark.parametrize(
    "arguments",
    [
        ("--email", "nobody", "--name", "N"),
        ("--email", "a@b.example", "--name", "N", "--role", "king"),
        ("--email", "a@b.example", "--name", "N", "--role", "resident"),
    ],
)
def test_the_command_refuses_what_cannot_be(arguments):
    with pytest.raises(CommandError):
        _run_command("account", "create", *arguments)
    assert not Account.objects.exists()


def test_token_is_created_and_revoked_by_command():
    ends = (now() + timedelta(days=3)).date().isoformat()
    out, errors = _run_command("token", "create", "--name", "feed", "--scope", "contacts.view", "--expires", ends)
    secret = out.strip()
    assert check_token(f"Bearer {secret}", now()).permissions == {"contacts.view"}
    assert check_token(f"Bearer {secret}", now() + timedelta(days=5)) is None
    assert secret not in errors
    number = re.search(r"Token (\d+)", errors)[1]
    _run_command("token", "revoke", number)
    assert check_token(f"Bearer {secret}", now()) is None
    for wrong in (
        ["revoke", number],
        ["make", "--name", "x", "--scope", "king"],
        ["make", "--name", "x", "--scope", "contacts.view", "--expires", "2018-01-01"],
    ):
        with pytest.raises(CommandError):
            _run_command("token", *wrong)


def test_account_is_created_disabled_and_enabled_on_pages(as_role):
    visitor = as_role("administrator")
    assert "Administrator" in visitor.get("/office/access/new/").content.decode()
    sent = {"name": "Nia New", "email": "nia@council.example", "roles": ["adviser"]}
    page = visitor.post("/office/access/new/", sent, follow=True)
    assert "Account made" in page.content.decode()
    address = page.redirect_chain[-1][0]
    again = visitor.post("/office/access/new/", sent)
    assert "email address already" in again.content.decode()
    assert "Error: " in visitor.post("/office/access/new/", {}).content.decode()
    assert "switched off" in visitor.post(f"{address}switch/", {"active": "no"}, follow=True).content.decode()
    assert not Account.objects.get(email="nia@council.example").is_active
    assert "in use again" in visitor.post(f"{address}switch/", {"active": "yes"}, follow=True).content.decode()
    own = visitor.post(f"/office/access/{visitor.account_id}/switch/", {"active": "no"}, follow=True)
    assert "cannot switch off your own" in own.content.decode()
    assert visitor.post("/office/access/987654/switch/").status_code == 404


def test_a_role_is_changed_on_its_page(as_role):
    visitor = as_role("administrator")
    page = visitor.get("/office/access/roles/auditor/").content.decode()
    seen = re.search(r'name="seen" value="([^"]*)"', page)[1]
    sent = {"seen": seen, "permissions": ["office.view"]}
    assert "is changed" in visitor.post("/office/access/roles/auditor/", sent, follow=True).content.decode()
    stale = visitor.post("/office/access/roles/auditor/", sent | {"permissions": ["audit.view"]})
    assert stale.status_code == 409
    assert "What you wanted it to do" in stale.content.decode()
    assert Role.objects.get(key="auditor").permissions == ["office.view"]
    own = visitor.post("/office/access/roles/administrator/", {"seen": "", "permissions": ["contacts.view"]})
    assert "hold yourself" in own.content.decode()


def test_an_auditor_sees_a_role_and_changes_nothing(as_role):
    visitor = as_role("auditor")
    page = visitor.get("/office/access/roles/adviser/").content.decode()
    assert "contacts.record" in page
    assert 'type="checkbox"' not in page
    assert visitor.post("/office/access/roles/adviser/", {"seen": ""}).status_code == 403
