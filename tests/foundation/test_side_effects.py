"""What goes out goes under a key of its own, once as far as anyone outside can tell."""

import base64
import hmac
import json
import threading
import time
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from borough.foundation import mail, side_effects
from borough.foundation.models import Event, OutgoingMail, SideEffect
from borough.webhooks import delivery_log

pytestmark = pytest.mark.django_db
AT = datetime(2018, 8, 2, tzinfo=UTC)


@pytest.fixture
def listener(settings):
    """A web hook's other end, that answers as told and remembers what it was sent."""
    received, sent = [], []

    class Hook(BaseHTTPRequestHandler):
        status, requests = 200, sent

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.append((self.headers["Idempotency-Key"], self.headers["Borough-Signature"], json.loads(body)))
            sent.append((dict(self.headers), body))
            self.send_response(Hook.status)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.WEBHOOK_URL, settings.WEBHOOK_SECRET = f"http://127.0.0.1:{server.server_port}/hook", "shared"
    yield Hook, received
    server.shutdown()
    server.server_close()


@pytest.fixture
def event():
    return Event.objects.create(kind="bell-rung", key="bell-rung 7", created_at=AT, position=3, body={"number": 7})


def test_an_event_is_delivered_once_with_its_key_and_a_signature(listener, event):
    _, received = listener
    delivery_log.deliver_event(event_id=event.pk)
    delivery_log.deliver_event(event_id=event.pk)
    assert [(key, body["body"]) for key, _, body in received] == [("bell-rung 7", {"number": 7})]
    assert received[0][1].startswith("sha256=")


def test_already_there_is_success(listener, event):
    hook, _ = listener
    hook.status = 409
    delivery_log.deliver_event(event_id=event.pk)
    assert SideEffect.objects.filter(key="webhook bell-rung 7").exists()


@pytest.mark.parametrize("status", [400, 500, 503])
def test_any_other_refusal_is_tried_again_later(listener, event, status):
    hook, _ = listener
    hook.status = status
    with pytest.raises(side_effects.DeliveryError, match=str(status)):
        delivery_log.deliver_event(event_id=event.pk)
    assert not SideEffect.objects.exists()


def test_the_signature_is_that_of_standard_webhooks_over_id_moment_and_body(listener, event, settings):
    hook, _ = listener
    settings.WEBHOOK_SECRET = "whsec_" + base64.b64encode(b"sixteen signs so").decode()
    delivery_log.deliver_event(event_id=event.pk)
    [(headers, body)] = hook.requests
    named = {name.lower(): value for name, value in headers.items()}
    signed = b".".join([named["webhook-id"].encode(), named["webhook-timestamp"].encode(), body])
    wanted = base64.b64encode(hmac.digest(b"sixteen signs so", signed, "sha256")).decode()
    assert (named["webhook-id"], named["webhook-signature"]) == (event.key, f"v1,{wanted}")
    assert abs(int(named["webhook-timestamp"]) - time.time()) < 60


def test_every_attempt_is_logged_and_an_event_can_be_redelivered(listener, event):
    hook, received = listener
    hook.status = 503
    with pytest.raises(side_effects.DeliveryError):
        delivery_log.deliver_event(event_id=event.pk)
    [failed], _ = delivery_log.list_deliveries(undelivered=True)
    assert (failed.status, failed.tries, failed.accepted) == (503, 1, False)
    hook.status = 204
    delivery_log.deliver_event(event_id=event.pk)
    [delivery], more = delivery_log.list_deliveries()
    assert (delivery.status, delivery.tries, delivery.accepted, more) == (204, 2, True, False)
    assert delivery_log.list_deliveries(undelivered=True) == ([], False)
    delivery_log.deliver_event(event_id=event.pk, again=True)
    assert [key for key, _, _ in received] == [event.key] * 3


def test_an_address_nobody_is_at_is_written_down_with_why(settings, event):
    settings.WEBHOOK_URL, settings.WEBHOOK_SECRET = "http://127.0.0.1:1/hook", "shared"
    with pytest.raises(side_effects.DeliveryError, match="not reached"):
        delivery_log.deliver_event(event_id=event.pk)
    [delivery], _ = delivery_log.list_deliveries()
    assert (delivery.status, delivery.why) == (0, "ConnectionRefusedError")


def test_tries_are_forgotten_after_90_days(listener, event, monkeypatch):
    delivery_log.deliver_event(event_id=event.pk)
    assert delivery_log.purge_old_deliveries() == 0
    monkeypatch.setattr(delivery_log, "now", lambda: datetime.now(UTC) + timedelta(days=91))
    assert delivery_log.purge_old_deliveries() == 1


def test_email_is_stored_once_and_its_body_is_cleared_after_sending(settings, tmp_path):
    settings.OUTBOX = tmp_path
    mail.enqueue(key="hello 1", to="rosa@home.example", subject="Your bins", text="They go out on Friday.")
    mail.enqueue(key="hello 1", to="rosa@home.example", subject="Your bins", text="They go out on Friday.")
    waiting = OutgoingMail.objects.get()
    mail.send(mail_id=waiting.pk)
    mail.send(mail_id=waiting.pk)
    [sent] = tmp_path.glob("*.eml")
    assert message_from_bytes(sent.read_bytes())["To"] == "rosa@home.example"
    waiting.refresh_from_db()
    assert (waiting.to, waiting.subject, waiting.text) == ("", "", "")


def test_a_mail_sent_again_after_a_crash_is_the_same_mail(settings, tmp_path):
    settings.OUTBOX = tmp_path
    for _ in range(2):
        side_effects.send_mail(key="k", to="a@home.example", subject="s", text="t", at=AT)
        SideEffect.objects.all().delete()
    [sent] = tmp_path.glob("*.eml")
    assert message_from_bytes(sent.read_bytes())["Message-ID"].startswith("<")
