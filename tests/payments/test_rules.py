"""What may be asked, paid, cancelled and given back; no database."""

import hashlib
import hmac
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from borough.kernel.refusals import Refused
from borough.payments import rules
from borough.payments.actions.exports import pounds
from borough.payments.types import FailureReason, PayStatus

AT = datetime(2026, 11, 23, 10, tzinfo=UTC)
RIGHT = {"amount": 100, "purpose": "services:A", "description": "Bin", "return_to": "/x/", "language": "en"}


@pytest.mark.parametrize(
    "wrong",
    [
        {"amount": 0},
        {"amount": -1},
        {"amount": 10_000_001},
        {"purpose": "services"},
        {"purpose": "a b:c"},
        {"description": "  "},
        {"description": "x" * 256},
        {"language": "fr"},
        {"return_to": "//evil.example/"},
        {"return_to": "/\\evil.example"},
        {"return_to": "https://evil.example/"},
        {"return_to": "/a\n/b"},
    ],
)
def test_invalid_payment_request_is_rejected(wrong):
    with pytest.raises(Refused):
        rules.check_can_ask(**(RIGHT | wrong))


def test_valid_payment_request_is_accepted():
    rules.check_can_ask(**RIGHT)


@given(st.text(max_size=40))
def test_a_path_of_our_own_never_names_another_host(text):
    from urllib.parse import urlsplit

    if rules.is_own_path(text):
        assert not urlsplit(text).netloc and not urlsplit(text).scheme and "\\" not in text


@pytest.mark.parametrize("status", ["settled", "cancelled", "cancelling", "lapsed"])
def test_what_is_over_is_not_paid_again(status):
    with pytest.raises(Refused):
        rules.check_can_pay(PayStatus(status), expires_at=AT + timedelta(days=1), at=AT)


def test_link_expires_except_for_a_payer_who_has_started():
    rules.check_can_pay(PayStatus.BEGUN, expires_at=AT, at=AT + timedelta(hours=1))
    with pytest.raises(Refused, match="run out"):
        rules.check_can_pay(PayStatus.REQUESTED, expires_at=AT, at=AT)


@pytest.mark.parametrize("amount", [0, -5, 101])
def test_no_more_than_is_left_goes_back(amount):
    with pytest.raises(Refused, match="1.00"):
        rules.check_can_refund(PayStatus.SETTLED, amount=amount, available=100, reason="moved away")


def test_a_refund_needs_a_reason_and_a_payment():
    with pytest.raises(Refused, match="why"):
        rules.check_can_refund(PayStatus.SETTLED, amount=1, available=100, reason=" ")
    with pytest.raises(Refused, match="paid"):
        rules.check_can_refund(PayStatus.BEGUN, amount=1, available=100, reason="x")


@pytest.mark.parametrize(
    ("status", "code", "why"),
    [
        ("failed", "P0010", FailureReason.DECLINED),
        ("failed", "P0020", FailureReason.EXPIRED),
        ("failed", "P0030", FailureReason.CANCELLED),
        ("cancelled", "P0040", FailureReason.CANCELLED),
        ("error", "P0050", FailureReason.ERROR),
        ("failed", "P9999", FailureReason.ERROR),
    ],
)
def test_pays_codes_have_a_meaning(status, code, why):
    assert rules.why_failed(status, code) is why


def test_a_signature_is_of_these_bytes_and_this_secret():
    body = b'{"id": "1"}'
    right = hmac.new(b"secret", body, hashlib.sha256).hexdigest()
    assert rules.is_signature_valid(body, right, "secret")
    assert not rules.is_signature_valid(body + b" ", right, "secret")
    assert not rules.is_signature_valid(body, "", "secret")
    assert not rules.is_signature_valid(body, "é", "secret")
    assert not rules.is_signature_valid(body, hmac.new(b"", body, hashlib.sha256).hexdigest(), ""), (
        "no secret, no trust"
    )


def test_only_final_states_have_no_transitions():
    leaving = {start for start, _, _ in rules.STATES}
    assert set(PayStatus) - leaving == {PayStatus.SETTLED, PayStatus.CANCELLED, PayStatus.LAPSED}
    assert len({(start, verb) for start, verb, _ in rules.STATES}) == len(rules.STATES)


@given(st.integers(-(10**9), 10**9))
def test_pounds_add_up_to_the_pence(pence):
    from decimal import Decimal

    assert Decimal(pounds(pence)) * 100 == pence
