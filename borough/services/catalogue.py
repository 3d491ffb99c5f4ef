"""The library of service definitions, and the services that the council's pack publishes of it and adds to it."""

import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from importlib import import_module
from pathlib import Path

from borough.forms.importers.phrases import read_phrases
from borough.forms.service import Service
from borough.foundation.packs import current_pack, load_module
from borough.kernel.council_pack import CouncilPack, ServiceValues
from borough.kernel.toml_tables import TomlFile
from borough.services import definitions
from borough.services.grammar.publishing import publish
from borough.services.types import UnknownService

LIBRARY = Path(definitions.__path__[0])


@lru_cache(maxsize=1)
def library() -> dict[str, Service]:
    """Return the platform's definitions by key, without any council's values."""
    return _by_key(
        replace(
            import_module(f"{definitions.__name__}.{module.name}.service").service,
            translations=_translated(folder_of(module.name)),
        )
        for module in pkgutil.iter_modules(definitions.__path__)
    )


@lru_cache(maxsize=8)
def definitions_of(pack: CouncilPack) -> dict[str, Service]:
    """Return every definition that a pack may publish: the library's, and those of its own folders.

    Raises ValueError when two have one key.
    """
    return _by_key([*library().values(), *_own(pack)])


@lru_cache(maxsize=8)
def published(pack: CouncilPack) -> dict[str, Service]:
    """Return the services that a pack publishes, by key in name order."""
    known, own = definitions_of(pack), {service.key for service in _own(pack)}
    services = {
        key: publish(known[key], values_of(pack, key), pack.council, pack_phrases(pack))
        for key in {*pack.services, *own}
        if key in known
    }
    return dict(sorted(services.items(), key=lambda pair: pair[1].name))


Changes = tuple[tuple[str, str, str], ...]
"""Texts changed on a page: service, path and text."""

_in_force: list[Changes] = [()]


def use_changes(changes: Changes) -> None:
    """Use these changed texts in this process from now on; see actions/overrides.py, which reads them."""
    _in_force[0] = changes


@lru_cache(maxsize=8)
def _changed(pack: CouncilPack, changes: Changes) -> dict[str, Service]:
    known, services = definitions_of(pack), dict(published(pack))
    for key in {service for service, _, _ in changes} & set(services):
        own = {path: text for service, path, text in changes if service == key}
        services[key] = publish(known[key], values_of(pack, key), pack.council, pack_phrases(pack), own)
    return dict(sorted(services.items(), key=lambda pair: pair[1].name))


def catalogue() -> dict[str, Service]:
    """Return the services of this council by key, in name order, with the texts that staff have changed."""
    return _changed(current_pack(), _in_force[0])


def service_of(key: str) -> Service:
    """Return one service. Raises UnknownService."""
    try:
        return catalogue()[key]
    except KeyError:
        raise UnknownService(f"There is no service “{key}”.") from None


def values_of(pack: CouncilPack, key: str) -> ServiceValues:
    """Return a pack's values for a service; empty ones for a service of its own that has no file of values."""
    if key in pack.services:
        return pack.services[key]
    return ServiceValues(key=key, file=TomlFile(f"services/{key}.toml", "", {}))


def folder_of(name: str) -> Path:
    """Return the folder of a definition of the library."""
    return LIBRARY / name


@lru_cache(maxsize=8)
def pack_phrases(pack: CouncilPack) -> Mapping[str, Mapping[str, str]]:
    """Return the pack's translations by language. Raises TranslationFileError."""
    return {code: read_phrases(pack.path / "translations" / f"{code}.po").texts for code in pack.council.languages}


def _own(pack: CouncilPack) -> Iterator[Service]:
    """Yield the services of a pack's own folders, services/NAME/service.py."""
    for path in sorted(pack.path.glob("services/*/service.py")):
        service: Service = load_module(path).service
        yield replace(service, translations=_translated(path.parent))


def _by_key(services: Iterator[Service] | list[Service]) -> dict[str, Service]:
    by_key: dict[str, Service] = {}
    for service in services:
        if service.key in by_key:
            raise ValueError(f"Two definitions are called “{service.key}”.")
        by_key[service.key] = service
    return dict(sorted(by_key.items(), key=lambda pair: pair[1].name))


def _translated(folder: Path) -> dict[str, Mapping[str, str]]:
    """Return a definition folder's translations by language. Raises TranslationFileError."""
    return {path.stem: read_phrases(path).texts for path in sorted(folder.glob("??.po"))}
