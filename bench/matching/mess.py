"""Addresses as residents write them: a way of writing of our own, unlike the generator that councils' slips come from."""

import random
import re

from borough.address_match.address_lines import number
from borough.gazetteer.types import Line

SHORT = {
    "ROAD": ["RD", "Rd."],
    "STREET": ["ST", "St.", "STR"],
    "AVENUE": ["AVE", "AV"],
    "LANE": ["LN", "LA"],
    "CLOSE": ["CL", "CLS"],
    "DRIVE": ["DR", "DRV"],
    "CRESCENT": ["CRES", "CR"],
    "COURT": ["CT", "CRT"],
    "TERRACE": ["TERR", "TCE"],
    "GARDENS": ["GDNS"],
    "GROVE": ["GR", "GRV"],
    "PLACE": ["PL"],
    "SQUARE": ["SQ"],
    "COTTAGE": ["COTT", "CTG"],
    "HOUSE": ["HSE", "HO"],
    "FLAT": ["FLT", "APT", "APARTMENT", "F"],
    "INDUSTRIAL": ["IND"],
    "ESTATE": ["EST"],
    "BUSINESS": ["BUS"],
    "CENTRE": ["CTR"],
    "NORTH": ["N"],
    "SOUTH": ["S"],
    "SAINT": ["ST"],
    "GROUND": ["GRD", "GRND"],
    "FIRST": ["1ST"],
    "SECOND": ["2ND"],
    "THIRD": ["3RD"],
    "FLOOR": ["FLR"],
    "GREAT": ["GT"],
    "LITTLE": ["LT"],
    "FARM": ["FM"],
}
NEAR = {
    "A": "SQ",
    "B": "VN",
    "C": "XV",
    "D": "SF",
    "E": "WR",
    "F": "DG",
    "G": "FH",
    "H": "GJ",
    "I": "UO",
    "J": "HK",
    "K": "JL",
    "L": "KO",
    "M": "NK",
    "N": "BM",
    "O": "IP",
    "P": "OL",
    "R": "ET",
    "S": "AD",
    "T": "RY",
    "U": "YI",
    "V": "CB",
    "W": "QE",
    "X": "ZC",
    "Y": "TU",
    "Z": "XA",
    "Q": "WA",
}
SOUNDS = [
    ("PH", "F"),
    ("CK", "K"),
    ("EI", "IE"),
    ("IE", "EI"),
    ("OU", "OW"),
    ("LL", "L"),
    ("TT", "T"),
    ("SS", "S"),
    ("RR", "R"),
    ("NN", "N"),
    ("EA", "EE"),
    ("EY", "Y"),
    ("Y", "EY"),
    ("GH", "G"),
    ("OR", "AW"),
    ("ER", "OR"),
    ("WH", "W"),
]
COUNTIES = [
    "LANCASHIRE",
    "LANCS",
    "ESSEX",
    "DEVON",
    "DERBYSHIRE",
    "NORFOLK",
    "KENT",
    "W YORKS",
    "UK",
    "ENGLAND",
    "UNITED KINGDOM",
    "GB",
]
BEFORE = ["C/O ", "MR J SMITH, ", "MRS PATEL ", "THE OCCUPIER, ", "THE MANAGER ", "HOME: "]
AFTER = [" (NEAR THE CHURCH)", " BEHIND THE SHOP", " NEXT TO THE PARK", " SIDE GATE", " - RING BELL", " OFF MAIN ROAD"]


def slip(word: str, chance: random.Random) -> str:
    """A word with one mistake of the fingers or the ear."""
    if len(word) < 4:
        return word
    at = chance.randrange(1, len(word))
    kind = chance.randrange(6)
    if kind == 0:
        return word[:at] + word[at + 1 :]
    if kind == 1:
        return word[:at] + word[at - 1] + word[at:]
    if kind == 2 and at < len(word) - 1:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == 3:
        return word[:at] + chance.choice(NEAR.get(word[at], "E")) + word[at + 1 :]
    for sound, other in chance.sample(SOUNDS, len(SOUNDS)):
        if sound in word[1:]:
            return word[0] + word[1:].replace(sound, other, 1)
    return word[:at] + chance.choice("AEIOURSTN") + word[at:]


def garble(word: str, rate: float, chance: random.Random) -> str:
    """A word, perhaps shortened, misspelt or split."""
    dice = chance.random()
    if word in SHORT and chance.random() < 0.35:
        return chance.choice(SHORT[word])
    if dice < rate and word.isalpha():
        return slip(word, chance)
    if dice < rate * 1.15 and len(word) > 7 and word.isalpha():
        at = chance.randrange(3, len(word) - 2)
        return f"{word[:at]} {word[at:]}"
    return word


def garble_text(text: str, rate: float, chance: random.Random) -> str:
    """A text with words shortened, misspelt, joined or split."""
    out = [garble(word, rate, chance) for word in text.split()]
    if len(out) > 1 and chance.random() < rate * 0.4 and out[0].isalpha() and out[1].isalpha():
        out[:2] = ["".join(out[:2])]
    return " ".join(out)


