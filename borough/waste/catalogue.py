"""Council policy on waste from files: streams, containers, fees, terms. The council's own files come first."""

import csv
import tomllib
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from borough.waste.types.bulky import BulkyItem, BulkyTerms
from borough.waste.types.calendar import ContainerKind, Stream
from borough.waste.types.missed import LeadsTo, MissedTerms, Reason
from borough.waste.types.subscriptions import Fee, LateFrom, Terms

SHIPPED = Path(__file__).parent / "definitions"


def _file(name: str) -> Path:
    """Return the council's own file in its instance, or else the shipped example."""
    own = Path(settings.HOME) / "waste" / name
    return own if own.exists() else SHIPPED / name


def _rows(name: str) -> list[dict[str, str]]:
    with _file(name).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads(_file(name).read_text("utf-8"))


@lru_cache(maxsize=1)
def streams() -> dict[str, Stream]:
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
        for row in _rows("streams.csv")
    }


@lru_cache(maxsize=1)
def containers() -> dict[str, ContainerKind]:
    """Return every kind of container by key."""
    return {
        row["key"]: ContainerKind(key=row["key"], stream=row["stream"], name=row["name"], litres=int(row["litres"]))
        for row in _rows("containers.csv")
    }


@lru_cache(maxsize=1)
def terms() -> Terms:
    """Return the terms of garden waste subscriptions."""
    table = _table("garden.toml")
    return Terms(**table | {"late_from": LateFrom(table["late_from"])})


@lru_cache(maxsize=1)
def fees() -> tuple[Fee, ...]:
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
        for row in _rows("garden_fees.csv")
    )


@lru_cache(maxsize=1)
def reasons() -> dict[str, Reason]:
    """Return every crew reason by key."""
    return {
        row["key"]: Reason(
            key=row["key"],
            level_1=row["level_1"],
            level_2=row["level_2"],
            leads_to=LeadsTo(row["leads_to"]),
            sentence=row["sentence"],
        )
        for row in _rows("reasons.csv")
    }


@lru_cache(maxsize=1)
def missed_terms() -> MissedTerms:
    """Return the terms for reporting missed bins."""
    return MissedTerms(**_table("missed.toml"))


@lru_cache(maxsize=1)
def bulky_items() -> dict[str, BulkyItem]:
    """Return every bulky item by key."""
    return {
        row["key"]: BulkyItem(
            key=row["key"], name=row["name"], pence=int(row["pence"]), places=int(row["places"]), source=row["source"]
        )
        for row in _rows("bulky_items.csv")
    }


@lru_cache(maxsize=1)
def bulky_terms() -> BulkyTerms:
    """Return the terms of bulky collections."""
    return BulkyTerms(**_table("bulky.toml"))
