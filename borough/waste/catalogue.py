"""Council policy on waste, from the folder `waste` of the council's pack: streams, containers, fees, terms."""

import csv
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache, wraps
from pathlib import Path
from typing import Any, TypeVar

from borough.foundation.packs import current_pack
from borough.kernel.council_pack import CouncilPack
from borough.kernel.toml_tables import PackFault
from borough.waste.types.bulky import BulkyItem, BulkyTerms
from borough.waste.types.calendar import ContainerKind, Stream
from borough.waste.types.missed import LeadsTo, MissedTerms, Reason
from borough.waste.types.subscriptions import Fee, LateFrom, Terms

LIBRARY = Path(__file__).parent / "definitions"
Policy = TypeVar("Policy")


class MissingPolicy(LookupError):
    """The council's pack lacks a file of waste policy; the message names it."""


def _of_pack(read: Callable[[CouncilPack], Policy]) -> Callable[[], Policy]:
    """Read once for each pack, and return what the pack of this instance says."""
    cached = lru_cache(maxsize=8)(read)

    @wraps(read)
    def policy() -> Policy:
        return cached(current_pack())

    return policy


def _file(pack: CouncilPack, name: str) -> Path:
    """Return the pack's file, or else that of the library. Raises MissingPolicy."""
    path = pack.file("waste", name) or LIBRARY / name
    if not path.exists():
        raise MissingPolicy(f"The council pack {pack.path} has no file waste/{name}.")
    return path


def _rows(pack: CouncilPack, name: str) -> list[dict[str, str]]:
    with _file(pack, name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _table(pack: CouncilPack, name: str) -> dict[str, Any]:
    return tomllib.loads(_file(pack, name).read_text("utf-8"))


def _streams(pack: CouncilPack) -> dict[str, Stream]:
    """Return every stream by key, in display order."""
    return {
        row["key"]: Stream(
            key=row["key"],
            name=row["name"],
            container=row["container"],
            takes=tuple(row["takes"].split(";")),
            leaves=tuple(row["leaves"].split(";")),
            subscribed=row["subscribed"] == "yes",
        )
        for row in _rows(pack, "streams.csv")
    }


def _containers(pack: CouncilPack) -> dict[str, ContainerKind]:
    """Return every kind of container by key."""
    return {
        row["key"]: ContainerKind(key=row["key"], stream=row["stream"], name=row["name"], litres=int(row["litres"]))
        for row in _rows(pack, "containers.csv")
    }


def _terms(pack: CouncilPack) -> Terms:
    """Return the terms of garden waste subscriptions."""
    table = _table(pack, "garden.toml")
    return Terms(**table | {"late_from": LateFrom(table["late_from"])})


def _fees(pack: CouncilPack) -> tuple[Fee, ...]:
    """Return every current and past garden waste fee."""
    return tuple(
        Fee(
            season_starts_on=date.fromisoformat(row["season_starts_on"]),
            season_ends_on=date.fromisoformat(row["season_ends_on"]),
            from_on=date.fromisoformat(row["from_on"]),
            first_bin=int(row["first_bin"]),
            further_bin=int(row["further_bin"]),
            concession_percent=int(row["concession_percent"]),
            source=row["source"],
        )
        for row in _rows(pack, "garden_fees.csv")
    )


def _reasons(pack: CouncilPack) -> dict[str, Reason]:
    """Return every crew reason by key."""
    return {
        row["key"]: Reason(
            key=row["key"],
            level_1=row["level_1"],
            level_2=row["level_2"],
            leads_to=LeadsTo(row["leads_to"]),
            sentence=row["sentence"],
        )
        for row in _rows(pack, "reasons.csv")
    }


def _missed_terms(pack: CouncilPack) -> MissedTerms:
    """Return the terms for reporting missed bins."""
    return MissedTerms(**_table(pack, "missed.toml"))


def _bulky_items(pack: CouncilPack) -> dict[str, BulkyItem]:
    """Return every bulky item by key."""
    return {
        row["key"]: BulkyItem(
            key=row["key"], name=row["name"], pence=int(row["pence"]), places=int(row["places"]), source=row["source"]
        )
        for row in _rows(pack, "bulky_items.csv")
    }


def _bulky_terms(pack: CouncilPack) -> BulkyTerms:
    """Return the terms of bulky collections."""
    return BulkyTerms(**_table(pack, "bulky.toml"))


streams = _of_pack(_streams)
containers = _of_pack(_containers)
terms = _of_pack(_terms)
fees = _of_pack(_fees)
reasons = _of_pack(_reasons)
missed_terms = _of_pack(_missed_terms)
bulky_items = _of_pack(_bulky_items)
bulky_terms = _of_pack(_bulky_terms)


def check_policy(pack: CouncilPack) -> Iterator[PackFault]:
    """Yield the files of waste policy that a pack lacks, or that cannot be read."""
    readers: dict[str, Callable[[CouncilPack], object]] = {
        "streams.csv": _streams,
        "containers.csv": _containers,
        "garden.toml": _terms,
        "garden_fees.csv": _fees,
        "missed.toml": _missed_terms,
        "bulky.toml": _bulky_terms,
        "bulky_items.csv": _bulky_items,
        "reasons.csv": _reasons,
    }
    for name, read in readers.items():
        try:
            read(pack)
        except MissingPolicy:
            yield PackFault(f"waste/{name}", 0, "This file is missing.")
        except (KeyError, TypeError, ValueError) as error:
            yield PackFault(f"waste/{name}", 1, f"This file cannot be read: {error}.")
