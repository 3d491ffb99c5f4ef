"""Codes of BS 7666 as used by DTF 7.3 and AddressBase, with labels for checks and pages.

Source: tables of a working DTF 7.3 loader and code lists published with AddressBase; RPC and postal codes are
from a single implementation, so an unknown value is a health check failure and no reason to reject a record.
"""

from typing import Any

STATES = {
    1: "Under construction",
    2: "In use",
    3: "Unoccupied, vacant or derelict",
    4: "No longer existing",
    5: "Planning application received",
    6: "Planning permission granted",
    7: "Planning permission refused",
}
REPRESENTATIVE_POINTS = {
    1: "Visual centre",
    2: "General internal point",
    3: "South-west corner of a 100 m square",
    4: "Start of the street",
    5: "Postcode unit point",
    9: "Centre of the authority's area",
}
STREET_TYPES = {
    1: "Designated name",
    2: "Description",
    3: "Number",
    4: "Unofficial name",
    9: "Feature used for access",
}
STREET_STATES = {1: "Under construction", 2: "Open", 4: "Permanently closed", 5: "Open with a restriction"}
SURFACES = {1: "Metalled", 2: "Unmetalled", 3: "Mixed"}
STREET_CLASSES = {
    4: "Footpath",
    6: "Cycleway",
    8: "Open to vehicles",
    9: "Restricted byway",
    10: "Bridleway",
}
POSTAL = {"Y": "Yes", "N": "No", "A": "Yes, alternative", "L": "Yes, large user", "P": "Yes"}
LANGUAGES = {"ENG": "English", "CYM": "Welsh", "GAE": "Gaelic"}
CLASSES = {
    "C": "Commercial",
    "L": "Land",
    "M": "Military",
    "O": "Other",
    "P": "Parent shell",
    "R": "Residential",
    "U": "Unclassified",
    "X": "Dual use",
    "Z": "Object of interest",
    "RD02": "Detached house",
    "RD03": "Semi-detached house",
    "RD04": "Terraced house",
    "RD06": "Flat",
    "PP": "Property shell",
    "PS": "Street record",
}
"""Property uses by full classification, or by its first letter."""

STATUSES = {
    1: "Approved",
    3: "Alternate",
    5: "Candidate",
    6: "Provisional",
    7: "Rejected by others",
    8: "Historic",
    9: "Rejected",
}
REGISTERS = {"7666VC": "Council tax", "7666VN": "Business rates"}
"""Registers by cross-reference source."""


def register_label(source: str) -> str:
    """Return the label of a cross-reference source with its code; the code alone if it has no label."""
    label = REGISTERS.get(source)
    return f"{label} ({source})" if label else source


OBJECTS = {"pao": "building (PAO)", "sao": "unit (SAO)"}
ENDS = {"start": "number", "start_suffix": "letter", "end": "last number", "end_suffix": "last letter", "text": "name"}
FACTS = {
    "start_on": "from",
    "end_on": "ended",
    "updated_on": "last updated",
    "entered_on": "entered",
    "uprn": "UPRN",
    "usrn": "USRN",
    "state_on": "in that state since",
    "parent_uprn": "part of",
    "classification": "class",
    "rpc": "point",
    "custodian_one": "first custodian",
    "custodian_two": "second custodian",
    "udprn": "UDPRN",
    "usrn_match": "USRN match",
    "withdrawn_on": "withdrawn",
    "successor": "followed by",
    "start_x": "from easting",
    "start_y": "northing",
    "end_x": "to easting",
    "end_y": "northing",
    **{f"{of}_{end}": f"{what} of the {to}" for of, to in OBJECTS.items() for end, what in ENDS.items()},
}
"""Column labels that differ from the column name."""
CODED: dict[str, dict[Any, str]] = {
    "status": STATUSES,
    "state": STATES,
    "rpc": REPRESENTATIVE_POINTS,
    "postal": POSTAL,
    "language": LANGUAGES,
    "official": {"Y": "Yes", "N": "No"},
    "source": REGISTERS,
    "street state": STREET_STATES,
    "street kind": STREET_TYPES,
    "street surface": SURFACES,
    "street classification": STREET_CLASSES,
}


def fact_label(record: str, name: str, value: str) -> tuple[str, str]:
    """Return a column's label, and its value's label; a code without a label is unchanged."""
    codes = CODED.get(f"{record} {name}" if record == "street" else name, {})
    label = {str(code): text if name == "language" else text.lower() for code, text in codes.items()}.get(value, value)
    if name == "classification" and record == "property":
        label = class_label(value)
    return FACTS.get(name, name.replace("_", " ")), label


def class_label(code: str) -> str:
    """Return the label of a classification with its code; empty if there is none."""
    label = CLASSES.get(code) or CLASSES.get(code[:1], "")
    return f"{label} ({code})" if label else code
