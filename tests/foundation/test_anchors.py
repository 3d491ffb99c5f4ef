"""Anchors are kept where the database's owner cannot reach them, and the command holds the chain to them."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from borough.foundation import audit
from borough.foundation.models import OutgoingMail
from borough.foundation.ops import anchors
from tests.foundation.test_audit import act, as_the_owner, cut_tail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.HOME = tmp_path


def verify(*arguments):
    out = StringIO()
    call_command("audit", "verify", *arguments, stdout=out)
    return out.getvalue()


def test_anchor_is_saved_alongside_the_database():
    act()
    anchor = anchors.record_anchor()
    assert anchors.load() == audit.parse_anchors(anchor)
    assert "agrees with 1 anchor" in verify()


def test_the_days_anchor_is_mailed_once(settings):
    settings.ANCHOR_MAIL = "keeper@elsewhere.example"
    when = int(datetime(2018, 8, 2, 6, 15, tzinfo=UTC).timestamp())
    act()
    anchors.publish_anchor(timestamp=when)
    anchors.publish_anchor(timestamp=when)
    mail = OutgoingMail.objects.get()
    assert mail.to == "keeper@elsewhere.example"
    assert audit.parse_anchors(mail.text)


def test_command_detects_truncated_tail_by_anchor_argument_or_email(tmp_path):
    first = act(1)
    act(2)
    anchor = audit.anchor()
    (tmp_path / "mail.eml").write_text(f"Subject: Audit anchor\n\n{anchor}\n")
    with as_the_owner() as cursor:
        cut_tail(cursor, first)
    assert "is whole" in verify()
    for arguments in (("--anchor", anchor), ("--anchors", str(tmp_path / "mail.eml"))):
        with pytest.raises(CommandError, match="1 fault"):
            verify(*arguments)


@pytest.mark.parametrize("arguments", [("--anchor", "nothing"), ("--anchors", "/nowhere/mail.eml")])
def test_input_without_an_anchor_is_reported(arguments):
    with pytest.raises(CommandError, match=r"anchor|read"):
        verify(*arguments)
