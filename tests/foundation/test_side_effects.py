"""What goes out goes under a key of its own, once as far as anyone outside can tell."""

from datetime import UTC, datetime
from email import message_from_bytes

import pytest

from borough.foundation import mail, side_effects
from borough.foundation.models import OutgoingMail, SideEffect

pytestmark = pytest.mark.django_db
AT = datetime(2018, 8, 2, tzinfo=UTC)


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
