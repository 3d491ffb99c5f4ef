"""What goes out goes under a key of its own, once as far as anyone outside can tell."""

import json
import threading
from datetime import UTC, datetime
from email import message_from_bytes
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from borough.foundation import mail, outward
from borough.foundation.models import Effect, Event, OutgoingMail

pytestmark = pytest.mark.django_db
AT = datetime(2018, 8, 2, tzinfo=UTC)


@pytest.fixture
def listener(settings):
    """A web hook's other end, that answers as told and remembers what it was sent."""
    received = []

    class Hook(BaseHTTPRequestHandler):
        status = 200

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            received.append((self.headers["Idempotency-Key"], self.headers["Borough-Signature"], json.loads(body)))
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
    return Event.objects.create(kind="bell-rung", key="bell-rung 7", made_at=AT, position=3, body={"number": 7})


def test_an_event_is_delivered_once_with_its_key_and_a_signature(listener, event):
    _, received = listener
    outward.deliver_event(event_id=event.pk)
    outward.deliver_event(event_id=event.pk)
    assert [(key, body["body"]) for key, _, body in received] == [("bell-rung 7", {"number": 7})]
    assert received[0][1].startswith("sha256=")


def test_already_there_is_success(listener, event):
    hook, _ = listener
    hook.status = 409
    outward.deliver_event(event_id=event.pk)
    assert Effect.objects.filter(key="webhook bell-rung 7").exists()


@pytest.mark.parametrize("status", [400, 500, 503])
def test_any_other_refusal_is_tried_again_later(listener, event, status):
    hook, _ = listener
    hook.status = status
    with pytest.raises(outward.NotDelivered, match=str(status)):
        outward.deliver_event(event_id=event.pk)
    assert not Effect.objects.exists()


def test_a_mail_is_written_once_and_its_words_dropped_when_it_has_gone(settings, tmp_path):
    settings.OUTBOX = tmp_path
    mail.write(key="hello 1", to="rosa@home.example", subject="Your bins", text="They go out on Friday.")
    mail.write(key="hello 1", to="rosa@home.example", subject="Your bins", text="They go out on Friday.")
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
        outward.send_mail(key="k", to="a@home.example", subject="s", text="t", at=AT)
        Effect.objects.all().delete()
    [sent] = tmp_path.glob("*.eml")
    assert message_from_bytes(sent.read_bytes())["Message-ID"].startswith("<")
