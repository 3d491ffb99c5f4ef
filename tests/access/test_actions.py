"""Accounts, grants and tokens: what is written, and what is refused."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from borough.access.public import (
    check_token,
    create_account,
    create_token,
    enrol_totp,
    grant,
    may,
    revoke,
    revoke_token,
)
from borough.access.queries import permissions_of
from borough.access.types import AccountKind
from borough.foundation.clock import now
from borough.kernel.refusals import Refused
from tests.client import make_resident, make_staff

pytestmark = pytest.mark.django_db


def _acts():
    from borough.foundation.models import AuditEntry

    return list(AuditEntry.objects.order_by("position").values_list("verb", "by", "subject"))


def _header(new_token):
    return f"Bearer {new_token.secret}"


def test_role_grant_and_removal_are_audited():
    manager, officer = make_staff("administrator"), make_staff(email="new@council.example")
    before = len(_acts())
    grant(by=f"staff:{manager}", at=now(), account_id=officer, role="adviser")
    assert "contacts.record" in permissions_of(officer)
    grant(by=f"staff:{manager}", at=now(), account_id=officer, role="adviser")
    revoke(by=f"staff:{manager}", at=now(), account_id=officer, role="adviser")
    assert permissions_of(officer) == frozenset()
    assert _acts()[before:] == [
        ("access.grant", f"staff:{manager}", f"staff:{officer}"),
        ("access.revoke", f"staff:{manager}", f"staff:{officer}"),
    ]


def test_the_database_itself_refuses_a_grant_to_oneself():
    from borough.access.models import Grant, Role

    officer = make_staff("administrator")
    role = Role.objects.get(key="auditor")
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(account_id=officer, role=role, granted_by_id=officer, granted_at=now())


def test_nobody_can_grant_themselves_a_role():
    officer = make_staff("administrator")
    with pytest.raises(Refused):
        grant(by=f"staff:{officer}", at=now(), account_id=officer, role="auditor")


def test_email_addresses_ignore_case():
    make_resident(email="Rosa@Home.example")
    with pytest.raises(IntegrityError), transaction.atomic():
        make_resident(email="ROSA@home.EXAMPLE")


def test_a_resident_always_and_only_has_the_residents_role():
    number = create_account(
        by="command:test", at=now(), kind=AccountKind.RESIDENT, email="r@home.example", roles=("administrator",)
    )
    assert permissions_of(number) == frozenset()


def test_a_token_works_until_it_is_revoked():
    new_token = create_token(by="command:test", at=now(), name="feed", scopes=["contacts.view"])
    principal = check_token(_header(new_token), now())
    assert principal.name == f"token:{new_token.token_id}"
    assert principal.may("contacts.view")
    assert not principal.may("contacts.record")
    revoke_token(by="command:test", at=now(), token_id=new_token.token_id)
    assert check_token(_header(new_token), now()) is None


def test_a_token_ends_on_its_day():
    ends = now() + timedelta(days=1)
    new_token = create_token(by="command:test", at=now(), name="feed", scopes=["contacts.view"], expires_at=ends)
    assert check_token(_header(new_token), ends - timedelta(seconds=1))
    assert check_token(_header(new_token), ends) is None


def test_token_secret_is_never_stored():
    from borough.access.models import ApiToken
    from borough.foundation.models import AuditEntry

    new_token = create_token(by="command:test", at=now(), name="feed", scopes=["contacts.view"])
    stored = str(list(ApiToken.objects.values())) + str(list(AuditEntry.objects.values()))
    assert new_token.secret not in stored


def test_there_is_no_cast_and_no_printed_secret_outside_a_demonstration():
    with pytest.raises(Refused):
        create_account(by="x", at=now(), kind=AccountKind.STAFF, email="a@b.example", demonstration=True)
    with pytest.raises(Refused):
        enrol_totp(by="x", at=now(), account_id=make_staff("adviser"), secret="JBSWY3DPEHPK3PXP")


def test_may_asks_whether_the_account_is_in_use():
    from django.contrib.auth import get_user_model

    account = get_user_model().objects.get(pk=make_staff("adviser"))
    assert may(account, "contacts.view")
    account.is_active = False
    assert not may(account, "contacts.view")
    assert not may(None, "contacts.view")
