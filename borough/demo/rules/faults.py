"""Errors at a realistic rate for a maintained gazetteer, so that its checks find something."""

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Any, Final

Facts = dict[str, Any]
Spoil = Callable[[Facts], Facts]


def _number_as_text(facts: Facts) -> Facts:
    return {"pao_text": str(facts["pao_start"] or 1), "pao_start": None, "pao_start_suffix": ""}


FAULTS: Final[dict[str, tuple[tuple[float, Spoil], ...]]] = {
    "property": (
        (0.0012, lambda _: {"classification": "UC"}),  # unclassified for years
        (0.0006, lambda _: {"classification": ""}),
        (0.0008, lambda _: {"rpc": 3}),
        (0.0004, lambda _: {"rpc": 5}),
        (0.0010, lambda _: {"ward": ""}),
        (0.0003, lambda _: {"ward": "E05099999"}),
        (0.0005, lambda facts: {"easting": facts["easting"] + 40_000}),  # a typing error of one digit: far outside
        (0.0004, lambda _: {"state": 4}),  # in use on record, demolished on the ground
        (0.0003, lambda _: {"state_on": date(2031, 1, 1)}),
        (0.0002, lambda _: {"start_on": date(1700, 1, 1)}),
        (0.0003, lambda facts: {"end_on": facts["updated_on"]}),
        (0.0006, lambda facts: {"organisation": f"{facts['organisation'] or 'INVENTED CLUB'} (OLD"}),
        (0.0005, lambda _: {"parent_uprn": 990_099_999_999}),
    ),
    "address": (
        (0.0008, _number_as_text),
        (0.0006, lambda facts: {"pao_text": f"{facts['pao_text'] or 'THE'}  HOUSE"}),
        (0.0004, lambda facts: {"pao_text": f" {facts['pao_text'] or 'ANNEXE'}"}),
        (0.0005, lambda _: {"postcode": "PR7 9ZZ"}),
        (0.0005, lambda _: {"post_town": ""}),
        (0.0006, lambda _: {"postal": "N"}),
        (0.0004, lambda _: {"official": ""}),
        (0.0003, lambda facts: {"sao_text": facts["pao_text"]}),
        (0.0003, lambda _: {"sao_start_suffix": "B", "sao_start": None}),
        (0.0003, lambda _: {"language": "CYM"}),
    ),
    "crossreference": ((0.0008, lambda _: {"reference": ""}),),
}
"""By kind of record: error rates and the fields they corrupt."""


def spoil(record: tuple[str, Facts], chance: Random) -> tuple[str, Facts]:
    """Return the record, occasionally with one error."""
    kind, facts = record
    throw = chance.random()
    for share, fault in FAULTS.get(kind, ()):
        if (throw := throw - share) < 0:
            return kind, facts | fault(facts)
    return record
