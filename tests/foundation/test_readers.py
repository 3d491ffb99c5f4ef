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
from borough.webhooks import endpoints, dispatch, delivery_log
from borough.foundation.models import AuditEntry, OutgoingMail
from borough.webhooks.models import Delivery, WebhookEndpoint, SigningSecret
from borough.foundation.privacy.anonymisation import plans
from borough.kernel.refusals import Refused, Stale

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
    for one in what:
        position = audit.record(by="system:test", at=AT, verb="ring", subject="bell")
        events.publish(one, at=AT, position=position)


def waiting():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE task_name = 'foundation.tell_reader' AND scheduled_at IS NULL"
        )
        return cursor.fetchone()[0]


@pytest.fixture
def there(settings):
    """Another system, inside the council's network, that answers as told and remembers what it was sent."""
    sent = []

    class Hook(BaseHTTPRequestHandler):
        status, told = 200, sent

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
    return [json.loads(body)["key"] for _, _, body in there.told]


def test_each_reader_is_told_of_what_it_chose_and_signed_by_its_own_secret(there):
    every, some = make(there), make(there, "bell-cracked", name="Ledger")
    publish(Rung(1), Cracked(2))
    dispatch.dispatch_to_endpoint(every.endpoint_id)
    assert bells(there) == ["bell-rung 1", "bell-cracked 2"]
    there.told.clear()
    dispatch.dispatch_to_endpoint(some.endpoint_id)
    [(path, named, body)] = there.told
    assert path == "/hook?of=bells"
    assert json.loads(body)["key"] == named["idempotency-key"] == "bell-cracked 2"
    secret = base64.b64decode(some.secret.removeprefix("whsec_"), validate=True)
    signed = b".".join([named["webhook-id"].encode(), named["webhook-timestamp"].encode(), body])
    assert named["webhook-signature"] == f"v1,{base64.b64encode(hmac.digest(secret, signed, 'sha256')).decode()}"
    assert named["borough-signature"] == f"sha256={hmac.digest(secret, body, 'sha256').hex()}"
    assert every.secret != some.secret


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


def test_one_job_is_left_for_all_that_a_transaction_publishes(there):
    make(there)
    with transaction.atomic():
        publish(Rung(1), Rung(2), Cracked(3))
    assert waiting() == 1


def test_a_reader_paused_while_it_is_told_is_told_no_more_and_then_of_the_rest(there, monkeypatch):
    made, real = make(there), dispatch.send
    publish(Rung(1), Rung(2), Rung(3))

    def send(reader, event, *more):
        if event.key == "bell-rung 2":
            endpoints.pause(by="staff:1", at=AT, endpoint_id=made.endpoint_id)
        return real(reader, event, *more)

    monkeypatch.setattr(dispatch, "send", send)
    dispatch.dispatch_to_endpoint(made.endpoint_id)
    assert bells(there) == ["bell-rung 1", "bell-rung 2"]
    endpoints.resume(by="staff:1", at=AT, endpoint_id=made.endpoint_id)
    dispatch.dispatch_to_endpoint(made.endpoint_id)
    assert bells(there) == ["bell-rung 1", "bell-rung 2", "bell-rung 3"]


def test_what_happened_before_a_reader_was_made_is_not_told(there):
    publish(Rung(1))
    made = make(there)
    publish(Rung(2))
    dispatch.dispatch_to_endpoint(made.endpoint_id)
    dispatch.dispatch_to_endpoint(made.endpoint_id)
    assert bells(there) == ["bell-rung 2"]


def test_a_reader_that_fails_is_left_alone_and_then_told_everything_in_order(there, monkeypatch):
    made = make(there)
    publish(Rung(1), Rung(2))
    there.status = 503
    dispatch.dispatch_to_endpoint(made.endpoint_id)
    dispatch.dispatch_to_endpoint(made.endpoint_id)
    assert bells(there) == ["bell-rung 1"]
    there.status = 200
    monkeypatch.setattr(dispatch, "now", lambda: datetime.now(UTC) + timedelta(seconds=5))
    dispatch.dispatch_to_endpoint(made.endpoint_id)
    assert bells(there) == ["bell-rung 1", "bell-rung 1", "bell-rung 2"]
    assert endpoints.get_endpoint(made.endpoint_id).failing_since is None
    assert {(row.event.key, row.status, row.accepted) for row in Delivery.objects.select_related("event")} == {
        ("bell-rung 1", 503, False), ("bell-rung 1", 200, True), ("bell-rung 2", 200, True)
    }  # fmt: skip


