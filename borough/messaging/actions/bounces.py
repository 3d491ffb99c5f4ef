"""Process bounced emails from the mail server's notifications."""

import hmac
import mailbox
from collections import Counter
from datetime import datetime
from pathlib import Path

from borough.messaging.actions.delivery import FAILURE_REASONS, move
from borough.messaging.actions.transports import bounce_token
from borough.messaging.models import Message
from borough.messaging.rules.bounces import read_bounce
from borough.messaging.types import Channel

MOST = 1_000  # notifications in one run
VERB_REASONS = {
    "fail": FAILURE_REASONS["permanent-failure"],
    "fail for now": FAILURE_REASONS["temporary-failure"],
    "deliver": "",
}


def process_bounce(*, by: str, at: datetime, content: bytes) -> str:
    """Process a notification: return “unreadable”, “unknown”, or the message's state. Repeating changes nothing."""
    bounce = read_bounce(content)
    reference, turn = [*bounce.mark.split("."), ""][:2] if bounce else ("", "")
    if bounce is None or not (turn.isascii() and turn.isdecimal() and len(turn) < 6):
        return "unreadable"
    if not hmac.compare_digest(bounce_token(reference, int(turn)).encode(), bounce.mark.encode()):
        return "unknown"
    row = Message.objects.filter(reference=reference, turn=int(turn), channel=Channel.EMAIL.value).first()
    if row is None:
        return "unknown"
    return move(by, at, row, bounce.verb, why=VERB_REASONS[bounce.verb]).value


def read_folder(*, by: str, at: datetime, folder: Path) -> Counter[str]:
    """Process new mail in a Maildir, 1,000 at most, mark each as seen, and return the results by count.

    Raises mailbox.NoSuchMailboxError if there is no such folder.
    """
    box, counts = mailbox.Maildir(folder, create=False), Counter[str]()
    for key in list(box.keys()):
        mail = box.get_message(key)
        if mail.get_subdir() != "new":
            continue
        counts[process_bounce(by=by, at=at, content=box.get_bytes(key))] += 1
        mail.set_subdir("cur")
        mail.add_flag("S")
        box[key] = mail
        if sum(counts.values()) >= MOST:
            break
    return counts
