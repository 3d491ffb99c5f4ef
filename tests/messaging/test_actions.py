"""Sent once, by the way its reader likes, over real mail and the real client of Notify, whatever breaks in between."""

import json
from email import message_from_bytes, policy
from functools import cache
from pathlib import Path

import jsonschema_rs
import pytest
from aiosmtpd.controller import Controller
from django.db import DatabaseError, transaction

from borough.foundation.clock import now
from borough.foundation.models import AuditEntry, Event
from borough.foundation.ops import instance
from borough.kernel.refusals import Refused
from borough.messaging import jobs
from borough.messaging import public as messaging
from borough.messaging.actions import delivery
from borough.messaging.actions.transports import TransportUnavailable
from borough.messaging.models import Message
from borough.messaging.types import Channel, MessageState, Recipient, Template
from borough.people import public as people
from tests.messaging.sample_messages import BY, JOINED, LINES, VALUES, make_person, send

pytestmark = pytest.mark.django_db


@cache
def schema(name):
    """What Notify says that a request is."""
    spec = json.loads((Path(__file__).parent / "notify_schema.json").read_text())
    return jsonschema_rs.validator_for({"$ref": f"#/components/schemas/{name}", "components": spec["components"]})


def deliver(reference):
    return delivery.deliver(by="system:messaging", at=now(), reference=reference)


def state_of(reference):
    return messaging.message_of(reference).state


def event_bodies(kind):
    return [event.body for event in Event.objects.filter(kind=kind).order_by("id")]


@pytest.fixture
def outbox(settings, tmp_path):
    settings.OUTBOX = tmp_path
    return tmp_path


@pytest.fixture
def server(settings):
    """A real mail server that keeps what it takes, and knows no one called nobody."""

    class RecordingTransport:
        received, later = [], 0

        async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802 - the library's own name
            if address.startswith("nobody@"):
                return "550 5.1.1 No such user"
            if RecordingTransport.later:
                RecordingTransport.later -= 1
                return "451 4.7.1 Try later"
            envelope.rcpt_tos.append(address)
            return "250 OK"

        async def handle_DATA(self, server, session, envelope):  # noqa: N802 - as above
            RecordingTransport.received.append(message_from_bytes(envelope.content, policy=policy.default))
            return "250 OK"

    RecordingTransport.received, RecordingTransport.later = [], 0
    controller = Controller(RecordingTransport(), hostname="127.0.0.1", port=0)
    controller.port = _free()
    controller.start()
    settings.MAIL_URL = f"smtp://127.0.0.1:{controller.port}"
    yield RecordingTransport
    controller.stop()


def _free():
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def test_a_message_is_written_down_once_with_its_job_and_no_word_of_it_elsewhere():
    first, second = send(case="services:A"), send(case="services:A")
    assert first == second and (first.channel, first.state) == (Channel.EMAIL, MessageState.CREATED)
    assert Message.objects.count() == AuditEntry.objects.filter(verb="messaging.send").count() == 1
    entry = AuditEntry.objects.get(verb="messaging.send")
    assert "osa" not in entry.detail + entry.subject
    assert event_bodies("message-created") == [{"reference": first.reference, "turn": 1}]
    from procrastinate.contrib.django.models import ProcrastinateJob

    [job] = ProcrastinateJob.objects.filter(task_name="messaging.deliver")
    assert job.args == {"reference": first.reference}


def test_what_is_missing_is_named_and_nothing_is_written():
    with pytest.raises(messaging.MissingValues, match="address and bins"):
        send(values={"name": "Rosa", "link": "x"})
    assert not Message.objects.exists() and not Event.objects.exists()


def test_a_key_is_needed_and_a_template_there_is():
    with pytest.raises(Refused, match="key"):
        send(key="")
    with pytest.raises(Refused, match="no message called"):
        messaging.send(by=BY, at=now(), key="k", template="nothing", to=Recipient(email="a@b.co"), values={})


@pytest.mark.parametrize(
    ("facts", "channel", "to"),
    [
        ({}, "email", "rosa@home.example"),
        ({"prefers": "text"}, "text", "447700900982"),
        ({"prefers": "post"}, "letter", ""),
        ({"prefers": "phone"}, "text", "447700900982"),
        ({"email": ""}, "text", "447700900982"),
        ({"email": "", "phone": "01257 515151"}, "letter", ""),
        ({"prefers": "text", "phone": ""}, "email", "rosa@home.example"),
    ],
)
def test_a_person_is_sent_to_as_they_like(notify, facts, channel, to):
    sent = send(to=Recipient(person_id=make_person(**facts)))
    row = Message.objects.get(reference=sent.reference)
    assert (sent.channel, row.to, row.name) == (Channel(channel), to, "Rosa Resident")
    assert (row.address == "\n".join(LINES)) == (channel == "letter")


