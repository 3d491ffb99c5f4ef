"""The catalogue of measures, discovered from the files in `definitions`."""

import pkgutil
from functools import lru_cache
from importlib import import_module

from borough.measures import definitions
from borough.measures.grammar.about import MeasureInfo
from borough.measures.grammar.measure import Measure
from borough.measures.types import UnknownMeasure


@lru_cache(maxsize=1)
def catalogue() -> dict[str, MeasureInfo]:
    """Return the measures by key. Raises ValueError if two files have the same key."""
    measures: dict[str, MeasureInfo] = {}
    for module in sorted(pkgutil.iter_modules(definitions.__path__), key=lambda m: m.name):
        measure: MeasureInfo = import_module(f"{definitions.__name__}.{module.name}").measure
        if measure.key in measures:
            raise ValueError(f"Two definitions are called “{measure.key}”.")
        measures[measure.key] = measure
    return measures


def measure_of(key: str) -> MeasureInfo:
    """Return one measure. Raises UnknownMeasure."""
    try:
        return catalogue()[key]
    except KeyError:
        raise UnknownMeasure(f"There is no measure “{key}”. There are {', '.join(catalogue())}.") from None


def counted() -> dict[str, Measure]:
    """Return the measures counted from contacts, by key."""
    return {key: measure for key, measure in catalogue().items() if isinstance(measure, Measure)}


def counted_measure(key: str) -> Measure:
    """Return one measure counted from contacts. Raises UnknownMeasure, also for other measures."""
    measure = measure_of(key)
    if not isinstance(measure, Measure):
        raise UnknownMeasure(f"{measure.name} is a level kept by reviews; there are no contacts behind it.")
    return measure
