"""Readers of events: each its own secret and choice, told in order, and nothing lost while one is away."""

import base64
import hmac
import json
import re
import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

import pytest
from django.db import IntegrityError, connection, transaction

from borough.foundation import audit, events
from borough.foundation.http import ssrf
from borough.foundation.models import AuditEntry, OutgoingMail
from borough.foundation.ops.anonymisation import plans
from borough.kernel.refusals import Refused, Stale
from borough.webhooks import delivery_log, dispatch, endpoints
from borough.webhooks.models import Delivery, SigningSecret, WebhookEndpoint

pytestmark = pytest.mark.django_db
AT = datetime(2018, 8, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Rung:
    """A bell was rung."""

    kind: ClassVar = "bell-rung"
    number: int

    @property
    def key(self):
        return f"{self.kind} {self.number}"


@dataclass(frozen=True)
class Cracked(Rung):
    """A bell was cracked."""

    kind: ClassVar = "bell-cracked"


def publish(*what):
    for event in what:
        position = audit.record(by="system:test", at=AT, verb="ring", subject="bell")
        events.publish(event, at=AT, position=position)


def waiting():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'webhooks.dispatch' AND scheduled_at IS NULL"
        )
        return cursor.fetchone()[0]


@pytest.fixture
def there(settings):
    """Another system, inside the council's network, that answers as told and remembers what it was sent."""
    sent = []

    class Hook(BaseHTTPRequestHandler):
        status, requests = 200, sent

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            named = {name.lower(): value for name, value in self.headers.items()}
            sent.append((self.path, named, body))
            status = Hook.status(json.loads(body)) if callable(Hook.status) else Hook.status
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "http://127.0.0.1:1/")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.WEBHOOK_INSIDE = frozenset({"127.0.0.1"})
    Hook.url = f"http://127.0.0.1:{server.server_port}/hook?of=bells"
    yield Hook
    server.shutdown()
    server.server_close()


def make(there, *kinds, name="CRM"):
    return endpoints.create_endpoint(by="staff:1", at=AT, name=name, url=there.url, kinds=kinds)


def bells(there):
    return [json.loads(body)["key"] for _, _, body in there.requests]


def test_each_endpoint_receives_its_kinds_signed_with_its_own_secret(there):
    every, selective = make(there), make(there, "bell-cracked", name="Ledger")
    publish(Rung(1), Cracked(2))
    dispatch.dispatch_to_endpoint(every.endpoint_id)
    assert bells(there) == ["bell-rung 1", "bell-cracked 2"]
    there.requests.clear()
    dispatch.dispatch_to_endpoint(selective.endpoint_id)
    [(path, named, body)] = there.requests
    assert path == "/hook?of=bells"
    assert json.loads(body)["key"] == named["idempotency-key"] == "bell-cracked 2"
    secret = base64.b64decode(selective.secret.removeprefix("whsec_"), validate=True)
    signed = b".".join([named["webhook-id"].encode(), named["webhook-timestamp"].encode(), body])
    assert named["webhook-signature"] == f"v1,{base64.b64encode(hmac.digest(secret, signed, 'sha256')).decode()}"
    assert named["borough-signature"] == f"sha256={hmac.digest(secret, body, 'sha256').hex()}"
    assert every.secret != selective.secret


def test_a_job_is_left_for_those_alone_that_chose_the_kind_and_goes_with_the_event(there):
    make(there, "bell-cracked")
    publish(Rung(1))
    assert waiting() == 0
    with pytest.raises(RuntimeError), transaction.atomic():
        publish(Cracked(2))
        raise RuntimeError
    assert waiting() == 0
    publish(Cracked(3))
    assert waiting() == 1


def test_single_job_is_deferred_for_all_events_of_a_transaction(there):
    make(there)
    with transaction.atomic():
        publish(Rung(1), Rung(2), Cracked(3))
    assert waiting() == 1