def test_what_is_refused_for_its_words_is_passed_over_and_stays_in_the_log(there, monkeypatch):
    made = make(there)
    publish(Rung(1), Rung(2))
    there.status = lambda body: 422 if body["key"] == "bell-rung 1" else 200
    for hour in range(1, 9):
        monkeypatch.setattr(dispatch, "now", lambda hour=hour: datetime.now(UTC) + timedelta(hours=hour * 2))
        dispatch.dispatch_to_endpoint(made.endpoint_id)
    assert bells(there) == ["bell-rung 1"] * 8 + ["bell-rung 2"]
    [untaken], _ = delivery_log.list_deliveries(undelivered=True, endpoint_id=made.endpoint_id)
    assert (untaken.key, untaken.tries, untaken.endpoint) == ("bell-rung 1", 8, "CRM")
    assert delivery_log.list_deliveries(endpoint_id=0) == ([], False)


@pytest.mark.parametrize(
    ("status", "later", "why"), [(503, timedelta(days=3, hours=1), "failing"), (410, None, "gone")]
)
def test_a_reader_that_is_gone_or_fails_for_days_is_paused_and_staff_are_written_to(
    there, monkeypatch, status, later, why, as_role
):
    as_role("administrator")
    made = make(there)
    publish(Rung(1))
    there.status = status
    dispatch.dispatch_to_endpoint(made.endpoint_id)
    if later:
        assert endpoints.get_endpoint(made.endpoint_id).state == "running"
        monkeypatch.setattr(dispatch, "now", lambda: datetime.now(UTC) + later)
        dispatch.dispatch_to_endpoint(made.endpoint_id)
    one = endpoints.get_endpoint(made.endpoint_id)
    assert (one.state, one.why_paused) == ("paused", why)
    mail = OutgoingMail.objects.get()
    assert mail.subject == "A system is told nothing any more: CRM"
    assert f"/office/webhooks/{made.endpoint_id}/" in mail.text
    assert AuditEntry.objects.filter(verb="readers.pause", by="system:telling").count() == 1


@pytest.mark.parametrize(("skip", "told"), [(False, ["bell-rung 1", "bell-rung 2"]), (True, ["bell-rung 2"])])
def test_what_happens_while_a_reader_is_paused_waits_or_is_left_out(there, skip, told):
    made = make(there)
    endpoints.pause(by="staff:1", at=AT, endpoint_id=made.endpoint_id)
    publish(Rung(1))
    dispatch.dispatch_to_endpoint(made.endpoint_id)
    assert there.told == []
    assert endpoints.get_endpoint(made.endpoint_id).waiting == 1
    endpoints.resume(by="staff:1", at=AT, endpoint_id=made.endpoint_id, skip=skip)
    publish(Rung(2))
    dispatch.dispatch_to_endpoint(made.endpoint_id)
    assert bells(there) == told


def test_both_secrets_sign_while_one_takes_over_and_the_old_one_ends(there):
    made = make(there)
    fresh = endpoints.rotate(by="staff:1", at=datetime.now(UTC), endpoint_id=made.endpoint_id)
    with pytest.raises(Refused, match="taking over"):
        endpoints.rotate(by="staff:1", at=datetime.now(UTC), endpoint_id=made.endpoint_id)
    publish(Rung(1), Rung(2))
    dispatch.dispatch_to_endpoint(made.endpoint_id)
    for secret in (made.secret, fresh):
        key = base64.b64decode(secret.removeprefix("whsec_"))
        _, named, body = there.told[0]
        assert hmac.digest(key, body, "sha256").hex() in named["borough-signature"]
    assert len(named["webhook-signature"].split(" ")) == 2
    endpoints.end_old_secret(by="staff:1", at=datetime.now(UTC), endpoint_id=made.endpoint_id)
    assert len(dispatch.active_secrets(made.endpoint_id, at=datetime.now(UTC))) == 1
    assert endpoints.rotate(by="staff:1", at=AT, endpoint_id=made.endpoint_id) != fresh
    assert len(dispatch.active_secrets(made.endpoint_id, at=AT + endpoints.OVERLAP)) == 1


def test_where_there_was_no_reader_one_that_is_made_is_told_of_what_came_meanwhile(there):
    publish(Rung(1))
    assert dispatch._no_endpoints["until"] > 0
    made = make(there)
    assert dispatch._no_endpoints["until"] == 0
    dispatch._no_endpoints["until"] = float("inf")  # another process, which has not heard of it
    publish(Rung(2))
    assert waiting() == 0
    dispatch._no_endpoints["until"] = 0.0
    dispatch.dispatch_to_endpoint(made.endpoint_id)  # what was left for later
    assert len(there.told) == 1


