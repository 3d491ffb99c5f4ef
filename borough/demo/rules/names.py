"""Names of invented properties: houses, farms, blocks, shops and works without real occupants."""

from random import Random
from typing import Final

_HOUSES: Final = """
ROSE IVY OAK HOLLY ASH YEW THORN BIRCH WILLOW ALDER ORCHARD BROOK MILL BRIDGE STONE WELL SPRING MEADOW BANK MOOR
HEATHER FERN LAUREL LILAC JASMINE BRAMBLE FOXGLOVE PRIMROSE CLOVER SYCAMORE LARCH ELM CHESTNUT HAWTHORN JUNIPER ROWAN
CEDAR BEECH SUNNY FAIR HIGH LOW FAR NEAR OLD NEW WHITE GREY RED BLACK
"""
_KINDS: Final = ("COTTAGE", "COTTAGE", "HOUSE", "LODGE", "BARN", "BUNGALOW", "CROFT", "VIEW")
_WHICH: Final = "HIGHER LOWER UPPER NETHER GREAT LITTLE OLD NEW BACK TOP BOTTOM FAR"
_FARMS: Final = "HOLLINS CRABTREE RAKE SLACK SHAW INTAKE FOLD HAGG CLOUGH BARROW HEY PARK MOSS STUBBS WINDY GORSE"
_BLOCKS: Final = """
WEAVER SPINDLE SHUTTLE LOOM BOBBIN CALICO INDIGO TENTER FULLER DYER SALTER COOPER WAINWRIGHT FLETCHER CHANDLER TURNER
"""
_TRADES: Final = (
    "BAKERY",
    "BUTCHERS",
    "CAFE",
    "CHEMIST",
    "CHIP SHOP",
    "DRY CLEANERS",
    "FLORIST",
    "GREENGROCERS",
    "HAIRDRESSERS",
    "HARDWARE",
    "NEWSAGENTS",
    "OFF LICENCE",
    "OPTICIANS",
    "PET SHOP",
    "POST OFFICE",
    "SHOE REPAIRS",
    "TAILORS",
)
_WORKS: Final = (
    "JOINERY",
    "ENGINEERING",
    "TYRES",
    "PACKAGING",
    "MOTORS",
    "PRINT",
    "STORAGE",
    "FABRICATIONS",
    "GLAZING",
    "FOODS",
    "SIGNS",
    "PLASTICS",
    "ROOFING",
    "CATERING",
    "FURNITURE",
    "LOGISTICS",
)


def _pick(names: str, chance: Random) -> str:
    return chance.choice(names.split())


def house(chance: Random) -> str:
    """Return a house name: IVY COTTAGE."""
    return f"{_pick(_HOUSES, chance)} {chance.choice(_KINDS)}"


def farm(chance: Random) -> str:
    """Return a farm name: HIGHER HOLLINS FARM."""
    return f"{_pick(_WHICH, chance)} {_pick(_FARMS, chance)} FARM"


def block(chance: Random) -> str:
    """Return a block name: SPINDLE COURT."""
    return f"{_pick(_BLOCKS, chance)} {chance.choice(('COURT', 'HOUSE', 'MILL', 'LODGE'))}"


def shop(chance: Random) -> str:
    """Return a shop name: INVENTED BAKERY 12."""
    return f"INVENTED {chance.choice(_TRADES)} {chance.randrange(1, 100)}"


def works(chance: Random) -> str:
    """Return a firm name on an industrial estate: INVENTED GLAZING 7 LTD."""
    return f"INVENTED {chance.choice(_WORKS)} {chance.randrange(1, 100)} LTD"
