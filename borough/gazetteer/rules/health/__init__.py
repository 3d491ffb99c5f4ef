"""Single-record health checks, each with its number in the national catalogue and a message."""

from collections.abc import Mapping
from typing import Final

from borough.gazetteer.rules.health.addresses import ADDRESSES, STREET_NAMES
from borough.gazetteer.rules.health.check import Check, CheckContext, Facts, empty, failing
from borough.gazetteer.rules.health.properties import OF_PROPERTIES, PROPERTIES

ORGANISATION, CLASSIFICATION = "organisation", "classification"
OTHERS: Final = (
    Check(9310001, ORGANISATION, "An organisation needs a name.", empty("name")),
    Check(9310002, ORGANISATION, "An organisation needs a start date.", empty("start_on")),
    Check(9320001, CLASSIFICATION, "A classification needs a code.", empty("code")),
    Check(9320002, CLASSIFICATION, "A classification needs its scheme.", empty("scheme")),
    Check(9320003, CLASSIFICATION, "A classification needs a start date.", empty("start_on")),
    Check(
        9320004,
        CLASSIFICATION,
        "Homes and businesses are classified to the third level.",
        lambda f, _: (f["code"] or " ")[0] in "RC" and len(f["code"]) < 4,
    ),
)

CHECKS: Final[Mapping[int, Check]] = {
    check.number: check for check in (*STREET_NAMES, *PROPERTIES, *ADDRESSES, *OF_PROPERTIES, *OTHERS)
}
"""Every single-record check, by number."""
CHECKS_BY_RECORD: Final[Mapping[str, tuple[Check, ...]]] = {
    kind: tuple(check for check in CHECKS.values() if check.of == kind)
    for kind in dict.fromkeys(check.of for check in CHECKS.values())
}
"""Checks by kind of record."""

__all__ = ["CHECKS", "CHECKS_BY_RECORD", "Check", "CheckContext", "Facts", "failing"]
