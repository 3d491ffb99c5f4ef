"""The wards of a council's pack: wards.csv with the columns code, name and since."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from borough.gazetteer.actions.areas import declare_area
from borough.gazetteer.models.areas import Area
from borough.gazetteer.types import AreaKind
from borough.kernel.council_pack import CouncilPack
from borough.kernel.toml_tables import PackFault

WARDS, COLUMNS = "wards.csv", ["code", "name", "since"]


def check_wards(pack: CouncilPack) -> Iterator[PackFault]:
    """Yield rows that cannot be read; a pack without wards.csv has none."""
    path = pack.file(WARDS)
    if path is None:
        return
    with path.open(encoding="utf-8-sig", newline="") as source:
        reader = csv.DictReader(source)
        if reader.fieldnames != COLUMNS:
            yield PackFault(WARDS, 1, f"The columns must be {', '.join(COLUMNS)}.")
            return
        for row in reader:
            try:
                date.fromisoformat(row["since"] or "")
            except ValueError:
                yield PackFault(WARDS, reader.line_num, f"“{row['since']}” is no date like 2024-05-02.")
            if not (row["code"] and row["name"]):
                yield PackFault(WARDS, reader.line_num, "The code or the name is missing.")


def provision_wards(by: str, at: datetime, pack: CouncilPack) -> Iterator[str]:
    """Declare the wards that are new or have another name; yield a sentence for each."""
    path = pack.file(WARDS)
    for code, name, since in _rows(path) if path else ():
        if not Area.objects.filter(kind=AreaKind.WARD.value, code=code, since=since, name=name).exists():
            declare_area(by=by, at=at, kind=AreaKind.WARD, code=code, name=name, since=since)
            yield f"Declared the ward: {name}."


def _rows(path: Path) -> Iterator[tuple[str, str, date]]:
    with path.open(encoding="utf-8-sig", newline="") as source:
        for row in csv.DictReader(source):
            yield row["code"], row["name"], date.fromisoformat(row["since"])
