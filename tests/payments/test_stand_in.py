"""The stand-in answers as GOV.UK Pay's own description says, good days and bad; and refuses a live council."""

import json
import urllib.error
import urllib.request
from functools import cache
from pathlib import Path

import jsonschema_rs
import pytest
from django.core.management import CommandError, call_command

from borough.payments.actions import provider
from borough.payments.actions.provider import ProviderRejected, ProviderUnavailable
from tests.payments.card_payments import KEY, PAID, pay_by_card, send

pytestmark = pytest.mark.slow
BODY = {"amount": 4500, "reference": "R", "description": "Bin", "return_url": "http://127.0.0.1:1/return/"}
SPEC = Path(__file__).parent / "pay_publicapi_spec.json"


@cache
def schema(name):
    spec = json.loads(SPEC.read_text())
    return jsonschema_rs.validator_for({"$ref": f"#/components/schemas/{name}", "components": spec["components"]})


def call(pay, method, path, body=None, key=KEY, **headers):
    """A status and an answer."""
    data = body if isinstance(body, bytes) else None if body is None else json.dumps(body).encode()
    request_headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json", **headers}
    request = urllib.request.Request(pay.url + path, data=data, method=method, headers=request_headers)
    try:
        with urllib.request.urlopen(request) as answer:
            text, status = answer.read(), answer.status
    except urllib.error.HTTPError as error:
        text, status = error.read(), error.code
    return status, json.loads(text) if text else None


def fits(answer, name):
    schema(name).validate(answer)
    required = {"state", "amount", "_links", "payment_id", "refund_summary", "settlement_summary", "created_date"}
    assert name not in ("CreatePaymentResult", "PaymentWithAllLinks") or required <= set(answer)
    return answer


def test_payment_matches_the_published_schema_throughout(pay):
    status, created = call(pay, "POST", "/v1/payments", BODY)
    assert status == 201 and fits(created, "CreatePaymentResult")["state"] == {"status": "created", "finished": False}
    at, page = f"/v1/payments/{created['payment_id']}", created["_links"]["next_url"]["href"]
    send(page)
    assert fits(call(pay, "GET", at)[1], "PaymentWithAllLinks")["state"]["status"] == "started"
    send(page, act="pay", card=PAID)
    assert call(pay, "GET", at)[1]["state"]["status"] == "submitted"
    assert send(page, act="confirm") == BODY["return_url"]
    paid = fits(call(pay, "GET", at)[1], "PaymentWithAllLinks")
    assert paid["state"] == {"status": "success", "finished": True} and "next_url" not in paid["_links"]
    assert [e["state"]["status"] for e in fits(call(pay, "GET", f"{at}/events")[1], "PaymentEvents")["events"]] == [
        "created",
        "started",
        "submitted",
        "success",
    ]
    status, refund = call(pay, "POST", f"{at}/refunds", {"amount": 500, "refund_amount_available": 4500})
    assert status == 202 and fits(refund, "Refund")["amount"] == 500
    assert fits(call(pay, "GET", f"{at}/refunds/{refund['refund_id']}")[1], "Refund")["status"] == "success"
    assert fits(call(pay, "GET", f"{at}/refunds")[1], "RefundForSearchResult")
    assert call(pay, "GET", at)[1]["refund_summary"] == {
        "status": "available",
        "amount_available": 4000,
        "amount_submitted": 500,
    }


@pytest.mark.parametrize(
    ("path", "body", "status", "code"),
    [
        ("/v1/payments", {}, 400, "P0101"),
        ("/v1/payments", BODY | {"amount": "x"}, 422, "P0102"),
        ("/v1/payments", BODY | {"amount": 10_000_001}, 422, "P0102"),
        ("/v1/payments", b"{", 400, "P0197"),
        ("/v1/payments", BODY | {"description": "x" * 256}, 422, "P0102"),
        ("/v1/payments/nothing/cancel", {}, 404, "P0500"),
        ("/v1/payments/nothing/refunds", {"amount": 1}, 404, "P0600"),
    ],
)
def test_faults_are_as_in_pays_table(pay, path, body, status, code):
    actual, answer = call(pay, "POST", path, body)
    assert (actual, answer["code"]) == (status, code)
    fits(answer, "RequestError")


