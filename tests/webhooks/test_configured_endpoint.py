"""The URL in the settings is an endpoint like any other: ordered, signed, retried, logged, never redirected."""

import base64
import hmac
import json
import threading
import time
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from borough.foundation import events
from borough.foundation.models import Event
from borough.kernel.refusals import Refused, Stale
from borough.webhooks import delivery_log, dispatch, endpoints
from borough.webhooks.models import WebhookEndpoint

pytestmark = pytest.mark.django_db
AT = datetime(2018, 8, 2, tzinfo=UTC)


@pytest.fixture(autouse=True)
def forgotten_configuration():
    """Each test begins as a process that has not looked at the settings yet."""
    dispatch._configured["url"] = ""


@pytest.fixture
def hook(settings):
    """The other end of a webhook: it answers with `status` and remembers its requests."""

    class Hook(BaseHTTPRequestHandler):
        status, requests = 200, []

        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            Hook.requests.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(Hook.status)
            if Hook.status == 302:
                self.send_header("Location", "/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_GET(self):
            Hook.requests.append(({"method": "GET", "path": self.path}, b""))
            self.send_response(200)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.WEBHOOK_URL, settings.WEBHOOK_SECRET = f"http://127.0.0.1:{server.server_port}/hook", "shared"
    yield Hook
    server.shutdown()
    server.server_close()


def publish(number):
    """Write an event as the bus does, and queue it."""
    event = Event.objects.create(
        kind="bell-rung", key=f"bell-rung {number}", created_at=AT, position=number, body={"number": number}
    )
    dispatch.queue_event(event)
    return event


def configured():
    return WebhookEndpoint.objects.get(is_configured=True)


def run():
    dispatch.dispatch_to_endpoint(configured().pk)


def test_an_event_is_delivered_once_with_its_key_and_signature(hook):
    publish(7)
    run()
    run()
    assert [json.loads(body)["body"] for _, body in hook.requests] == [{"number": 7}]
    headers, body = hook.requests[0]
    assert headers["idempotency-key"] == "bell-rung 7"
    assert headers["borough-signature"] == "sha256=" + hmac.new(b"shared", body, "sha256").hexdigest()


def test_the_first_event_after_the_setting_is_the_first_sent(hook, settings):
    url, settings.WEBHOOK_URL = settings.WEBHOOK_URL, ""
    publish(1)
    settings.WEBHOOK_URL = url
    publish(2)
    publish(3)
    run()
    assert [headers["idempotency-key"] for headers, _ in hook.requests] == ["bell-rung 2", "bell-rung 3"]
    assert WebhookEndpoint.objects.count() == 1


def test_a_redirect_is_not_followed_and_is_no_success(hook):
    hook.status = 302
    publish(7)
    run()
    assert [headers.get("method") for headers, _ in hook.requests] == [None]
    assert configured().accepted_at is None and configured().tries == 1


@pytest.mark.parametrize(("status", "accepted"), [(200, True), (204, True), (409, True), (302, False), (500, False)])
def test_success_is_a_success_status_or_a_conflict(hook, status, accepted):
    hook.status = status
    publish(7)
    run()
    [delivery], more = delivery_log.list_deliveries()
    assert (delivery.status, delivery.accepted, more) == (status, accepted, False)


def test_the_signature_follows_standard_webhooks(hook, settings):
    settings.WEBHOOK_SECRET = "whsec_" + base64.b64encode(b"sixteen signs so").decode()
    publish(7)
    run()
    [(headers, body)] = hook.requests
    signed = b".".join([headers["webhook-id"].encode(), headers["webhook-timestamp"].encode(), body])
    expected = base64.b64encode(hmac.digest(b"sixteen signs so", signed, "sha256")).decode()
    assert (headers["webhook-id"], headers["webhook-signature"]) == ("bell-rung 7", f"v1,{expected}")
    assert abs(int(headers["webhook-timestamp"]) - time.time()) < 60


def test_every_attempt_is_logged_and_an_event_can_be_redelivered(hook):
    hook.status = 503
    event = publish(7)
    run()
    [failed], _ = delivery_log.list_deliveries(undelivered=True)
    assert (failed.status, failed.tries, failed.accepted) == (503, 1, False)
    hook.status = 204
    WebhookEndpoint.objects.update(next_try_at=None)
    run()
    [delivery], _ = delivery_log.list_deliveries()
    assert (delivery.status, delivery.tries, delivery.accepted) == (204, 2, True)
    assert delivery_log.list_deliveries(undelivered=True) == ([], False)
    dispatch.redeliver(endpoint_id=configured().pk, event_id=event.pk)
    assert [headers["idempotency-key"] for headers, _ in hook.requests] == ["bell-rung 7"] * 3


def test_an_unreachable_url_is_logged_with_the_reason(settings):
    settings.WEBHOOK_URL, settings.WEBHOOK_SECRET = "http://127.0.0.1:1/hook", "shared"
    publish(7)
    run()
    [delivery], _ = delivery_log.list_deliveries()
    assert (delivery.status, delivery.why) == (0, "ConnectionRefusedError")


def test_attempts_are_purged_after_90_days(hook, monkeypatch):
    publish(7)
    run()
    assert delivery_log.purge_old_deliveries() == 0
    monkeypatch.setattr(delivery_log, "now", lambda: datetime.now(UTC) + timedelta(days=91))
    assert delivery_log.purge_old_deliveries() == 1


def test_a_changed_url_keeps_the_position_and_a_removed_url_ends_it(hook, settings):
    publish(7)
    run()
    settings.WEBHOOK_URL += "/new"
    publish(8)
    assert configured().url.endswith("/new") and WebhookEndpoint.objects.count() == 1
    number = configured().pk
    settings.WEBHOOK_URL = ""
    dispatch.dispatch_to_endpoint(number)
    assert WebhookEndpoint.objects.get(pk=number).state == "ended"
    assert len(hook.requests) == 1


def test_staff_pause_it_but_its_url_and_secret_stay_in_the_settings(hook):
    publish(7)
    facts = {"by": "staff:1", "at": AT, "endpoint_id": configured().pk}
    with pytest.raises(Stale):
        endpoints.change(**facts, version=1, name="Mine", url="https://crm.example/hook", kinds=[])
    for act in (endpoints.rotate, endpoints.end):
        with pytest.raises(Refused, match="settings"):
            act(**facts)
    endpoints.pause(**facts)
    run()
    assert hook.requests == []


def test_publishing_through_the_bus_queues_it(hook):
    from tests.foundation.test_events import BellRung

    events.publish(BellRung(1), at=AT, position=1)
    run()
    assert len(hook.requests) == 1
