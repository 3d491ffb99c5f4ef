"""Which team deals with a street problem, and how soon."""

from borough.forms.attributes import AttributeSource

COUNTY = ("street-light", "pothole")  # Highways Act 1980, section 1: the county is the highway authority
COUNTY_ASKS = {
    "emergency": AttributeSource(answer="dangerous"),
    "dangerous": AttributeSource(answer="dangerous", values={"yes": "1", "no": "0"}),
    "column_number": AttributeSource(answer="lamp_number", otherwise="Not known"),
    "column_id": AttributeSource(answer="lamp_number", otherwise="Not known"),
}
"""Open311 attributes that highway authorities ask for besides location and description, by their code."""
NAMES = {
    "fly-tipping": "Fly-tipping",
    "dog-fouling": "Dog fouling",
    "graffiti": "Graffiti",
    "street-light": "Street light",
    "pothole": "Pothole",
    "something-else": "Something else",
}
QUICK = ("fly-tipping", "dog-fouling")
TITLES = NAMES | {"something-else": "A problem in the street"}


def is_countys(problem: str | None) -> bool:
    """Return whether the county repairs it, so that it is forwarded."""
    return problem in COUNTY


def is_fly_tipping(problem: str | None) -> bool:
    """Return whether waste was dumped."""
    return problem == "fly-tipping"


def is_other(problem: str | None) -> bool:
    """Return whether it is none of the named problems."""
    return problem == "something-else"


def is_light(problem: str | None) -> bool:
    """Return whether a street light is out."""
    return problem == "street-light"


def days(problem: str | None, quick_days: int, usual_days: int) -> int:
    """Return the working days in which it is dealt with or forwarded, by the settings of the service."""
    if is_countys(problem) or problem is None:
        return 1
    return quick_days if problem in QUICK else usual_days


def queue(problem: str | None) -> str:
    """Return the queue: problems for the county, or our own."""
    return "county" if is_countys(problem) else "streets"


def title(problem: str | None) -> str:
    """Return the case title."""
    return TITLES[problem or "something-else"]


def says_more(dangerous: bool | None) -> bool:
    """Return whether it is an immediate danger to people."""
    return bool(dangerous)
