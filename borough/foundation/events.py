"""Events: what happened, told to floors above in the same transaction, and kept for live pages and other systems."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Any, ClassVar, Protocol, TypeVar

from django.conf import settings

from borough.foundation.models import Event


class Told(Protocol):
    """A frozen dataclass that says something happened: its kind, and a key no other event has."""

    kind: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def key(self) -> str:
        """A text no other event has."""
        ...


E = TypeVar("E", bound=Told)
_listeners: dict[type[Any], list[Callable[[Any, int], None]]] = defaultdict(list)


def subscribe(kind: type[E], listener: Callable[[E, int], None]) -> None:
    """Have the listener called with every event of the kind and its audit position, inside the transaction."""
    if listener not in _listeners[kind]:
        _listeners[kind].append(listener)


def listeners() -> dict[type[Any], list[Callable[[Any, int], None]]]:
    """Who listens to what, for the generated page."""
    return dict(_listeners)


def publish(event: Told, *, at: datetime, position: int) -> None:
    """Write the event, tell its listeners, and defer its delivery to other systems: all or none of it."""
    from borough.foundation import webhooks  # noqa: PLC0415 - its jobs are themselves over events

    row = Event.objects.create(kind=event.kind, key=event.key, made_at=at, position=position, body=asdict(event))
    for listener in _listeners[type(event)]:
        listener(event, position)
    if settings.WEBHOOK_URL:
        webhooks.deliver_event.defer(event_id=row.pk)


def last_position() -> int:
    """The audit position of the latest event."""
    return Event.objects.order_by("-position").values_list("position", flat=True).first() or 0


def after(position: int, limit: int = 200) -> list[dict[str, Any]]:
    """Events written after a position, in the order they became visible."""
    rows = Event.objects.filter(position__gt=position).order_by("position", "id")[:limit]
    return [{"position": row.position, "kind": row.kind, "body": row.body} for row in rows]
