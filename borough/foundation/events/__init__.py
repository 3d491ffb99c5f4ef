"""Domain events: handled by upper layers in the same transaction, and stored for live pages and webhooks."""

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


class DomainEvent(Protocol):
    """The protocol of an event: a frozen dataclass with its kind and a unique key."""

    kind: ClassVar[str]
    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def key(self) -> str:
        """Return a unique text."""
        ...


E = TypeVar("E", bound=DomainEvent)
RECORD_AND_PUBLISH = """
WITH entry AS (
    INSERT INTO foundation_auditentry (created_at, created_by, verb, subject, detail) VALUES (%s, %s, %s, %s, %s)
    RETURNING position
)
INSERT INTO foundation_event (kind, key, created_at, position, body) SELECT %s, %s, %s, position, %s::jsonb FROM entry
RETURNING id, position
"""
_sinks: list[Callable[[Event], None]] = []
_listeners: dict[type[Any], list[Callable[[Any, int], None]]] = defaultdict(list)


def subscribe(kind: type[E], listener: Callable[[E, int], None]) -> None:
    """Call the listener with every event of a kind and its audit position, inside the transaction."""
    if listener not in _listeners[kind]:
        _listeners[kind].append(listener)


def add_sink(sink: Callable[[Event], None]) -> None:
    """Pass every event to a sink for external delivery, in the publishing transaction."""
    if sink not in _sinks:
        _sinks.append(sink)


def listeners() -> dict[type[Any], list[Callable[[Any, int], None]]]:
    """Return the listeners by event class, for the generated documentation."""
    return dict(_listeners)


def event_classes() -> dict[str, list[type[Any]]]:
    """Return every event class by the app that publishes it."""
    classes = {}
    for app in sorted(item.name for item in apps.get_app_configs() if item.name.startswith("borough.")):
        modules = {"borough.foundation": ("files",), "borough.webhooks": ("dispatch",)}.get(
            app, ("types",)
        )  # the base layer has no types
        classes[app] = [item for module in modules for item in _event_classes_in(f"{app}.{module}")]
    return classes


def _event_classes_in(module: str) -> list[type[Any]]:
    try:
        names = vars(import_module(module)).values()
    except ImportError:
        return []
    candidates = [cls for cls in names if is_dataclass(cls) and hasattr(cls, "kind") and hasattr(cls, "key")]
    return [
        cls
        for cls in candidates
        if isinstance(cls, type) and cls.__module__.startswith(module) and isinstance(cls.__dict__.get("kind"), str)
    ]


def record_and_publish(
    event: DomainEvent, *, by: str, at: datetime, verb: str, subject: str, detail: Mapping[str, Any] | None = None
) -> int:
    """Write an action's audit entry and event in one statement, publish it, and return their position.

    Equivalent to audit.record and publish, for actions whose rows do not need the position.
    """
    body = asdict(event)
    with connection.cursor() as cursor:
        cursor.execute(
            RECORD_AND_PUBLISH,
            [*audit.entry_params(by, at, verb, subject, detail), event.kind, event.key, at, json.dumps(body)],
        )
        number, position = cursor.fetchone()
    _dispatch(event, Event(id=number, kind=event.kind, key=event.key, created_at=at, position=position, body=body))
    return int(position)


def publish(event: DomainEvent, *, at: datetime, position: int) -> None:
    """Store the event, call its listeners and queue its external delivery, all in one transaction."""
    _dispatch(
        event,
        Event.objects.create(kind=event.kind, key=event.key, created_at=at, position=position, body=asdict(event)),
    )


def _dispatch(event: DomainEvent, row: Event) -> None:
    for listener in _listeners[type(event)]:
        listener(event, row.position)
    for sink in _sinks:
        sink(row)


def last_position() -> int:
    """Return the audit position of the latest event."""
    return Event.objects.order_by("-position").values_list("position", flat=True).first() or 0


def list_after(position: int, limit: int = 200) -> list[dict[str, Any]]:
    """Return events after a position, in the order they became visible."""
    rows = Event.objects.filter(position__gt=position).order_by("position", "id")[:limit]
    return [{"position": row.position, "kind": row.kind, "body": row.body} for row in rows]
