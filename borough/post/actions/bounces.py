"""Hear of mails that came back, as the mail server writes of them."""

import hmac
import mailbox
from collections import Counter
from datetime import datetime
from pathlib import Path

from borough.post.actions.carriers import mark_of
from borough.post.actions.delivering import WORDS, move
from borough.post.models import Message
from borough.post.rules.bounces import read_bounce
from borough.post.types import Channel

MOST = 1_000  # notifications read at a time
VERB_WORDS = {"fail": WORDS["permanent-failure"], "fail for now": WORDS["temporary-failure"], "deliver": ""}


def hear_bounce(*, by: str, at: datetime, content: bytes) -> str:
    """Take in one notification: “unreadable”, “unknown”, or how its message stands now. Twice moves nothing."""
    told = read_bounce(content)
    reference, turn = [*told.mark.split("."), ""][:2] if told else ("", "")
    if told is None or not (turn.isascii() and turn.isdecimal() and len(turn) < 6):
        return "unreadable"
    if not hmac.compare_digest(mark_of(reference, int(turn)).encode(), told.mark.encode()):
        return "unknown"
    row = Message.objects.filter(reference=reference, turn=int(turn), channel=Channel.EMAIL.value).first()
    if row is None:
        return "unknown"
    return move(by, at, row, told.verb, why=VERB_WORDS[told.verb]).value


def read_folder(*, by: str, at: datetime, folder: Path) -> Counter[str]:
    """Take in what is new in a Maildir, 1,000 at most, and mark each as seen once it is taken in; what came of them.

    Raises mailbox.NoSuchMailboxError where there is no such folder.
    """
    box, found = mailbox.Maildir(folder, create=False), Counter[str]()
    for key in list(box.keys()):
        held = box.get_message(key)
        if held.get_subdir() != "new":
            continue
        found[hear_bounce(by=by, at=at, content=box.get_bytes(key))] += 1
        held.set_subdir("cur")
        held.add_flag("S")
        box[key] = held
        if sum(found.values()) >= MOST:
            break
    return found
