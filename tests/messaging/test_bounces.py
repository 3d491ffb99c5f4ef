"""Mails that came back: heard from what mail servers write, once, of our own mails alone."""

import mailbox
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from borough.messaging.actions.bounces import process_bounce, read_folder
from borough.messaging.actions.delivery import deliver
from borough.messaging.actions.transports import bounce_token
from borough.messaging.jobs import read_bounces
from borough.messaging.models import Message
from borough.messaging.rules.bounces import read_bounce
from tests.messaging.sample_messages import send

AT = datetime(2027, 2, 1, 10, 30, tzinfo=UTC)
NOTICE = """From: MAILER-DAEMON@mail.example
To: no-reply@borough.example
Subject: Undelivered Mail Returned to Sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="=_b"

--=_b
Content-Type: text/plain; charset=us-ascii

This is the mail system. It could not be delivered.

--=_b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example
Arrival-Date: Mon, 1 Feb 2027 10:00:00 +0000

Final-Recipient: rfc822; rosa@home.example
Action: {action}
Status: {status}
Diagnostic-Code: smtp; 550 5.1.1 no such user

--=_b
Content-Type: {kind}

{original}
--=_b--
"""


def notice(mark, *, action="failed", status="5.1.1", complete=True):
    headers = f"From: no-reply@borough.example\nTo: rosa@home.example\nSubject: We have it\nBorough-Message: {mark}\n"
    kind = "message/rfc822" if complete else "text/rfc822-headers"
    original = f"{headers}\nHello\n" if complete else headers
    return NOTICE.format(action=action, status=status, kind=kind, original=original).encode()


@pytest.mark.parametrize("complete", [True, False])
@pytest.mark.parametrize(
    ("action", "status", "verb"),
    [
        ("failed", "5.1.1", "fail"),
        ("failed", "4.4.7", "fail for now"),
        ("failed", "5.2.2", "fail for now"),
        ("delivered", "2.0.0", "deliver"),
    ],
)
def test_bounce_is_parsed_with_the_full_mail_or_its_headers(complete, action, status, verb):
    bounce = read_bounce(notice("abc.1.def", action=action, status=status, complete=complete))
    assert (bounce.mark, bounce.verb) == ("abc.1.def", verb)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"Subject: I am on holiday\n\nBack on Monday",
        notice("abc.1.def", action="delayed"),
        notice(""),
        b"Content-Type: multipart/report\n\n",
        notice("x").replace(b"message/rfc822", b"text/plain"),
        b"Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\nx\n--b--",
    ],
)
def test_what_says_nothing_of_ours_is_no_bounce(content):
    assert read_bounce(content) is None


@pytest.fixture
def mailed(db, settings, tmp_path):
    """A mail that has left, and the folder it went to."""
    settings.OUTBOX = str(tmp_path / "outbox")
    send()
    row = Message.objects.get()
    deliver(by="nobody", at=AT, reference=row.reference)
    return row


def message_state():
    return Message.objects.get().state


def test_a_mail_carries_its_mark(mailed, settings):
    [file] = Path(settings.OUTBOX).glob("*.eml")
    assert f"Borough-Message: {bounce_token(mailed.reference, mailed.turn)}".encode() in file.read_bytes().replace(
        b"\r", b""
    )


def test_returned_message_is_marked_once_with_its_reason(mailed):
    content = notice(bounce_token(mailed.reference, mailed.turn))
    assert process_bounce(by="nobody", at=AT, content=content) == "permanent-failure"
    assert process_bounce(by="nobody", at=AT, content=content) == "permanent-failure"
    assert Message.objects.get().why_not == "The address or number does not exist. Remove it"


@pytest.mark.parametrize(
    "forged", ["{reference}.1.0", "{reference}.0.{right}", "{reference}", "x.1.y", "..", "{reference}.²."]
)
def test_nobody_can_say_it_of_a_mail_they_have_not_got(mailed, forged):
    right = bounce_token(mailed.reference, mailed.turn).split(".")[2]
    content = notice(forged.format(reference=mailed.reference, right=right))
    assert process_bounce(by="nobody", at=AT, content=content) in ("unknown", "unreadable")
    assert message_state() == "sent"


def test_a_folder_is_read_once_and_what_is_not_ours_is_left_seen(mailed, settings, tmp_path):
    settings.BOUNCES = str(tmp_path / "Maildir")
    box = mailbox.Maildir(settings.BOUNCES)
    box.add(notice(bounce_token(mailed.reference, mailed.turn), status="4.2.2"))
    box.add(b"Subject: I am on holiday\n\nBack on Monday")
    read_bounces(0)
    assert message_state() == "temporary-failure"
    assert read_folder(by="nobody", at=AT, folder=tmp_path / "Maildir") == {}
    assert len(list((tmp_path / "Maildir" / "cur").iterdir())) == 2


def test_command_reads_a_bounce_from_the_mail_server_pipe(mailed, monkeypatch, capsys):
    class Pipe:
        buffer = BytesIO(notice(bounce_token(mailed.reference, mailed.turn)))

    monkeypatch.setattr("sys.stdin", Pipe)
    call_command("bounces", "-")
    assert message_state() == "permanent-failure"


def test_the_command_names_what_is_wanting(tmp_path, settings):
    settings.BOUNCES = ""
    with pytest.raises(CommandError, match="BOROUGH_BOUNCES"):
        call_command("bounces", "")
    with pytest.raises(CommandError, match="no Maildir"):
        call_command("bounces", str(tmp_path / "none"))
