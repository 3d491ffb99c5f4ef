"""Every service there is, found by its folder in `definitions`."""

import pkgutil
from functools import lru_cache
from importlib import import_module

from borough.services import definitions
from borough.services.grammar.service import Service
from borough.services.types import UnknownService


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Service]:
    """The services by key, in order of their names. Raises ValueError where two folders give one key."""
    found: dict[str, Service] = {}
    for module in pkgutil.iter_modules(definitions.__path__):
        service: Service = import_module(f"{definitions.__name__}.{module.name}.service").service
        if service.key in found:
            raise ValueError(f"Two definitions are called “{service.key}”.")
        found[service.key] = service
    return dict(sorted(found.items(), key=lambda one: one[1].name))


def service_of(key: str) -> Service:
    """One service; raises UnknownService."""
    try:
        return catalogue()[key]
    except KeyError:
        raise UnknownService(f"There is no service “{key}”.") from None
