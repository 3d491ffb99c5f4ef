"""Whose work a problem in the street is, and how soon it is looked at."""

from borough.services.rules.county_attributes import AttributeSource

COUNTY = ("street-light", "pothole")  # Highways Act 1980, section 1: the county is the highway authority
COUNTY_ASKS = {
    "emergency": AttributeSource(answer="dangerous"), "dangerous": AttributeSource(answer="dangerous", values={"yes": "1", "no": "0"}),
    "column_number": AttributeSource(answer="lamp_number", otherwise="Not known"),
    "column_id": AttributeSource(answer="lamp_number", otherwise="Not known"),
}  # fmt: skip
"""What Open311s of highway authorities ask besides where and what, by the code they have for it."""
NAMES = {
    "fly-tipping": "Fly-tipping", "dog-fouling": "Dog fouling", "graffiti": "Graffiti",
    "street-light": "Street light", "pothole": "Pothole", "something-else": "Something else",
}  # fmt: skip
DAYS = {"fly-tipping": 3, "dog-fouling": 3, "graffiti": 5, "something-else": 5}
TITLES = NAMES | {"something-else": "A problem in the street"}


def is_countys(problem: str | None) -> bool:
    """Whether the county mends it, and we pass it on."""
    return problem in COUNTY


def is_fly_tipping(problem: str | None) -> bool:
    """Whether waste was left."""
    return problem == "fly-tipping"


def is_other(problem: str | None) -> bool:
    """Whether it is none of those that have a name."""
    return problem == "something-else"


def is_light(problem: str | None) -> bool:
    """Whether a lamp is out."""
    return problem == "street-light"


def days(problem: str | None) -> int:
    """Working days in which we deal with it, or pass it on."""
    return DAYS.get(problem or "", 1)


def team(problem: str | None) -> str:
    """Who deals with it."""
    return "county-liaison" if is_countys(problem) else "streetscene"


def title(problem: str | None) -> str:
    """What the case is called."""
    return TITLES[problem or "something-else"]


def says_more(dangerous: bool | None) -> bool:
    """Whether it is a danger to people now."""
    return bool(dangerous)