def test_endpoint_paused_during_delivery_stops_and_later_catches_up(there, monkeypatch):
    endpoint, real = make(there), dispatch.send
    publish(Rung(1), Rung(2), Rung(3))

    def send(reader, event, *more):
        if event.key == "bell-rung 2":
            endpoints.pause(by="staff:1", at=AT, endpoint_id=endpoint.endpoint_id)
        return real(reader, event, *more)

    monkeypatch.setattr(dispatch, "send", send)
    dispatch.dispatch_to_endpoint(endpoint.endpoint_id)
    assert bells(there) == ["bell-rung 1", "bell-rung 2"]
    endpoints.resume(by="staff:1", at=AT, endpoint_id=endpoint.endpoint_id)
    dispatch.dispatch_to_endpoint(endpoint.endpoint_id)
    assert bells(there) == ["bell-rung 1", "bell-rung 2", "bell-rung 3"]


def test_events_before_the_endpoint_was_created_are_not_sent(there):
    publish(Rung(1))
    endpoint = make(there)
    publish(Rung(2))
    dispatch.dispatch_to_endpoint(endpoint.endpoint_id)
    dispatch.dispatch_to_endpoint(endpoint.endpoint_id)
    assert bells(there) == ["bell-rung 2"]


def test_failing_endpoint_waits_then_receives_events_in_order(there, monkeypatch):
    endpoint = make(there)
    publish(Rung(1), Rung(2))
    there.status = 503
    dispatch.dispatch_to_endpoint(endpoint.endpoint_id)
    dispatch.dispatch_to_endpoint(endpoint.endpoint_id)
    assert bells(there) == ["bell-rung 1"]
    there.status = 200
    monkeypatch.setattr(dispatch, "now", lambda: datetime.now(UTC) + timedelta(seconds=5))
    dispatch.dispatch_to_endpoint(endpoint.endpoint_id)
    assert bells(there) == ["bell-rung 1", "bell-rung 1", "bell-rung 2"]
    assert endpoints.get_endpoint(endpoint.endpoint_id).failing_since is None
    assert {(row.event.key, row.status, row.accepted) for row in Delivery.objects.select_related("event")} == {
        ("bell-rung 1", 503, False),
        ("bell-rung 1", 200, True),
        ("bell-rung 2", 200, True),
    }


def test_event_rejected_for_its_content_is_skipped_and_stays_logged(there, monkeypatch):
    endpoint = make(there)
    publish(Rung(1), Rung(2))
    there.status = lambda body: 422 if body["key"] == "bell-rung 1" else 200
    for hour in range(1, 9):
        monkeypatch.setattr(dispatch, "now", lambda hour=hour: datetime.now(UTC) + timedelta(hours=hour * 2))
        dispatch.dispatch_to_endpoint(endpoint.endpoint_id)
    assert bells(there) == ["bell-rung 1"] * 8 + ["bell-rung 2"]
    [untaken], _ = delivery_log.list_deliveries(undelivered=True, endpoint_id=endpoint.endpoint_id)
    assert (untaken.key, untaken.tries, untaken.endpoint) == ("bell-rung 1", 8, "CRM")


@pytest.mark.parametrize(
    ("status", "later", "why"), [(503, timedelta(days=3, hours=1), "failing"), (410, None, "removed")]
)
def test_failing_or_removed_endpoint_is_paused_and_staff_are_emailed(there, monkeypatch, status, later, why, as_role):
    as_role("administrator")
    endpoint = make(there)
    publish(Rung(1))
    there.status = status
    dispatch.dispatch_to_endpoint(endpoint.endpoint_id)
    if later:
        assert endpoints.get_endpoint(endpoint.endpoint_id).state == "running"
        monkeypatch.setattr(dispatch, "now", lambda: datetime.now(UTC) + later)
        dispatch.dispatch_to_endpoint(endpoint.endpoint_id)
    detail = endpoints.get_endpoint(endpoint.endpoint_id)
    assert (detail.state, detail.why_paused) == ("paused", why)
    mail = OutgoingMail.objects.get()
    assert mail.subject == "Webhook paused: CRM"
    assert f"/office/webhooks/{endpoint.endpoint_id}/" in mail.text
    assert AuditEntry.objects.filter(verb="webhooks.pause", by="system:webhooks").count() == 1


