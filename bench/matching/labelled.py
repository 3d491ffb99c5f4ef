"""Labelled rows: an address as someone wrote it, the UPRN it means (0 where the gazetteer has none), and its tier."""

import random
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from bench.matching.lost import Lost
from bench.matching.mess import write
from borough.address_match.address_lines import number
from borough.address_match.tokeniser import ItemKind, tokenise
from borough.gazetteer.types import Line, Status

COUNCIL, RESIDENT, NO_POSTCODE = "council", "resident", "no postcode"
STYLES = ["leeds", "bradford", "wigan", "derby", "cornwall"]


@dataclass(frozen=True)
class Row:
    """One address to match. ambiguous: what is written is how another property is written; lost: it fits one as well."""

    text: str
    postcode: str
    truth: int
    tier: str
    ambiguous: bool = False
    lost: bool = False


def components(line: Line) -> dict[str, str]:
    """A line as `address-errors` wants it."""
    return {
        "uprn": str(line.uprn),
        "subname": " ".join(part for part in (line.secondary.text, number(line.secondary)) if part),
        "name": line.primary.text,
        "number": number(line.primary),
        "streetname": line.street,
        "townname": line.town,
        "locality": line.locality,
        "postcode": line.postcode,
        "parentuprn": str(line.parent or ""),
        "usrn": str(line.usrn),
        "easting": str(line.easting),
        "northing": str(line.northing),
        "organisationname": line.organisation,
        "classificationcode": line.classification,
    }


def approved(lines: list[Line]) -> dict[int, Line]:
    """The approved line of each property."""
    return {line.uprn: line for line in lines if line.status == Status.APPROVED}


def loaded(lines: list[Line]) -> list[dict[str, str]]:
    """Approved lines as records with the context that `address-errors` adds."""
    import csv
    import tempfile
    from pathlib import Path

    from address_errors import load_components

    rows = [components(line) for line in lines if line.status == Status.APPROVED]
    path = Path(tempfile.mkstemp(suffix=".csv")[1])
    with path.open("w", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    result = load_components(str(path))
    path.unlink()
    return result


def by_councils(
    lines: list[Line], uprns: list[int], styles: list[str], seed: int, *, prevalence: float = 5.0
) -> list[Row]:
    """Rows in the styles of councils, with the noise that no council makes on the last tier, which has no postcode."""
    from address_errors import Controls, Corruptor, Noise, Profile

    records, out = loaded(lines), []
    twins, of = Twins(lines), approved(lines)
    first: Any = None
    tiers = [(COUNCIL, 0.0, 1), (RESIDENT, 0.8, 2), (NO_POSTCODE, 0.7, 2)]
    for at, style in enumerate(styles):
        for place, (tier, noise, most) in enumerate(tiers):
            controls = Controls(
                prevalence=prevalence if tier != NO_POSTCODE else prevalence / 2,
                noise=Noise(rate=noise, max_ops=most),
                postcode="never" if tier == NO_POSTCODE else "with_errors",
                postcode_error_multiplier=3.0,
            )
            maker = Corruptor(Profile.load(), style=style, seed=seed * 100 + at * 10 + place, controls=controls)
            if first is None:
                first = maker.index(records)
            else:
                _share(first, maker)
            sample = [str(uprn) for uprn in uprns[at * 3 + place :: 3 * len(styles)]]
            out += [_row(row, tier, twins, of) for row in maker.generate(sample)]
    return out


def _share(first: Any, maker: Any) -> None:
    """Lend one maker's index of records to another, which saves most of the time."""
    for name in ("rec", "children", "by_street", "generic_names", "streets_by_town", "grid", "coll", "_collflags"):
        setattr(maker, name, getattr(first, name))
    maker.postcode_layer.index(maker.rec)


def _row(row: dict[str, str], tier: str, twins: "Twins", of: dict[int, Line]) -> Row:
    """A row of `address-errors`; where it tested no collision, for want of a street, the dwelling alone is tested."""
    ambiguous = row["collision"] in {"matches_other_only", "matches_label_and_other"}
    if row["collision"] == "not_tested":
        line = of[int(row["source_uprn"])]
        places = {*plainly(line.locality), *plainly(line.town)}
        says = " ".join(word for word in plainly(row["recorded_address"]) if word not in places)
        ambiguous = twins(says, line, with_postcode=bool(row["recorded_postcode"]))
    return Row(row["recorded_address"], row["recorded_postcode"], int(row["source_uprn"]), tier, ambiguous)


class Twins:
    """Knows which written addresses fit more than one property of some lines."""

    def __init__(self, lines: list[Line]) -> None:
        self.of: dict[tuple[str, ...], set[tuple[int, str, str]]] = defaultdict(set)
        for line in lines:
            texts = [
                line.secondary.text,
                number(line.secondary),
                line.primary.text,
                f"{number(line.primary)} {line.street}",
            ]
            for parts in (texts, texts[:3]):
                self.of[plainly(" ".join(parts))].add((line.uprn, line.postcode, line.town))

    def __call__(self, says: str, line: Line, *, with_postcode: bool) -> bool:
        """True where what is said is said of another property too, of this postcode or (with none) of this town."""
        matches = self.of.get(plainly(says), set())
        near = [match for match in matches if (match[1] == line.postcode if with_postcode else match[2] == line.town)]
        return any(match[0] != line.uprn for match in near)


def plainly(text: str) -> tuple[str, ...]:
    """The words of a text that matter, to tell whether two say the same."""
    return tuple(item.word for item in tokenise(text) if item.kind != ItemKind.UNIT and item.word not in {"AT", "THE"})


def by_residents(lines: list[Line], uprns: list[int], seed: int) -> list[Row]:
    """Rows as residents write them, nearly a third with no postcode."""
    chance = random.Random(seed)
    of = approved(lines)
    twins = Twins(lines)
    out = []
    for uprn in uprns:
        line, bare = of[uprn], chance.random() < 0.3
        rate = chance.choice([0.02, 0.08, 0.16])
        text, postcode, says = write(line, rate, chance, with_postcode=not bare)
        ambiguous = twins(says, line, with_postcode=not bare)
        out.append(Row(text, postcode, uprn, NO_POSTCODE if bare else RESIDENT, ambiguous))
    return out


def marked(rows: list[Row], lines: list[Line]) -> list[Row]:
    """Rows, with those marked that lost what tells their property from another of these lines."""
    lost = Lost(lines)
    of = approved(lines)
    return [replace(row, lost=lost(row.text, row.postcode, of[row.truth])) for row in rows]


def strangers(rows: list[Row]) -> list[Row]:
    """Rows whose property the gazetteer does not hold."""
    return [replace(row, truth=0, lost=False) for row in rows]