def unit(line: Line, chance: random.Random) -> tuple[str, str]:
    """The secondary part and the number of the building as a resident puts them."""
    text = " ".join(part for part in (line.secondary.text, number(line.secondary)) if part)
    house = number(line.primary)
    identity = re.fullmatch(r"(?:FLAT|APARTMENT) (\d+|[A-H])", text)
    dice = chance.random()
    if identity and house and not line.primary.text and dice < 0.18:
        if identity[1].isalpha():
            return "", house + identity[1].lower()
        return chance.choice(
            [("", f"{identity[1]}/{house}"), (f"{identity[1]},", house), (f"FLAT {identity[1]} AT", house)]
        )
    if text.endswith("FLOOR FLAT") and dice < 0.3:
        floor = text.split()[0]
        return chance.choice(
            [f"FLAT, {floor} FLOOR", f"FLAT {floor} FLOOR", f"{floor} FLOOR", f"{floor} FLR FLT"]
        ), house
    suffixed = re.fullmatch(r"(\d+)([A-Z])", house)
    if suffixed and not text and dice < 0.15:
        return chance.choice(
            [f"FLAT {suffixed[2]}", ""]
        ), f"{suffixed[1]}" if dice < 0.07 else f"{suffixed[1]} {suffixed[2].lower()}"
    spread = re.fullmatch(r"(\d+)-(\d+)", house)
    if spread and dice < 0.4:
        house = chance.choice(
            [
                spread[1],
                spread[2],
                f"{spread[1]} - {spread[2]}",
                f"{spread[1]}/{spread[2]}",
                f"{spread[1]} & {spread[2]}",
            ]
        )
    if house and not text and dice > 0.94:
        house = f"NO {house}" if dice > 0.97 else f"No. {house}"
    return text, house


def postcode_slip(postcode: str, chance: random.Random) -> str:
    """A postcode as it is mistyped."""
    kind = chance.randrange(6)
    joined = postcode.replace(" ", "")
    if kind <= 1 or len(joined) < 5:
        return chance.choice([joined, joined.lower(), postcode.lower(), postcode.replace("0", "O").replace("1", "I")])
    at = chance.randrange(len(joined) - 3, len(joined)) if kind <= 3 else chance.randrange(1, len(joined) - 1)
    if kind == 5:
        at = min(at, len(joined) - 2)
        return joined[:at] + joined[at + 1] + joined[at] + joined[at + 2 :]
    other = chance.choice("0123456789") if joined[at].isdigit() else chance.choice("ABDEFGHJLNPQRSTUWXYZ")
    return f"{joined[:at]}{other}{joined[at + 1 :]}"


def places(line: Line, chance: random.Random) -> list[str]:
    """Locality, town and county as they are kept, left out or added."""
    parts = [line.locality if chance.random() < 0.7 else "", line.town if chance.random() < 0.8 else ""]
    if chance.random() < 0.15:
        parts.append(chance.choice(COUNTIES))
    if chance.random() < 0.05:
        parts.append(line.town)
    return [place for place in parts if place]


def body(line: Line, chance: random.Random) -> list[str]:
    """Unit, name, number and street as they are kept or left out."""
    secondary, house = unit(line, chance)
    name, street = line.primary.text, line.street
    if name and (house or secondary) and chance.random() < 0.12:
        name = ""
    if name and house and not line.secondary.text and chance.random() < 0.15:
        house = ""
    if chance.random() < 0.05 and len(street.split()) > 1:
        street = " ".join(street.split()[:-1])
    elif name and chance.random() < 0.08:
        street = ""
    if name and house and not secondary and chance.random() < 0.1:
        return [f"{house} {name}", street]
    if number(line.secondary) and name:
        return [f"{secondary} {name}".strip(), f"{house} {street}".strip()]
    return [secondary, name, f"{house} {street}".strip()]


def write(line: Line, rate: float, chance: random.Random, *, with_postcode: bool = True) -> tuple[str, str, str]:
    """A line as a resident writes it, its postcode apart or inside the text, and what it says without slips.

    rate: the chance of a slip in a word.
    """
    pieces = [part for part in body(line, chance) if part]
    organisation = line.organisation if chance.random() < 0.7 else ""
    parts = [garble_text(part, rate, chance) for part in [organisation, *pieces, *places(line, chance)] if part]
    text = chance.choice([", ", ", ", " ", "\n", ",", " , "]).join(parts)
    if chance.random() < 0.03:
        text = chance.choice(BEFORE) + text
    if chance.random() < 0.03:
        text += chance.choice(AFTER)
    case = chance.random()
    text = text.lower() if case < 0.25 else text.title() if case < 0.75 else text
    postcode = line.postcode if with_postcode else ""
    if postcode and chance.random() < 0.12:
        postcode = postcode_slip(postcode, chance) if chance.random() < 0.8 else ""
    says = " ".join(pieces)
    if postcode and chance.random() < 0.3:
        return f"{text} {postcode}", "", says
    return text, postcode, says