def test_the_secret_is_not_in_the_database_and_a_scrubbed_copy_tells_nobody(there):
    made = make(there)
    secret = base64.b64decode(made.secret.removeprefix("whsec_"))
    assert secret != bytes(SigningSecret.objects.get().salt)
    assert [plan.dropped for plan in plans() if plan.model is SigningSecret] == [True]
    SigningSecret.objects.all().delete()
    publish(Rung(1))
    assert waiting() == 0
    dispatch.dispatch_to_endpoint(made.endpoint_id)
    assert there.told == []


def test_a_test_is_answered_in_the_log_and_moves_nothing(there):
    made = make(there)
    there.status = 302
    dispatch.send_test(made.endpoint_id)
    [one] = endpoints.recent_tests(made.endpoint_id)
    assert (one.status, one.accepted, one.key) == (302, False, "Test")
    assert len(there.told) == 1
    assert delivery_log.list_deliveries() == ([], False)
    assert endpoints.get_endpoint(made.endpoint_id).failing_since is None


def test_an_event_is_told_once_more_to_the_reader_asked_for(there):
    made = make(there)
    publish(Rung(1))
    dispatch.dispatch_to_endpoint(made.endpoint_id)
    [one], _ = delivery_log.list_deliveries()
    assert dispatch.request_redelivery(one.event_id, made.endpoint_id)
    dispatch.redeliver(made.endpoint_id, one.event_id)
    assert bells(there) == ["bell-rung 1"] * 2
    endpoints.end(by="staff:1", at=AT, endpoint_id=made.endpoint_id)
    assert not dispatch.request_redelivery(one.event_id, made.endpoint_id)
    assert not SigningSecret.objects.exists()


def test_two_changes_at_once_and_two_of_one_name_are_refused(there):
    made = make(there)
    told = {"by": "staff:1", "at": AT, "reader_id": made.endpoint_id, "version": 1, "url": there.url, "kinds": []}
    endpoints.change(**told, name="Customers")
    with pytest.raises(Stale):
        endpoints.change(**told, name="Others")
    make(there)
    with pytest.raises(endpoints.DuplicateName):
        make(there, name="Customers")
    with pytest.raises(IntegrityError), transaction.atomic():
        WebhookEndpoint.objects.create(name="CRM", url=there.url, created_at=AT, position=1)


@pytest.mark.parametrize(
    "url",
    [
        "http://crm.example/hook", "https://127.0.0.1/", "https://[::1]/", "https://10.0.0.8/x", "https://localhost/",
        "https://169.254.169.254/latest", "https://[::ffff:10.0.0.1]/", "https://[64:ff9b::a00:1]/", "https://2130706433/",
        "https://user:word@crm.example/", "https://crm.example/#part", "https://intranet/", "file:///etc/passwd",
        "https://crm.internal/", "https://crm.example:99999/", "https://crm.example/a b", "https://100.64.0.1/",
        "https://[fd00::1]/", "https://224.0.0.1/", "https://0.0.0.0/",
    ],
)  # fmt: skip
def test_addresses_inside_or_unsafe_are_refused_in_words(url):
    with pytest.raises(Refused, match=r"^Enter an address"):
        ssrf.check_address(url)


@pytest.mark.parametrize("found", [["10.1.2.3"], ["93.184.216.34", "10.1.2.3"], ["::ffff:127.0.0.1"]])
def test_a_name_that_means_an_address_inside_is_never_sent_to(monkeypatch, found):
    monkeypatch.setattr(ssrf.socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", (one, 443)) for one in found])
    with pytest.raises(ssrf.PrivateAddress):
        ssrf.PinnedConnection("https://crm.example/").post(b"{}", {})


def test_the_connection_is_made_to_what_was_checked(monkeypatch):
    asked = []

    def connect(address, _timeout):
        asked.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(ssrf.socket, "getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("93.184.216.34", 443))])
    monkeypatch.setattr(ssrf.socket, "create_connection", connect)
    with pytest.raises(ConnectionRefusedError):
        ssrf.PinnedConnection("https://crm.example/").post(b"{}", {})
    assert asked == [("93.184.216.34", 443)]


def test_no_secret_is_ever_shown_in_a_page_again(as_role, there):
    visitor = as_role("administrator")
    sent = {"name": "CRM", "url": there.url, "kinds": ["contact-recorded"]}
    page = visitor.post("/office/webhooks/new/", sent).content.decode()
    [secret] = re.findall(r"whsec_[A-Za-z0-9+/=]+", page)
    number = re.search(r"/office/webhooks/(\d+)/", page)[1]
    for path in ("", f"{number}/", f"{number}/change/"):
        assert secret not in visitor.get(f"/office/webhooks/{path}").content.decode()
