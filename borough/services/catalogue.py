"""The catalogue of services, discovered from the folders in `definitions`."""

import pkgutil
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from importlib import import_module
from pathlib import Path

from borough.forms.importers.phrases import read_phrases
from borough.forms.service import Service
from borough.services import definitions
from borough.services.types import UnknownService


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Service]:
    """Return the services by key, in name order. Raises ValueError when two folders share a key."""
    services: dict[str, Service] = {}
    for module in pkgutil.iter_modules(definitions.__path__):
        service: Service = import_module(f"{definitions.__name__}.{module.name}.service").service
        service = replace(service, translations=_translated(folder_of(module.name)))
        if service.key in services:
            raise ValueError(f"Two definitions are called “{service.key}”.")
        services[service.key] = service
    return dict(sorted(services.items(), key=lambda pair: pair[1].name))


def folder_of(name: str) -> Path:
    """Return the folder of a definition."""
    return Path(definitions.__path__[0]) / name


def _translated(folder: Path) -> dict[str, Mapping[str, str]]:
    """Return a definition folder's translations by language. Raises TranslationFileError."""
    return {path.stem: read_phrases(path).texts for path in sorted(folder.glob("??.po"))}


def service_of(key: str) -> Service:
    """Return one service. Raises UnknownService."""
    try:
        return catalogue()[key]
    except KeyError:
        raise UnknownService(f"There is no service “{key}”.") from None
