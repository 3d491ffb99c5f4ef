"""Messages in the front office: the list, one of them, the tray, templates, and a file of readers."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from borough.foundation.clock import now
from borough.messaging import public as messaging
from borough.messaging.models import Message
from borough.messaging.types import MessageState, Recipient
from tests.messaging.sample_messages import LINES, VALUES, notify, send, templates  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
ROWS = b"email address,name,address,bins,link\nada@home.example,Ada,1 High Street,green,x\n"


@pytest.fixture
def manager(as_role):
    return as_role("team_manager")


def address(reference, act=""):
    return f"/office/messages/{reference}/{act}"


def letter(key="l1"):
    return send(key=key, to=Recipient(address_lines=LINES, name="Rosa")).reference


def test_the_list_is_narrowed_and_paged(manager, monkeypatch):
    monkeypatch.setattr("borough.frontoffice.messaging.views.messages.ON_A_PAGE", 2)
    for n in range(3):
        send(key=f"k{n}", to=Recipient(email=f"r{n}@home.example", name=f"Reader {n}"))
    first = manager.get("/office/messages/").content.decode()
    assert "Reader 2" in first and "Reader 0" not in first
    before = Message.objects.order_by("-id")[1].pk
    assert "Reader 0" in manager.get(f"/office/messages/?before={before}").content.decode()
    assert "No messages match" in manager.get("/office/messages/?state=returned&channel=letter").content.decode()
    assert manager.get("/office/messages/?before=x").status_code == 404


def test_message_is_displayed_as_its_recipient_sees_it(manager):
    sent = send(values=VALUES | {"name": "<script>alert(1)</script>"}, case="services:A")
    text = manager.get(address(sent.reference)).content.decode()
    assert "You have joined" in text and "<li>green</li>" in text and "What was sent" in text
    assert "<script>alert" not in text and "&lt;script&gt;alert" in text
    assert manager.get(address("0" * 16)).status_code == 404


def test_what_failed_for_now_has_a_button_to_send_it_again(manager):
    sent = send()
    Message.objects.update(state="sending")
    Message.objects.update(state="temporary-failure")
    assert "Send again" in manager.get(address(sent.reference)).content.decode()
    assert manager.post(address(sent.reference, "resend/"), {"again": "yes"}).status_code == 302
    assert messaging.message_of(sent.reference).state is MessageState.CREATED


def test_letters_are_printed_ticked_off_and_may_come_back(manager):
    first, second = letter("a"), letter("b")
    page = manager.get(address(first, "letter/")).content.decode()
    assert "Rosa Resident<br>1 High Street<br>Adlington<br>PR7 4EX" in page and "You have joined" in page
    assert first in manager.get("/office/messages/letters/").content.decode()
    assert "Tick the letters" in manager.post("/office/messages/letters/", follow=True).content.decode()
    result = manager.post("/office/messages/letters/", {"printed": [first, "0" * 16]}, follow=True).content.decode()
    assert "1 letter marked as posted" in result and first not in result and second in result
    assert "It came back" in manager.get(address(first)).content.decode()
    manager.post(address(first, "resend/"), {"returned": "yes"})
    assert messaging.message_of(first).state is MessageState.RETURNED
    assert manager.get(address(send(key="mail").reference, "letter/")).status_code == 404


def test_templates_are_displayed_with_sample_text(manager):
    assert "Garden waste: you have joined" in manager.get("/office/messages/templates/").content.decode()
    for channel, text in (("email", "You have joined"), ("text", "joined, Rosa"), ("letter", "one green")):
        assert text in manager.get(f"/office/messages/templates/garden-joined/{channel}/").content.decode()
    for wrong in ("garden-joined/pigeon", "nothing/email"):
        assert manager.get(f"/office/messages/templates/{wrong}/").status_code == 404


def upload(manager, data, channel="email", name="readers.csv"):
    sent = {"template": "garden-joined", "channel": channel, "file": SimpleUploadedFile(name, data)}
    return manager.post("/office/messages/bulk/", sent)


def test_file_is_checked_previewed_and_sent_after_confirmation(manager):
    uploaded = upload(manager, ROWS)
    assert uploaded.status_code == 302
    page = manager.get(uploaded.headers["Location"]).content.decode()
    assert "Dear Ada" in page and "Send to 1" in page and not Message.objects.exists()
    manager.post(uploaded.headers["Location"], {"verb": "confirm"})
    [batch] = messaging.batches()
    assert batch.state is messaging.BatchState.SENDING
    assert "moved on" in manager.post(uploaded.headers["Location"], {"verb": "confirm"}, follow=True).content.decode()
    manager.post(uploaded.headers["Location"], {"verb": "stop"})
    assert "Go on with the 1 left" in manager.get(uploaded.headers["Location"]).content.decode()


def test_faults_are_listed_next_to_the_rows_and_nothing_is_stored(manager):
    page = upload(manager, ROWS + b"nobody,,x,y,z\n").content.decode()
    assert "Enter an email address in the correct format" in page and "This cell is empty" in page
    assert "Nothing is sent" in page and messaging.batches() == []


@pytest.mark.parametrize(
    ("data", "message"), [(b"", "The file is empty"), (b"name\nx\n", "no column"), (b"\0\1\2", "no CSV")]
)
def test_invalid_file_is_rejected_with_a_message(manager, data, message):
    assert message in upload(manager, data).content.decode()


def test_each_missing_choice_is_requested(manager):
    page = manager.post("/office/messages/bulk/", {}).content.decode()
    assert "Choose the message" in page and "Choose a CSV file" in page


def test_an_adviser_sees_and_does_not_send(as_role):
    adviser, reference = as_role("adviser"), letter()
    assert adviser.get(address(reference)).status_code == adviser.get(address(reference, "letter/")).status_code == 200
    for path in ("/office/messages/letters/", "/office/messages/bulk/"):
        assert adviser.get(path).status_code == 403
    assert adviser.post(address(reference, "resend/")).status_code == 403
    assert as_role("finance_officer").get("/office/messages/").status_code == 403


# Notify's receipts


def receipt(body, token="token-of-the-receipts"):
    headers = {"Authorization": f"Bearer {token}"}
    client = Client(enforce_csrf_checks=True)
    return client.post("/messages/receipts/", data=body, content_type="application/json", headers=headers).status_code


def test_receipts_come_with_their_token_alone(notify, as_role):  # noqa: F811
    sent = send()
    Message.objects.update(state="sending")
    Message.objects.update(state="sent", provider_id="n1", sent_at=now())
    payload = {"id": "n1", "reference": None, "status": "permanent-failure", "to": "rosa@home.example"}
    assert receipt(payload, token="guess") == receipt(payload, token="") == 401
    assert receipt("nonsense") == receipt([]) == receipt({"id": "n1", "status": "odd"}) == 400
    assert receipt(payload | {"id": "another"}) == 204
    assert receipt(payload) == receipt(payload) == 204
    assert messaging.message_of(sent.reference).state is MessageState.PERMANENT
