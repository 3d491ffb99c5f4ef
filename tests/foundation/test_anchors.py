"""Anchors are kept where the database's owner cannot reach them, and the command holds the chain to them."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from borough.foundation.audit import anchors
from borough.foundation import audit
from borough.foundation.models import OutgoingMail
from tests.foundation.test_audit import act, as_the_owner, cut_tail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _home(settings, tmp_path):
    settings.HOME = tmp_path


def verify(*words):
    out = StringIO()
    call_command("audit", "verify", *words, stdout=out)
    return out.getvalue()


def test_an_anchor_taken_is_kept_beside_the_database():
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


def test_the_command_finds_a_cut_tail_by_an_anchor_given_or_in_a_mail(tmp_path):
    first = act(1)
    act(2)
    anchor = audit.anchor()
    (tmp_path / "mail.eml").write_text(f"Subject: Audit anchor\n\n{anchor}\n")
    with as_the_owner() as cursor:
        cut_tail(cursor, first)
    assert "is whole" in verify()
    for words in (("--anchor", anchor), ("--anchors", str(tmp_path / "mail.eml"))):
        with pytest.raises(CommandError, match="1 fault"):
            verify(*words)


@pytest.mark.parametrize("words", [("--anchor", "nothing"), ("--anchors", "/nowhere/mail.eml")])
def test_what_holds_no_anchor_is_told_so(words):
    with pytest.raises(CommandError, match=r"anchor|read"):
        verify(*words)
