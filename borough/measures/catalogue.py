"""Every measure there is, found by its file in `definitions`."""

import pkgutil
from functools import lru_cache
from importlib import import_module

from borough.measures import definitions
from borough.measures.grammar.measure import Measure
from borough.measures.types import UnknownMeasure


@lru_cache(maxsize=1)
def catalogue() -> dict[str, Measure]:
    """The measures by key. Raises ValueError where two files give one key."""
    found: dict[str, Measure] = {}
    for module in sorted(pkgutil.iter_modules(definitions.__path__), key=lambda m: m.name):
        measure: Measure = import_module(f"{definitions.__name__}.{module.name}").measure
        if measure.key in found:
            raise ValueError(f"Two definitions are called “{measure.key}”.")
        found[measure.key] = measure
    return found


def measure_of(key: str) -> Measure:
    """One measure; raises UnknownMeasure."""
    try:
        return catalogue()[key]
    except KeyError:
        raise UnknownMeasure(f"There is no measure “{key}”. There are {', '.join(catalogue())}.") from None
