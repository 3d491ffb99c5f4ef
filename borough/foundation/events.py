"""Events: what happened, told to floors above in the same transaction, and kept for live pages and other systems."""

import json
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import asdict, is_dataclass
from datetime import datetime
from importlib import import_module
from typing import Any, ClassVar, Protocol, TypeVar

from django.apps import apps
from django.db import connection

from borough.foundation import audit
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
DONE = """
WITH entry AS (
    INSERT INTO foundation_auditentry (made_at, made_by, verb, subject, detail) VALUES (%s, %s, %s, %s, %s)
    RETURNING position
)
INSERT INTO foundation_event (kind, key, made_at, position, body) SELECT %s, %s, %s, position, %s::jsonb FROM entry
RETURNING id, position
"""
_ways_out: list[Callable[[Event], None]] = []
_listeners: dict[type[Any], list[Callable[[Any, int], None]]] = defaultdict(list)


def subscribe(kind: type[E], listener: Callable[[E, int], None]) -> None:
    """Have the listener called with every event of the kind and its audit position, inside the transaction."""
    if listener not in _listeners[kind]:
        _listeners[kind].append(listener)


def lead_out(way: Callable[[Event], None]) -> None:
    """Have every event handed over to be told outside, in the transaction that publishes it."""
    if way not in _ways_out:
        _ways_out.append(way)


def listeners() -> dict[type[Any], list[Callable[[Any, int], None]]]:
    """Who listens to what, for the generated page."""
    return dict(_listeners)


def every_kind() -> dict[str, list[type[Any]]]:
    """Every class of event there is, by the app that tells of it."""
    found = {}
    for app in sorted(one.name for one in apps.get_app_configs() if one.name.startswith("borough.")):
        rooms = ("files", "telling") if app == "borough.foundation" else ("types",)  # the floor without walls
        found[app] = [one for room in rooms for one in _told_in(f"{app}.{room}")]
    return found


def _told_in(room: str) -> list[type[Any]]:
    try:
        names = vars(import_module(room)).values()
    except ImportError:
        return []
    found = [one for one in names if is_dataclass(one) and hasattr(one, "kind") and hasattr(one, "key")]
    return [
        one for one in found
        if isinstance(one, type) and one.__module__.startswith(room) and isinstance(one.__dict__.get("kind"), str)
    ]  # fmt: skip


def done(
    event: Told, *, by: str, at: datetime, verb: str, subject: str, detail: Mapping[str, Any] | None = None
) -> int:  # fmt: skip
    """Write an act's audit entry and its event in one statement, publish it, and return the position of both.

    As audit.record and then publish, for an act of whose rows none needs the position.
    """
    body = asdict(event)
    with connection.cursor() as cursor:
        cursor.execute(DONE, [*audit.words(by, at, verb, subject, detail), event.kind, event.key, at, json.dumps(body)])
        number, position = cursor.fetchone()
    _tell(event, Event(id=number, kind=event.kind, key=event.key, made_at=at, position=position, body=body))
    return int(position)


def publish(event: Told, *, at: datetime, position: int) -> None:
    """Write the event, tell its listeners, and defer its delivery to other systems: all or none of it."""
    _tell(
        event,
        Event.objects.create(kind=event.kind, key=event.key, made_at=at, position=position, body=asdict(event)),
    )


def _tell(event: Told, row: Event) -> None:
    for listener in _listeners[type(event)]:
        listener(event, row.position)
    for way in _ways_out:
        way(row)


def last_position() -> int:
    """The audit position of the latest event."""
    return Event.objects.order_by("-position").values_list("position", flat=True).first() or 0


def after(position: int, limit: int = 200) -> list[dict[str, Any]]:
    """Events written after a position, in the order they became visible."""
    rows = Event.objects.filter(position__gt=position).order_by("position", "id")[:limit]
    return [{"position": row.position, "kind": row.kind, "body": row.body} for row in rows]
