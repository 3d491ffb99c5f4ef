"""Codes of BS 7666 as DTF 7.3 and AddressBase write them, with their words; checks and screens read them from here.

Source: tables of a working DTF 7.3 loader and code lists published with AddressBase; RPC and postal codes from one
implementation seen, so a value that is not here is a question for the health checks and no reason to refuse a record.
"""

STATES = {
    1: "Under construction", 2: "In use", 3: "Unoccupied, vacant or derelict", 4: "No longer existing",
    5: "Planning application received", 6: "Planning permission granted", 7: "Planning permission refused",
}  # fmt: skip
REPRESENTATIVE_POINTS = {
    1: "Visual centre", 2: "General internal point", 3: "South-west corner of a 100 m square",
    4: "Start of the street", 5: "Postcode unit point", 9: "Centre of the authority's area",
}  # fmt: skip
STREET_TYPES = {
    1: "Designated name", 2: "Description", 3: "Number", 4: "Unofficial name", 9: "Feature used for access",
}  # fmt: skip
STREET_STATES = {1: "Under construction", 2: "Open", 4: "Permanently closed", 5: "Open with a restriction"}
SURFACES = {1: "Metalled", 2: "Unmetalled", 3: "Mixed"}
STREET_CLASSES = {
    4: "Footpath", 6: "Cycleway", 8: "Open to vehicles", 9: "Restricted byway", 10: "Bridleway",
}  # fmt: skip
POSTAL = {"Y": "Postal", "N": "Not postal", "A": "Postal, alternative", "L": "Postal, large user", "P": "Postal"}
LANGUAGES = {"ENG": "English", "CYM": "Welsh", "GAE": "Gaelic"}
CLASSES = {
    "C": "Commercial", "L": "Land", "M": "Military", "O": "Other", "P": "Parent shell", "R": "Residential",
    "U": "Unclassified", "X": "Dual use", "Z": "Object of interest", "RD02": "Detached house",
    "RD03": "Semi-detached house", "RD04": "Terraced house", "RD06": "Flat", "PP": "Property shell",
    "PS": "Street record",
}  # fmt: skip
"""What a property is: by its whole classification, or by the first letter of it."""


REGISTERS = {"7666VC": "Council tax", "7666VN": "Business rates"}
"""The registers that a cross-reference leads to, by its source."""


def register_words(source: str) -> str:
    """The source of a cross-reference in words, with its code; a code without words stands alone."""
    said = REGISTERS.get(source)
    return f"{said} ({source})" if said else source


def class_words(code: str) -> str:
    """A classification in words, with its code; nothing when there is none."""
    said = CLASSES.get(code) or CLASSES.get(code[:1], "")
    return f"{said} ({code})" if said else code
