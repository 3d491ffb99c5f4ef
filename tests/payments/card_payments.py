"""What tests of payments stand on: a stand-in for Pay, a payer who fills in its pages, and a payment to pay."""

import urllib.parse
import urllib.request

import pytest

from borough.foundation.clock import now
from borough.payments import public as payments
from borough.payments.management.stand_in.server import StandIn

KEY, SECRET = "key-of-the-stand-in", "secret-of-the-stand-in"
PAID, DECLINED, BROKEN = "4242 4242 4242 4242", "4000000000000002", "4000000000000119"
BY = "staff:1"


@pytest.fixture
def pay(settings):
    """A stand-in that is served, with our settings pointing at it; it tells no news unless a test has it."""
    stand_in = StandIn(key=KEY, secret=SECRET)
    stand_in.start()
    settings.PAY_URL, settings.PAY_KEY, settings.PAY_WEBHOOK_SECRET = stand_in.url, KEY, SECRET
    settings.PAY_PAGES = (stand_in.url,)
    yield stand_in
    stand_in.stop()


def ask(key="submission 1", amount=4500, **more):
    """A payment asked for."""
    facts = {"purpose": "services:7QK2M9XA01BD4HZT", "description": "Garden waste, 1 bin", "return_to": "/help/"}
    return payments.request_payment(by=BY, at=now(), key=key, amount=amount, **(facts | more))


def send(address, **fields):
    """Press a button of a card page; the address it leads to, which is not followed."""

    class Stay(urllib.request.HTTPRedirectHandler):
        def redirect_request(self, *_):
            return None

    opener = urllib.request.build_opener(Stay)
    try:
        with opener.open(address, data=urllib.parse.urlencode(fields).encode() if fields else None) as answer:
            return answer.read().decode()
    except urllib.error.HTTPError as answer:
        assert answer.code == 303, answer.code
        return answer.headers["Location"]


def pay_by_card(address, card=PAID):
    """Do what a payer does on the card pages, to the end."""
    send(address)
    send(address, act="pay", card=card)
    return send(address, act="confirm") if card == PAID else send(address)


def begin(reference, by="nobody"):
    """Where the payer is sent."""
    return payments.begin(by=by, at=now(), reference=reference)


def settled(key="submission 1", amount=4500, **more):
    """A payment that was paid; its reference."""
    reference = ask(key, amount, **more).reference
    pay_by_card(begin(reference))
    payments.check(by="nobody", at=now(), reference=reference)
    return reference