@pytest.mark.parametrize(("skip", "expected"), [(False, ["bell-rung 1", "bell-rung 2"]), (True, ["bell-rung 2"])])
def test_what_happens_while_a_reader_is_paused_waits_or_is_left_out(there, skip, expected):
    endpoint = make(there)
    endpoints.pause(by="staff:1", at=AT, endpoint_id=endpoint.endpoint_id)
    publish(Rung(1))
    dispatch.dispatch_to_endpoint(endpoint.endpoint_id)
    assert there.requests == []
    assert endpoints.get_endpoint(endpoint.endpoint_id).waiting == 1
    endpoints.resume(by="staff:1", at=AT, endpoint_id=endpoint.endpoint_id, skip=skip)
    publish(Rung(2))
    dispatch.dispatch_to_endpoint(endpoint.endpoint_id)
    assert bells(there) == expected


def test_both_secrets_sign_during_rotation_and_the_old_secret_ends(there):
    endpoint = make(there)
    fresh = endpoints.rotate(by="staff:1", at=datetime.now(UTC), endpoint_id=endpoint.endpoint_id)
    with pytest.raises(Refused, match="taking over"):
        endpoints.rotate(by="staff:1", at=datetime.now(UTC), endpoint_id=endpoint.endpoint_id)
    publish(Rung(1), Rung(2))
    dispatch.dispatch_to_endpoint(endpoint.endpoint_id)
    for secret in (endpoint.secret, fresh):
        key = base64.b64decode(secret.removeprefix("whsec_"))
        _, named, body = there.requests[0]
        assert hmac.digest(key, body, "sha256").hex() in named["borough-signature"]
    assert len(named["webhook-signature"].split(" ")) == 2
    endpoints.end_old_secret(by="staff:1", at=datetime.now(UTC), endpoint_id=endpoint.endpoint_id)
    assert len(dispatch.active_secrets(endpoint.endpoint_id, at=datetime.now(UTC))) == 1
    assert endpoints.rotate(by="staff:1", at=AT, endpoint_id=endpoint.endpoint_id) != fresh
    assert len(dispatch.active_secrets(endpoint.endpoint_id, at=AT + endpoints.OVERLAP)) == 1


def test_new_endpoint_receives_events_missed_by_a_stale_cache(there):
    publish(Rung(1))
    assert dispatch._no_endpoints["until"] > 0
    endpoint = make(there)
    assert dispatch._no_endpoints["until"] == 0
    dispatch._no_endpoints["until"] = float("inf")  # another process, which has not heard of it
    publish(Rung(2))
    assert waiting() == 0
    dispatch._no_endpoints["until"] = 0.0
    dispatch.dispatch_to_endpoint(endpoint.endpoint_id)  # what was left for later
    assert len(there.requests) == 1


def test_secret_is_not_in_the_database_and_anonymised_copy_sends_none(there):
    endpoint = make(there)
    secret = base64.b64decode(endpoint.secret.removeprefix("whsec_"))
    assert secret != bytes(SigningSecret.objects.get().salt)
    assert [plan.dropped for plan in plans() if plan.model is SigningSecret] == [True]
    SigningSecret.objects.all().delete()
    publish(Rung(1))
    assert waiting() == 0
    dispatch.dispatch_to_endpoint(endpoint.endpoint_id)
    assert there.requests == []


def test_a_test_is_answered_in_the_log_and_moves_nothing(there):
    endpoint = make(there)
    there.status = 302
    dispatch.send_test(endpoint.endpoint_id)
    [delivery] = endpoints.recent_tests(endpoint.endpoint_id)
    assert (delivery.status, delivery.accepted, delivery.key) == (302, False, "Test")
    assert len(there.requests) == 1
    assert delivery_log.list_deliveries() == ([], False)
    assert endpoints.get_endpoint(endpoint.endpoint_id).failing_since is None


