"""Event listeners that notify staff of automatic stops."""

from django.conf import settings
from django.urls import reverse

from borough.access.public import Permission, emails_with_permission
from borough.foundation import mail
from borough.foundation.events import subscribe
from borough.webhooks import dispatch, endpoints

SUBJECT = "Webhook paused: {name}"
TEXT = """The webhook {name} was paused, because the receiving system {why}.

Events are queued until it is resumed. Find out what is wrong with the receiving system, then resume it:

{link}
"""
WHY = {dispatch.FAILING: "accepted nothing for three days"}
ENDPOINT_REMOVED = "answered that it no longer exists"


def connect() -> None:
    """Subscribe to events."""
    subscribe(dispatch.WebhookEndpointPaused, _notify_staff)


def _notify_staff(event: dispatch.WebhookEndpointPaused, _position: int) -> None:
    endpoint = endpoints.get_endpoint(event.endpoint_id)
    if endpoint is None:
        return
    link = settings.PUBLIC_URL + reverse("frontoffice:webhook", args=[endpoint.endpoint_id])
    text = TEXT.format(name=endpoint.name, why=WHY.get(event.why, ENDPOINT_REMOVED), link=link)
    for to in emails_with_permission(Permission.WEBHOOKS_MANAGE):
        mail.enqueue(key=f"{event.key} {to}", to=to, subject=SUBJECT.format(name=endpoint.name), text=text)
