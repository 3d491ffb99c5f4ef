"""Word normalisation: capitals without accents, one spelling for each common word."""

import re
import unicodedata
from typing import Final

LONGEST: Final = 1000
"""Maximum characters read; longer than the longest address line of DTF 7.3."""

_SPELLINGS = {
    "ST": "STREET SAINT STR STRT STREEET STEET",
    "RD": "ROAD ROAS RAOD",
    "AVE": "AVENUE AV AVEN AVNUE",
    "LN": "LANE LA",
    "DR": "DRIVE DRV DRIV",
    "CL": "CLOSE CLS CLSE CLO",
    "CT": "COURT CRT",
    "CRES": "CRESCENT CRESENT CRESC CR",
    "GDNS": "GARDENS GDN GARDEN GRDNS GRDN",
    "GR": "GROVE GRV GRO",
    "PL": "PLACE PLC",
    "SQ": "SQUARE",
    "TER": "TERRACE TERR TCE TERRANCE",
    "PK": "PARK PRK",
    "HO": "HOUSE HSE HOUS",
    "COTT": "COTTAGE COT CTG",
    "COTTS": "COTTAGES COTTGS COTS",
    "FM": "FARM FRM",
    "FMHO": "FARMHOUSE",
    "BLDG": "BUILDING BLD",
    "BLDGS": "BUILDINGS BLDS",
    "BR": "BRIDGE BRDGE",
    "BUS": "BUSINESS",
    "CTR": "CENTRE CENTER CNTR CEN",
    "IND": "INDUSTRIAL INDUST INDL",
    "EST": "ESTATE ESTS ESTATES",
    "GRN": "GREEN",
    "HTS": "HEIGHTS",
    "LWR": "LOWER",
    "UPR": "UPPER UPP",
    "MANR": "MANOR MNR",
    "MKT": "MARKET",
    "MT": "MOUNT",
    "MTN": "MOUNTAIN",
    "PDE": "PARADE",
    "N": "NORTH NTH",
    "S": "SOUTH STH",
    "E": "EAST",
    "W": "WEST",
    "GT": "GREAT GRT",
    "LT": "LITTLE LTL",
    "HSPL": "HOSPITAL HOSP",
    "SCH": "SCHOOL SCHL",
    "CHCH": "CHURCH CHRCH CH",
    "STN": "STATION STA",
    "WK": "WALK",
    "WY": "WAY",
    "YD": "YARD",
    "VW": "VIEW",
    "VIL": "VILLAGE",
    "VILS": "VILLAS VLAS",
    "BNGLW": "BUNGALOW BUNG",
    "VICRGE": "VICARAGE VICGE VIC",
    "TRDG": "TRADING",
    "MWS": "MEWS",
    "RI": "RISE",
    "HL": "HILL",
    "PREC": "PRECINCT",
    "PH": "PUBLICHOUSE",
    "LTD": "LIMITED",
    "CO": "COMPANY",
    "CARAVAN": "CARAVANS",
    "HTL": "HOTEL",
    "LDG": "LODGE LDGE",
    "CAS": "CASTLE",
    "ANNEX": "ANNEXE ANX ANNX",
    "FLAT": "FLT APARTMENT APARTMENTS APT APPT APTMT APARMENT FLATS MAISONETTE MAISONNETTE MAIS",
    "FLOOR": "FLR FLOORS FLRS",
    "UNIT": "UNT UNITS",
    "ROOM": "RM ROOMS",
    "REAR": "BACK",
    "FRONT": "FRNT",
    "GROUND": "GRND GRD GND",
    "FIRST": "1ST",
    "SECOND": "2ND",
    "THIRD": "3RD",
    "FOURTH": "4TH",
    "FIFTH": "5TH",
    "SIXTH": "6TH",
    "SEVENTH": "7TH",
    "EIGHTH": "8TH",
    "NINTH": "9TH",
    "TENTH": "10TH",
    "BASEMENT": "BASMENT BSMT BASMT",
}
SPELLING: Final[dict[str, str]] = {many: short for short, variants in _SPELLINGS.items() for many in variants.split()}
"""Normalised spelling by spelling in use.

Sources: common postal abbreviations, and the synonyms that the Office for National Statistics uses for address
matching (Open Government Licence).
"""

STREET_KINDS: Final = frozenset(
    [
        "ST",
        "RD",
        "AVE",
        "LN",
        "DR",
        "CL",
        "CT",
        "CRES",
        "GDNS",
        "GR",
        "PL",
        "SQ",
        "TER",
        "PK",
        "GRN",
        "HTS",
        "PDE",
        "WK",
        "WY",
        "YD",
        "VW",
        "MWS",
        "RI",
        "HL",
        "FOLD",
        "ROW",
        "PATH",
        "BANK",
        "BROW",
        "CROFT",
        "FIELD",
        "FIELDS",
        "MEADOW",
        "MEADOWS",
        "END",
        "EST",
        "COMMON",
        "WHARF",
        "QUAY",
        "GATE",
        "GARTH",
        "DALE",
        "VALE",
        "BYPASS",
        "PASSAGE",
        "ALLEY",
        "CIRCUS",
    ]
)
_NUMBER_PREFIX = re.compile(r"\b(?:NUMBER|NO|NOS)\b[ .:]*(?=\d)|#\s*(?=\d)")
_JOINED = re.compile(r"\b(FLAT|FLT|APT|UNIT|ROOM|SUITE|PLOT|STUDIO)(?=\d)")
_DROPPED = str.maketrans(dict.fromkeys("'’‘`\u00b4") | {"–": "-", "—": "-", "−": "-", "&": " AND ", "+": " AND "})
_FLOOR_FLATS = {"GFF": "GROUND FLOOR FLAT", "FFF": "FIRST FLOOR FLAT", "SFF": "SECOND FLOOR FLAT"}
_FLOOR_FLATS |= {"TFF": "TOP FLOOR FLAT", "GF": "GROUND FLOOR", "LGF": "BASEMENT", "FF": "FIRST FLOOR"}
_SHORT_FLOORS = re.compile(r"\b(" + "|".join(_FLOOR_FLATS) + r")\b")


def normalise(text: str) -> str:
    """Return capitals without accents or apostrophes, single-spaced; reads at most LONGEST characters."""
    upper = text[:LONGEST].translate(_DROPPED).upper()
    if not upper.isascii():
        upper = unicodedata.normalize("NFKD", upper).upper()
        upper = "".join(c for c in upper if c.isascii() or c.isalpha())
    if "NO" in upper or "NUMBER" in upper or "#" in upper:
        upper = _NUMBER_PREFIX.sub("", upper)
    upper = _JOINED.sub(r"\1 ", upper)
    if "FF" in upper or "GF" in upper:
        upper = _SHORT_FLOORS.sub(lambda match: _FLOOR_FLATS[match[0]], upper)
    return " ".join(upper.split())


def fold_spelling(word: str) -> str:
    """Return the normalised spelling of a word: STREET, STR and SAINT are all ST."""
    return SPELLING.get(word, word)