def test_wrong_key_reveals_nothing(pay):
    assert call(pay, "GET", "/v1/payments/x", key="wrong")[0] == 401
    assert call(pay, "POST", "/stand-in", {"fail": [500]}, key="wrong")[0] == 401


def test_key_creates_a_single_payment_and_rejects_another_body(pay):
    first = call(pay, "POST", "/v1/payments", BODY, **{"Idempotency-Key": "k"})
    again = call(pay, "POST", "/v1/payments", BODY, **{"Idempotency-Key": "k"})
    assert (first[0], again[0]) == (201, 200) and first[1]["payment_id"] == again[1]["payment_id"]
    other = call(pay, "POST", "/v1/payments", BODY | {"amount": 1}, **{"Idempotency-Key": "k"})
    assert (other[0], other[1]["code"]) == (409, "P0191")


@pytest.mark.parametrize(
    ("card", "state"),
    [
        ("4000000000000002", ("failed", "P0010")),
        ("4000000000000069", ("failed", "P0010")),
        ("4000000000000119", ("error", "P0050")),
        ("4444333322221111", ("submitted", "")),
    ],
)
def test_the_card_decides(pay, card, state):
    created = provider.create(BODY, key="k")
    send(created.next_url)
    send(created.next_url, act="pay", card=card)
    current = provider.get_payment(created.payment_id)
    assert (current.status, current.code) == state


def test_declined_card_can_be_retried_and_cancelling_returns(pay):
    created = provider.create(BODY, key="k")
    assert "Error: Enter card details" in send(created.next_url, act="pay", card="1")
    assert send(created.next_url, act="cancel") == BODY["return_url"]
    assert provider.get_payment(created.payment_id).code == "P0030"


def test_it_ends_after_ninety_minutes(pay):
    created = provider.create(BODY, key="k")
    pay.memory.switches.ahead = 5400
    assert (provider.get_payment(created.payment_id).status, provider.get_payment(created.payment_id).code) == (
        "failed",
        "P0020",
    )


def test_cancelling_and_refunding_at_the_wrong_time(pay):
    created = provider.create(BODY, key="k")
    with pytest.raises(ProviderRejected, match="P0603"):
        provider.refund(created.payment_id, amount=1, available=4500)
    pay_by_card(created.next_url)
    with pytest.raises(ProviderRejected, match="P0501"):
        provider.cancel(created.payment_id)
    with pytest.raises(ProviderRejected, match="412 P0604"):
        provider.refund(created.payment_id, amount=1, available=4499)
    provider.refund(created.payment_id, amount=4500, available=4500)
    with pytest.raises(ProviderRejected, match="P0603"):
        provider.refund(created.payment_id, amount=1, available=1)


def test_switches_are_turned_by_a_call(pay):
    assert call(pay, "POST", "/stand-in", {"fail": [429], "duplicates": 2})[1]["duplicates"] == 2
    with pytest.raises(ProviderUnavailable, match="429"):
        provider.create(BODY, key="k")
    assert call(pay, "POST", "/stand-in", {"nothing": 1})[0] == 422


@pytest.mark.parametrize("answer", ["[]", "{}", '{"payment_id": "../x", "state": {}}', "nonsense", '{"state": 1}'])
def test_an_answer_of_another_shape_is_no_answer(pay, monkeypatch, answer):
    class Reply:
        def __enter__(self):
            return self

        def __exit__(self, *_):
            pass

        def read(self, _most):
            return answer.encode()

    monkeypatch.setattr(provider._opener, "open", lambda *_, **__: Reply())
    with pytest.raises(ProviderUnavailable):
        provider.get_payment("abc")


def test_invalid_id_is_never_requested(pay):
    with pytest.raises(ProviderUnavailable):
        provider.get_payment("../../other")


@pytest.mark.django_db
def test_stand_in_never_runs_for_a_live_council(pay):
    from borough.foundation.ops import instance

    instance.set_kind(instance.LIVE)
    with pytest.raises(CommandError, match="not a demonstration"):
        call_command("pay_stand_in")
    instance._kind.cache_clear()
