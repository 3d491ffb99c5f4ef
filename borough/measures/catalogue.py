"""The catalogue of measures: the files in `definitions`, and those in the folder `measures` of the council's pack."""

import pkgutil
from functools import lru_cache
from importlib import import_module

from borough.foundation.packs import current_pack, load_module
from borough.kernel.council_pack import CouncilPack
from borough.measures import definitions
from borough.measures.grammar.about import MeasureInfo
from borough.measures.grammar.measure import Measure
from borough.measures.types import UnknownMeasure


def catalogue() -> dict[str, MeasureInfo]:
    """Return the measures by key: the library's, then those of the council's pack.

    Raises ValueError if two files have the same key.
    """
    return _catalogue(current_pack())


@lru_cache(maxsize=8)
def _catalogue(pack: CouncilPack) -> dict[str, MeasureInfo]:
    measures: dict[str, MeasureInfo] = {}
    library = sorted(module.name for module in pkgutil.iter_modules(definitions.__path__))
    modules = [import_module(f"{definitions.__name__}.{name}") for name in library]
    for module in (*modules, *map(load_module, sorted(pack.path.glob("measures/*.py")))):
        measure: MeasureInfo = module.measure
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
