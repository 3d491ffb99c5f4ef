"""The kind of this instance: a live council's, or a demonstration with invented people."""

from functools import lru_cache

from django.db import DatabaseError, transaction

from borough.foundation.models import Instance

DEMONSTRATION = "demonstration"
LIVE = "live"


class InstanceInUse(RuntimeError):
    """The database already has accounts, so it cannot become a demonstration."""


def set_kind(kind: str) -> None:
    """Set the kind once. The database rejects a demonstration where accounts exist, and any later change."""
    try:
        with transaction.atomic():
            Instance.objects.get_or_create(singleton=True, defaults={"kind": kind})
    except DatabaseError as error:
        raise InstanceInUse("This database holds accounts already, so it cannot become a demonstration.") from error
    _kind.cache_clear()
    if _kind() != kind:
        raise InstanceInUse(f"This home is a {_kind()} one, and stays so. Set BOROUGH_HOME to a new folder.")


@lru_cache(maxsize=1)
def _kind() -> str:
    return Instance.objects.values_list("kind", flat=True).first() or ""


def kind() -> str:
    """Return the kind of this instance; empty before it is set."""
    if not (value := _kind()):
        _kind.cache_clear()
    return value


def is_demonstration() -> bool:
    """Return whether this is a demonstration: everyone is invented and one-click sign-in is offered."""
    return kind() == DEMONSTRATION
