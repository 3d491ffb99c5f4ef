"""Properties of an invented street: homes, flats, shops, works, caravans, and objects without addresses."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from borough.demo.rules import names
from borough.demo.rules.streets import Street, Stretch

CENTRES = (
    "MARKET STREET",
    "CHAPEL STREET",
    "TOWN STREET",
    "PRESTON ROAD",
    "BOLTON ROAD",
    "EAVES LANE",
    "SPENDMORE LANE",
)
ESTATES = ("COMMON BANK", "DRUMHEAD ROAD", "FRIDAY STREET", "ACKHURST ROAD", "BUCKSHAW AVENUE", "HARPERS LANE")
PARKS = {"MOSS LANE": "ALDER MOSS CARAVAN PARK", "CHARTER LANE": "FERN BANK HOME PARK"}
DETACHED, SEMI, TERRACED, FLAT, SHELL, STREET_RECORD, FARM = "RD02", "RD03", "RD04", "RD06", "PP", "PS", "CA01"
WITHOUT_DOORS = (
    ("UE01", "ELECTRICITY SUB STATION"),
    ("LP02", "PLAYGROUND"),
    ("CL08", "ALLOTMENTS"),
    ("CR11", "GARAGES"),
    ("CT01", "CAR PARK"),
    ("ZM04", "WAR MEMORIAL"),
    ("CL06", "PLAYING FIELD"),
)

Facts = dict[str, Any]


@dataclass
class Property:
    """A property to be written: its kind, position and address variants."""

    kind: str
    at: Stretch
    addresses: list[Facts]
    organisation: str = ""
    status: int = 1
    state: int = 2
    parent: "Property | None" = None
    facts: Facts = field(default_factory=dict)
    uprn: int = 0


@dataclass
class Numbers:
    """House numbers of a street in order: consecutive, or odd and even sides."""

    homes: int
    chance: Random

    def __post_init__(self) -> None:
        """Number short streets consecutively, and most long ones by odd and even sides."""
        self.step = 1 if self.homes < 16 else self.chance.choice((1, 2, 2))
        self.skips_thirteen = self.chance.random() < 0.5
        self.now = 1 - self.step

    def next(self) -> int:
        """Return the next house number."""
        self.now += self.step
        if self.now == 13 and self.skips_thirteen:
            self.now += self.step
        if self.step == 2 and self.now % 2 and self.now > self.homes:
            self.now = 2
        return self.now


def on(street: Street, chance: Random) -> Iterator[Property]:
    """Yield the properties of a street from end to end, parents before their parts."""
    record = {"pao_text": "STREET RECORD", "postal": "N"}
    yield Property(STREET_RECORD, street.stretches[0], [record], facts={"rpc": 4})
    numbers = Numbers(sum(s.homes for s in street.stretches), chance)
    for stretch in street.stretches:
        yield from _estates(street, stretch, chance)
        if street.name in CENTRES:
            for _ in range(min(stretch.other, 12)):
                yield from _shop(stretch, numbers.next(), chance)
        for kind in _kinds(stretch, chance):
            if street.rural and chance.random() < 0.7:
                yield _named(stretch, kind, chance)
            else:
                yield from _numbered(stretch, kind, numbers.next(), chance)
        yield from _flats(stretch, numbers, chance)
        if chance.random() < 0.12:
            kind, text = chance.choice(WITHOUT_DOORS)
            yield Property(kind, stretch, [{"pao_text": text, "postal": "N"}])


def _estates(street: Street, stretch: Stretch, chance: Random) -> Iterator[Property]:
    if street.name in PARKS:
        yield from _caravans(stretch, PARKS[street.name], chance)
    if street.name.startswith(ESTATES):
        yield from _works(stretch, f"{street.name.split()[0]} INDUSTRIAL ESTATE", chance)


def _kinds(stretch: Stretch, chance: Random) -> list[str]:
    """Return the kinds of homes in a stretch: grouped, or mixed in an old street."""
    kinds = [DETACHED] * stretch.detached + [SEMI] * stretch.semi_detached + [TERRACED] * stretch.terraced
    return chance.sample(kinds, len(kinds)) if chance.random() < 0.2 else kinds


def _numbered(stretch: Stretch, kind: str, number: int, chance: Random) -> Iterator[Property]:
    """Yield a numbered house; some also have a name, or are historic, not yet built, or split into two flats."""
    home: Facts = {"pao_start": number}
    new_property = Property(kind, stretch, [home])
    throw = chance.random()
    if throw < 0.012:
        yield Property(kind, stretch, [home | {"pao_start_suffix": "A"}])
    elif throw < 0.020:
        home["pao_text"] = names.house(chance)
    elif throw < 0.047:
        new_property.addresses.append({"pao_text": names.house(chance), "status": 3 if throw < 0.035 else 8})
    elif throw < 0.052:
        new_property.status, new_property.state = 8, 4
    elif throw < 0.055:
        new_property.status, new_property.state, new_property.addresses = 6, 1, [{"pao_text": f"PLOT {number}"}]
    elif throw < 0.062 and kind == TERRACED:
        new_property.kind = SHELL
    yield new_property
    if new_property.kind == SHELL:
        yield from (Property(FLAT, stretch, [home | {"sao_text": f"FLAT {n}"}], parent=new_property) for n in (1, 2))


def _named(stretch: Stretch, kind: str, chance: Random) -> Property:
    if kind == DETACHED and chance.random() < 0.25:
        return Property(FARM, stretch, [{"pao_text": names.farm(chance)}])
    return Property(kind, stretch, [{"pao_text": names.house(chance)}])


def _flats(stretch: Stretch, numbers: Numbers, chance: Random) -> Iterator[Property]:
    """Yield blocks of up to twelve flats under a parent shell, with one of five flat naming styles."""
    left = stretch.flats
    while left > 0:
        count = min(left, chance.choice((4, 6, 8, 12)))
        left -= count
        block: Facts = {"pao_text": names.block(chance)} if chance.random() < 0.7 else {"pao_start": numbers.next()}
        shell = Property(SHELL, stretch, [block | {"postal": "N"}])
        yield shell
        style = chance.choice(("FLAT", "FLAT", "FLAT", "APARTMENT", "NUMBER", "FLOOR" if count == 4 else "FLAT"))
        yield from (Property(FLAT, stretch, [_part(style, n) | block], parent=shell) for n in range(1, count + 1))


def _part(style: str, n: int) -> Facts:
    if style == "NUMBER":
        return {"sao_start": n}
    if style == "FLOOR":
        return {"sao_text": ("GROUND FLOOR FLAT", "FIRST FLOOR FLAT", "SECOND FLOOR FLAT", "TOP FLOOR FLAT")[n - 1]}
    return {"sao_text": f"{style} {n}"}


def _shop(stretch: Stretch, number: int, chance: Random) -> Iterator[Property]:
    """Yield a shop, half of them with a flat above."""
    shop = Property("CR08", stretch, [{"pao_start": number}], organisation=names.shop(chance))
    yield shop
    throw = chance.random()
    if throw < 0.5:
        part = {"sao_start": number, "sao_start_suffix": "A"} if throw < 0.25 else {"sao_text": "FIRST FLOOR FLAT"}
        yield Property(FLAT, stretch, [part | {"pao_start": number}], parent=shop)


def _works(stretch: Stretch, estate: str, chance: Random) -> Iterator[Property]:
    shell = Property(SHELL, stretch, [{"pao_text": estate, "postal": "N"}])
    yield shell
    for n in range(1, chance.randrange(6, 20)):
        empty = chance.random() < 0.1
        yield Property(
            "CI03",
            stretch,
            [{"sao_text": f"UNIT {n}", "pao_text": estate}],
            parent=shell,
            state=3 if empty else 2,
            organisation="" if empty else names.works(chance),
        )


def _caravans(stretch: Stretch, park: str, chance: Random) -> Iterator[Property]:
    shell = Property(SHELL, stretch, [{"pao_text": park, "postal": "N"}], organisation=f"INVENTED {park}")
    yield shell
    pitches = range(1, chance.randrange(18, 40))
    yield from (Property("RD01", stretch, [{"sao_start": n, "pao_text": park}], parent=shell) for n in pitches)
