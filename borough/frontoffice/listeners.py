"""What the front office does when something happened: staff hear of what stopped by itself."""

from django.conf import settings
from django.urls import reverse

from borough.access.public import Permission, emails_who_may
from borough.foundation import mail, readers, telling
from borough.foundation.events import subscribe

SUBJECT = "A system is told nothing any more: {name}"
TEXT = """{name} was paused, since it {why}.

What happens meanwhile waits for it. Find out what is wrong there, then resume it:

{link}
"""
WHY = {telling.FAILING: "took nothing for three days"}
GONE = "answered that it is gone for good"


def connect() -> None:
    """Listen."""
    subscribe(telling.ReaderPaused, _tell_staff)


def _tell_staff(event: telling.ReaderPaused, _position: int) -> None:
    one = readers.one(event.reader_id)
    if one is None:
        return
    link = settings.PUBLIC_URL + reverse("frontoffice:reader", args=[one.reader_id])
    text = TEXT.format(name=one.name, why=WHY.get(event.why, GONE), link=link)
    for to in emails_who_may(Permission.READERS_MANAGE):
        mail.write(key=f"{event.key} {to}", to=to, subject=SUBJECT.format(name=one.name), text=text)