def test_text_channel_is_never_chosen_without_a_transport(settings):
    settings.NOTIFY_KEY = ""
    assert send(to=Recipient(person_id=make_person(prefers="text"))).channel is Channel.EMAIL


def test_unreachable_or_erased_person_is_reported():
    with pytest.raises(Refused, match="We hold no"):
        send(to=Recipient(person_id=make_person(email="", phone="", address="Chorley")))
    person = make_person()
    people.erase(by=BY, at=now(), person_id=person, ground="Withdrew consent")
    with pytest.raises(Refused, match="erased"):
        send(to=Recipient(person_id=person))


def test_erasing_a_person_empties_their_messages():
    person = make_person()
    sent = send(to=Recipient(person_id=person))
    people.erase(by=BY, at=now(), person_id=person, ground="Withdrew consent")
    row = Message.objects.get(reference=sent.reference)
    assert (row.to, row.source, row.subject) == ("", "", "") and row.name in ("", "Erased")


@pytest.mark.slow
def test_email_is_sent_over_smtp_as_text_and_html(server):
    sent = send(values=VALUES | {"name": "Rosa <b>[x](http://evil.example)</b>"})
    jobs.deliver(reference=sent.reference)
    jobs.deliver(reference=sent.reference)
    [mail] = server.received
    assert mail["Subject"] == "Garden waste for 1 High Street" and mail["To"] == "rosa@home.example"
    plain, html = (mail.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert "• green" in plain and "Pay: http://127.0.0.1:8000/pay/x/" in plain
    assert "<li>green</li>" in html and '<a href="http://127.0.0.1:8000/pay/x/">Pay</a>' in html
    assert "<b>" not in html and "evil" not in html
    assert state_of(sent.reference) is MessageState.SENT
    assert [e["reference"] for e in event_bodies("message-sent")] == [sent.reference]


@pytest.mark.slow
def test_a_mail_sent_again_after_a_crash_has_the_same_id(server, monkeypatch):
    sent = send()

    def crash(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as crashing:
        crashing.setattr("borough.foundation.side_effects.mark_delivered", crash)
        with pytest.raises(KeyboardInterrupt):
            deliver(sent.reference)
    assert state_of(sent.reference) is MessageState.SENDING
    assert deliver(sent.reference) is MessageState.SENT
    assert len({mail["Message-ID"] for mail in server.received}) == 1 and len(server.received) == 2


@pytest.mark.slow
def test_a_reader_the_server_does_not_know_is_a_failure_for_good(server):
    sent = send(to=Recipient(email="nobody@home.example"), case="services:A")
    assert deliver(sent.reference) is MessageState.PERMANENT
    assert "does not know" in messaging.message_of(sent.reference).why_not
    assert [(e["case"], e["why"]) for e in event_bodies("message-failed")] == [("services:A", "permanent-failure")]
    assert deliver(sent.reference) is MessageState.PERMANENT


@pytest.mark.slow
def test_temporary_smtp_failure_is_retried_later(server, settings):
    sent = send()
    server.later = 1
    with pytest.raises(TransportUnavailable):
        deliver(sent.reference)
    assert state_of(sent.reference) is MessageState.SENDING
    there = settings.MAIL_URL
    settings.MAIL_URL = "smtp://127.0.0.1:1"
    with pytest.raises(TransportUnavailable):
        deliver(sent.reference)
    settings.MAIL_URL = there
    assert deliver(sent.reference) is MessageState.SENT and len(server.received) == 1


def text_message(key="t1"):
    return send(key=key, to=Recipient(phone="07700 900982"), channel=Channel.TEXT).reference


@pytest.mark.slow
def test_a_text_leaves_by_notifys_own_client(notify):
    reference = text_message()
    assert deliver(reference) is deliver(reference) is MessageState.SENT
    [sent] = notify.sent
    assert sent["personalisation"] == {"body": "Garden waste joined, Rosa. Bins: green and brown"}
    assert sent["reference"] == f"message {reference} 1" and sent["phone_number"] == "447700900982"
    schema("SendTextMessageRequest").validate(sent)
    assert Message.objects.get().provider_id == sent["id"] and Message.objects.get().fragments == 1


@pytest.mark.slow
def test_mail_leaves_by_notify_where_it_has_a_template(notify, settings):
    settings.NOTIFY_EMAIL_TEMPLATE = settings.NOTIFY_TEXT_TEMPLATE
    deliver(send().reference)
    [sent] = notify.sent
    assert sent["personalisation"]["subject"] == "Garden waste for 1 High Street"
    assert "* green" in sent["personalisation"]["body"]
    schema("SendEmailRequest").validate(sent)


@pytest.mark.slow
def test_a_text_whose_answer_is_lost_is_looked_up_and_not_sent_twice(notify):
    reference = text_message()
    notify.deaf = 1
    with pytest.raises(TransportUnavailable):
        deliver(reference)
    assert deliver(reference) is MessageState.SENT
    assert len(notify.sent) == 1 and Message.objects.get().provider_id == notify.sent[0]["id"]


@pytest.mark.slow
@pytest.mark.parametrize("status", [403, 429, 500, 503])
def test_bad_days_of_notify_are_tried_again(notify, status):
    reference = text_message()
    notify.fail = [status]
    with pytest.raises(TransportUnavailable):
        deliver(reference)
    assert deliver(reference) is MessageState.SENT


@pytest.mark.slow
def test_a_reader_notify_refuses_is_a_failure_for_good(notify, settings):
    settings.NOTIFY_EMAIL_TEMPLATE = settings.NOTIFY_TEXT_TEMPLATE
    assert deliver(send(to=Recipient(email="perm-fail@simulator.example")).reference) is MessageState.PERMANENT


def receipt(status, message, token="token-of-the-receipts", **more):
    return messaging.process_receipt(
        by="system:notify", at=now(), token=token, payload={"id": message, "status": status, "reference": "", **more}
    )


@pytest.mark.slow
def test_receipts_move_a_message_forward_once_and_never_back(notify):
    reference = text_message()
    deliver(reference)
    identity = notify.sent[0]["id"]
    assert receipt("delivered", identity, token="guess") == "forged" and receipt("sideways", identity) == "unreadable"
    assert receipt("delivered", "unknown") == "unknown"
    assert [receipt(s, identity) for s in ("delivered", "delivered", "permanent-failure")] == ["delivered"] * 3
    assert len(event_bodies("message-delivered")) == 1 and event_bodies("message-failed") == []


@pytest.mark.slow
def test_a_receipt_that_is_faster_than_our_own_writing_is_not_lost(notify):
    reference = text_message()
    Message.objects.update(state="sending")
    assert receipt("delivered", "n1", reference=f"message {reference} 1") == "delivered"
    assert deliver(reference) is MessageState.DELIVERED and notify.sent == []


@pytest.mark.slow
def test_what_failed_for_now_is_sent_again_as_another_turn(notify):
    reference = text_message()
    deliver(reference)
    assert receipt("temporary-failure", notify.sent[0]["id"]) == "temporary-failure"
    messaging.send_again(by=BY, at=now(), reference=reference)
    assert deliver(reference) is MessageState.SENT
    assert [entry["reference"][-1] for entry in notify.sent] == ["1", "2"]
    assert receipt("delivered", notify.sent[0]["id"]) == "unknown", "the receipt of the turn before is no news of this"
    with pytest.raises(Refused, match="failed for now"):
        messaging.send_again(by=BY, at=now(), reference=reference)


def test_a_letter_waits_in_the_tray_until_it_is_printed_and_may_come_back():
    sent = send(to=Recipient(address_lines=LINES), values=VALUES)
    assert sent.state is MessageState.TO_PRINT and [summary.reference for summary in messaging.to_print()] == [
        sent.reference
    ]
    assert deliver(sent.reference) is MessageState.TO_PRINT, "no job sends a letter"
    messaging.mark_printed(by=BY, at=now(), reference=sent.reference)
    assert messaging.to_print() == [] and state_of(sent.reference) is MessageState.SENT
    with pytest.raises(Refused):
        messaging.mark_printed(by=BY, at=now(), reference=sent.reference)
    messaging.mark_returned(by=BY, at=now(), reference=sent.reference)
    assert state_of(sent.reference) is MessageState.RETURNED and event_bodies("message-failed")[0]["why"] == "returned"


def test_a_demonstration_writes_its_texts_into_its_outbox(outbox):
    instance.set_kind(instance.DEMONSTRATION)
    try:
        deliver(text_message())
        [file] = outbox.glob("*.txt")
        assert file.read_text().startswith("To: 447700900982\n\nGarden waste joined, Rosa")
    finally:
        instance._kind.cache_clear()


def test_states_go_forward_in_the_database_too():
    send()
    with pytest.raises(DatabaseError), transaction.atomic():
        Message.objects.update(state="delivered")


def test_preview_needs_no_values_and_uses_samples():
    seen = messaging.preview(JOINED, {}, Channel.EMAIL)
    assert seen.subject == "Garden waste for address" and "<li>one green</li>" in seen.html
    assert messaging.preview(JOINED, {"name": "Ada"}, Channel.TEXT).fragments == 1


def test_duplicate_template_keys_are_rejected():
    messaging.register_templates([JOINED])
    with pytest.raises(messaging.TemplateError, match="two templates"):
        messaging.register_templates([Template(key="garden-joined", name="Another", subject="S", email="E")])