def test_event_is_redelivered_to_the_requested_endpoint(there):
    endpoint = make(there)
    publish(Rung(1))
    dispatch.dispatch_to_endpoint(endpoint.endpoint_id)
    [delivery], _ = delivery_log.list_deliveries()
    assert dispatch.request_redelivery(delivery.event_id, endpoint.endpoint_id)
    dispatch.redeliver(endpoint.endpoint_id, delivery.event_id)
    assert bells(there) == ["bell-rung 1"] * 2
    endpoints.end(by="staff:1", at=AT, endpoint_id=endpoint.endpoint_id)
    assert not dispatch.request_redelivery(delivery.event_id, endpoint.endpoint_id)
    assert not SigningSecret.objects.exists()


def test_concurrent_changes_and_duplicate_names_are_rejected(there):
    endpoint = make(there)
    values = {
        "by": "staff:1",
        "at": AT,
        "endpoint_id": endpoint.endpoint_id,
        "version": 1,
        "url": there.url,
        "kinds": [],
    }
    endpoints.change(**values, name="Customers")
    with pytest.raises(Stale):
        endpoints.change(**values, name="Others")
    make(there)
    with pytest.raises(endpoints.DuplicateName):
        make(there, name="Customers")
    with pytest.raises(IntegrityError), transaction.atomic():
        WebhookEndpoint.objects.create(name="CRM", url=there.url, created_at=AT, position=1)


@pytest.mark.parametrize(
    "url",
    [
        "http://crm.example/hook",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://10.0.0.8/x",
        "https://localhost/",
        "https://169.254.169.254/latest",
        "https://[::ffff:10.0.0.1]/",
        "https://[64:ff9b::a00:1]/",
        "https://2130706433/",
        "https://user:word@crm.example/",
        "https://crm.example/#part",
        "https://intranet/",
        "file:///etc/passwd",
        "https://crm.internal/",
        "https://crm.example:99999/",
        "https://crm.example/a b",
        "https://100.64.0.1/",
        "https://[fd00::1]/",
        "https://224.0.0.1/",
        "https://0.0.0.0/",
    ],
)
def test_internal_or_unsafe_addresses_are_rejected_with_a_message(url):
    with pytest.raises(Refused, match=r"^Enter an address"):
        ssrf.check_address(url)


@pytest.mark.parametrize("addresses", [["10.1.2.3"], ["93.184.216.34", "10.1.2.3"], ["::ffff:127.0.0.1"]])
def test_a_name_that_means_an_address_inside_is_never_sent_to(monkeypatch, addresses):
    monkeypatch.setattr(
        ssrf.socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", (address, 443)) for address in addresses]
    )
    with pytest.raises(ssrf.PrivateAddress):
        ssrf.PinnedConnection("https://crm.example/").post(b"{}", {})


def test_connection_uses_the_checked_address(monkeypatch):
    lookups = []

    def connect(address, _timeout):
        lookups.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(ssrf.socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("93.184.216.34", 443))])
    monkeypatch.setattr(ssrf.socket, "create_connection", connect)
    with pytest.raises(ConnectionRefusedError):
        ssrf.PinnedConnection("https://crm.example/").post(b"{}", {})
    assert lookups == [("93.184.216.34", 443)]


def test_secret_is_never_displayed_again(as_role, there):
    visitor = as_role("administrator")
    sent = {"name": "CRM", "url": there.url, "kinds": ["contact-recorded"]}
    page = visitor.post("/office/webhooks/new/", sent).content.decode()
    [secret] = re.findall(r"whsec_[A-Za-z0-9+/=]+", page)
    number = re.search(r"/office/webhooks/(\d+)/", page)[1]
    for path in ("", f"{number}/", f"{number}/change/"):
        assert secret not in visitor.get(f"/office/webhooks/{path}").content.decode()
