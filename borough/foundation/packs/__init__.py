"""The council pack of this instance, and the sections that apps read from it.

An app registers a section in its AppConfig.ready: how to check its part of a pack, and how to write that part into the
database. `borough init` provisions every section, in the order of INSTALLED_APPS.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import transaction

from borough.foundation import audit
from borough.foundation.packs.modules import load_module
from borough.kernel.council_pack import CouncilPack
from borough.kernel.toml_tables import PackFault

__all__ = ["PackSection", "check_pack", "current_pack", "load_module", "provision", "register_section"]


@dataclass(frozen=True, kw_only=True)
class PackSection:
    """What one app does with a pack.

    check: returns the faults of this part. provision: writes it into the database, changes only what differs and
    returns a sentence for each change; names that staff have changed since stay as they are.
    """

    name: str
    check: Callable[[CouncilPack], Iterable[PackFault]] | None = None
    provision: Callable[[str, datetime, CouncilPack], Iterable[str]] | None = None


_sections: dict[str, PackSection] = {}


def register_section(section: PackSection) -> None:
    """Add a section; registering a name again replaces it."""
    _sections[section.name] = section


def current_pack() -> CouncilPack:
    """Return the pack of this instance."""
    pack: CouncilPack = settings.COUNCIL_PACK
    return pack


def check_pack(pack: CouncilPack) -> list[PackFault]:
    """Return everything that is missing or contradictory; apps check only a pack whose files can be read."""
    if any(file.faults for file in pack.files.values()):
        return list(pack.faults)
    faults = [fault for section in _sections.values() if section.check for fault in section.check(pack)]
    return sorted({*pack.faults, *faults})


def provision(*, by: str, at: datetime, pack: CouncilPack) -> list[str]:
    """Write a pack into the database, in one transaction; doing it again changes nothing. Return the changes."""
    with transaction.atomic():
        changes = [
            change for section in _sections.values() if section.provision for change in section.provision(by, at, pack)
        ]
        if changes:
            detail = {"version": pack.version, "digest": pack.digest, "changes": len(changes)}
            audit.record(by=by, at=at, verb="pack.provision", subject=f"pack:{pack.path.name}", detail=detail)
    return changes
