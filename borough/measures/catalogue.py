"""Every measure there is, found by its file in `definitions`."""

import pkgutil
from functools import lru_cache
from importlib import import_module

from borough.measures import definitions
from borough.measures.grammar.about import MeasureInfo
from borough.measures.grammar.measure import Measure
from borough.measures.types import UnknownMeasure


@lru_cache(maxsize=1)
def catalogue() -> dict[str, MeasureInfo]:
    """The measures by key. Raises ValueError where two files give one key."""
    measures: dict[str, MeasureInfo] = {}
    for module in sorted(pkgutil.iter_modules(definitions.__path__), key=lambda m: m.name):
        measure: MeasureInfo = import_module(f"{definitions.__name__}.{module.name}").measure
        if measure.key in measures:
            raise ValueError(f"Two definitions are called “{measure.key}”.")
        measures[measure.key] = measure
    return measures


def measure_of(key: str) -> MeasureInfo:
    """One measure; raises UnknownMeasure."""
    try:
        return catalogue()[key]
    except KeyError:
        raise UnknownMeasure(f"There is no measure “{key}”. There are {', '.join(catalogue())}.") from None


def counted() -> dict[str, Measure]:
    """The measures that are counted from contacts, by key."""
    return {key: measure for key, measure in catalogue().items() if isinstance(measure, Measure)}


def counted_measure(key: str) -> Measure:
    """One measure that is counted from contacts; raises UnknownMeasure also of one that is not."""
    measure = measure_of(key)
    if not isinstance(measure, Measure):
        raise UnknownMeasure(f"{measure.name} is a level kept by reviews; there are no contacts behind it.")
    return measure
