"""Gazetteer review level: the result of the last review of the Local Land and Property Gazetteer in a period."""

from datetime import date

from borough.gazetteer.extracts import LEVELS, last_review
from borough.measures.grammar.level_measure import LevelMeasure
from borough.measures.types import Unit

measure = LevelMeasure(
    key="gazetteer-review-level",
    name="Gazetteer review level",
    question="What level did the last review of the Local Land and Property Gazetteer find?",
    why="Every service hangs on the right property, found at once; seed paragraph 19d reports the gazetteer's review.",
    unit=Unit.LEVEL,
    good="up",
    last_review=last_review,
    levels=LEVELS,
    counted_label="the level of the weakest criterion that counts, in the last review of the period",
    out_of_label="the best level of the schedule",
    owner="Gazetteer officer",
    checked_by="Performance officer",
    next_review=date(2027, 4, 1),
    source="The levels of GeoPlace's improvement schedule as described in public; thresholds are the schedule's own",
    notes=(
        "The level is as good as the weakest criterion that counts, so one gap can cost it.",
        "It goes by the schedule named beside it; a schedule marked as an example has thresholds that are made up.",
        "It is the council's own review. A supply's acceptance by the national hub is not part of it.",
    ),
    by="criterion",
)
