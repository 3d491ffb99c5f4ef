"""Tables, charts and fixed parts of a report, each drawn from figures or from the council's own settings."""

import tomllib
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from borough.contacts.types import Channel
from borough.kernel.text import listed
from borough.measures.public import Bar, columns, decimal, label, measure_of
from borough.measures.public import rows as bars_on_their_side
from borough.measures.types import Figure, Part, Split
from borough.reports.grammar.speaking import pounds_range, spoken
from borough.reports.types import Block, Chart, Facts, Note, NotGiven, Run, Table, Value

SETTINGS = Path(__file__).resolve().parent.parent / "definitions" / "annual_report" / "report.toml"


@lru_cache(maxsize=1)
def settings() -> dict[str, Any]:
    """The council's own settings of the report: its head, its priorities, its tests of a key decision."""
    return tomllib.loads(SETTINGS.read_text(encoding="utf-8"))


def _quarter_rows(steps: Iterable[Value]) -> Iterator[tuple[Run, ...]]:
    for step in steps:
        share = Run(spoken(step), step.figure) if step.part.share is not None else Run("No records")
        yield (
            Run(step.period_name),
            share,
            Run(f"{step.part.counted:,}", step.figure),
            Run(f"{step.part.out_of:,}", step.figure),
        )


def quarters_table(facts: Facts, measure: str, period: str = "year") -> Iterator[Block]:
    """A share for each quarter of a year, with its two counts and the quarter before."""
    name = measure_of(measure).name
    head = ("Quarter", "Share", "Counted", "Out of")
    yield Table(f"{name} by quarter", head, tuple(_quarter_rows(facts.steps(measure, period))))
    yield _definition(measure)


def _definition(measure: str) -> Note:
    """What is counted out of what, and where the definition comes from: printed beside every figure."""
    found = measure_of(measure)
    return Note(f"{found.name} counts {found.counted_words}, out of {found.out_of_words}. Source: {found.source}.")


def _share_or_none(step: Value) -> str:
    return spoken(step) if step.part.share is not None else "none"


def quarters_chart(facts: Facts, measure: str, period: str = "year") -> Iterator[Block]:
    """The same as columns, with the table beside it."""
    steps = facts.steps(measure, period)
    name = measure_of(measure).name
    bars = [
        Bar("\n".join(facts.month_names(s.figure.period.key)), s.part.share, _share_or_none(s), earlier=n == 0)
        for n, s in enumerate(steps)
    ]
    told = f"{name}: " + listed([f"{spoken(s)} in {s.period_name}" for s in steps if s.part.share is not None]) + "."
    yield Chart(f"{name} by quarter", columns(told, bars), told)
    yield from quarters_table(facts, measure, period)


def channels_table(facts: Facts, before: str = "year-before", after: str = "year") -> Iterator[Block]:
    """Contacts by channel in two periods, with what each channel costs by the published sources."""
    head = ("Channel", facts.period_name(before), facts.period_name(after), f"Cost, {facts.period_name(after)}")
    sides = [facts.parts("contacts-by-channel", name, "channel") for name in (before, after)]
    priced, costs = facts.parts("cost-by-channel", after, "channel")
    keys = dict.fromkeys(part.key for _, parts in reversed(sides) for part in parts)
    rows = [
        (Run(label_of("channel", key)), *(_count(key, *side) for side in sides), _cost(key, priced, costs))
        for key in keys
    ]
    figures = [facts.value("contacts-by-channel", name) for name in (before, after)]
    total = facts.value("cost-by-channel", after)
    counts = (Run(f"{v.part.counted:,}", v.figure) for v in figures)
    rows.append((Run("All channels"), *counts, Run(spoken(total), total.figure)))
    yield Table("Contacts from customers by channel", head, tuple(rows))
    yield _definition("contacts-by-channel")


def _count(key: str, figure: Figure, parts: tuple[Part, ...]) -> Run:
    found = next((p for p in parts if p.key == key), None)
    return Run(f"{found.counted:,}", figure) if found else Run("None, or too few to show")


def _cost(key: str, figure: Figure, parts: tuple[Part, ...]) -> Run:
    found = next((p for p in parts if p.key == key and p.high), None)
    return Run(pounds_range(found.low or 0, found.high or 0), figure) if found else Run("No published cost")


def channels_chart(facts: Facts, before: str = "year-before", after: str = "year") -> Iterator[Block]:
    """Contacts by channel in the later period as bars, with the table of both beside it."""
    _, parts = facts.parts("contacts-by-channel", after, "channel")
    bars = [Bar(label_of("channel", p.key), Fraction(p.counted), f"{p.counted:,}") for p in parts]
    told = f"Contacts in {facts.period_name(after)}: " + listed([f"{b.words} by {b.label.lower()}" for b in bars]) + "."
    yield Chart(f"Contacts from customers by channel, {facts.period_name(after)}", bars_on_their_side(told, bars), told)
    yield from channels_table(facts, before, after)


def split_table(facts: Facts, measure: str, before: str, after: str) -> Iterator[Block]:
    """What each service did to a change: the part within it, the part by mix, and both."""
    split, _ = facts.split(measure, before, after)
    if split is None:
        raise NotGiven(f"{measure_of(measure).name} has no records in one of the two periods")
    periods = f"from {facts.period_name(before)} to {facts.period_name(after)}"
    caption = f"What moved {measure_of(measure).name.lower()} {periods}, in percentage points"
    (_, old), (figure, new) = (facts.parts(measure, period, "service") for period in (before, after))
    head = ("Service", "Within the service", "By mix", "Together")
    yield Table(caption, head, _split_rows(facts, split, {p.key for p in old} & {p.key for p in new}, figure))
    yield Note(
        "Rounded to a tenth of a point, so that each row adds across; the columns may differ from their sum by a tenth."
    )


def _split_rows(
    facts: Facts, split: Split, keep: set[str], figure: Figure, most: int = 8
) -> tuple[tuple[Run, ...], ...]:
    """The largest contributors, the others as one, and the change. No service too small to publish is named."""
    named = [e for e in split.effects if e.key in keep][:most]
    left = [e for e in split.effects if e not in named]
    rows = [(facts.service_name(e.key), e.within, e.contribution) for e in named]
    if left:
        within, both = (sum((getattr(e, n) for e in left), Fraction(0)) for n in ("within", "contribution"))
        rows.append(("Other services", within, both))
    rows.append(("All services", split.within, split.change))
    return tuple((Run(name), *(Run(words, figure) for words in _across(*values))) for name, *values in rows)


def _across(within: Fraction, both: Fraction) -> tuple[str, str, str]:
    """Within, mix and both in points, rounded so that the first two printed sum to the third."""
    first, last = decimal(within * 100, 1), decimal(both * 100, 1)
    return signed(first), signed(last - first), signed(last)


def signed(number: Decimal) -> str:
    """Points with their sign: +4.2, \u22120.3, 0.0."""
    return f"{number:+}".replace("-", "\u2212") if number else "0.0"


def measures_table(facts: Facts, *keys: str) -> Iterator[Block]:
    """Several measures in the year before and the year."""
    rows = []
    for key in keys:
        values = [facts.value(key, period) for period in ("year-before", "year")]
        cells = [Run(spoken(v), v.figure) if v.part.out_of else Run("No records") for v in values]
        rows.append((Run(measure_of(key).name), *cells))
    head = ("Measure", facts.period_name("year-before"), facts.period_name("year"))
    yield Table("Measures of customer contact", head, tuple(rows))
    for key in keys:
        yield _definition(key)


def criteria_table(facts: Facts, measure: str, period: str = "year") -> Iterator[Block]:
    """What a review found of each criterion, and the level that is; without a review, that there was none."""
    try:
        review = facts.review(measure, period)
    except NotGiven:
        yield from missing("a review of the property gazetteer")
        return
    figure, parts = facts.parts(measure, period, measure_of(measure).by or "")
    levels = {part.key: part.level or "" for part in parts}
    rows = tuple(
        (Run(one.name), Run(one.found, figure),
         Run(levels[one.key] + ("" if one.counts else ", does not count")))
        for one in review.criteria
    )  # fmt: skip
    yield Table(f"{measure_of(measure).name}, by criterion", ("Criterion", "Found", "Level"), rows, numbers=False)
    yield _definition(measure)


def _yes_no(question: str) -> Table:
    told = settings()[question]
    return Table(
        told["caption"], ("Question", "Answer"), ((Run(told["question"]), Run(told["answer"])),), numbers=False
    )


def confidential(facts: Facts) -> Iterator[Block]:
    """Whether the report is confidential."""
    del facts
    yield _yes_no("confidential")


def key_decision(facts: Facts) -> Iterator[Block]:
    """Whether it asks for a key decision, and the council's tests."""
    del facts
    yield _yes_no("key_decision")
    rows = tuple(
        (Run(test), Run("Not met: this report asks for no decision")) for test in settings()["key_decision"]["tests"]
    )
    yield Table("Tests of a key decision", ("Test", "This report"), rows, numbers=False)


def priorities(facts: Facts) -> Iterator[Block]:
    """The council's priorities, and which of them the report serves."""
    del facts
    rows = tuple((Run(p["name"]), Run("Yes" if p["served"] else "No")) for p in settings()["priorities"])
    yield Table("Strategic objectives", ("Objective", "This report relates to it"), rows, numbers=False)


def implications(facts: Facts) -> Iterator[Block]:
    """The areas implications are looked for in; a tick needs the comment of the post that answers for it."""
    del facts
    rows = tuple((Run(area), Run("Comment awaited")) for area in settings()["implications"]["areas"])
    yield Table("Implications", ("Area", "Comment"), rows, numbers=False)


def risk(facts: Facts) -> Iterator[Block]:
    """Whether a risk register has been completed."""
    del facts
    yield _yes_no("risk")


def signature(facts: Facts) -> Iterator[Block]:
    """The post the report is by; no name is kept."""
    del facts
    yield Note(settings()["head"]["report_of"].upper())


def background_papers(facts: Facts) -> Iterator[Block]:
    """Papers the report relies on and where they can be read."""
    del facts
    rows = tuple(
        tuple(Run(p[n]) for n in ("document", "date", "file", "place")) for p in settings()["background_papers"]
    )
    yield Table("Background papers", ("Document", "Date", "File", "Place of inspection"), rows, numbers=False)


def authors(facts: Facts) -> Iterator[Block]:
    """Who wrote the report, by post."""
    del facts
    told = settings()["author"]
    rows = (tuple(Run(told[n]) for n in ("post", "extension", "date", "document")),)
    yield Table("Report author", ("Report author", "Extension", "Date", "Document"), rows, numbers=False)


def missing(said: str) -> Iterator[Block]:
    """A list of what no record is kept of yet, said plainly where it would stand."""
    things = [thing.strip() for thing in said.split(",") if thing.strip()]
    kept = "no records of them are" if len(things) > 1 else "no record of it is"
    yield Note(
        f"Not reported this year: {listed(things)}. Every figure in this report comes from a record of the work, and "
        f"{kept} kept in this system yet."
    )


def label_of(dimension: str, key: str) -> str:
    """A dimension's value as people read it."""
    if dimension == "channel" and key in list(Channel):
        return Channel(key).label
    return label(key) or "Not stated"


Maker = Callable[..., Iterable[Block]]
TABLES: dict[str, Maker] = {
    "quarters": quarters_table, "channels": channels_table, "split": split_table, "measures": measures_table,
    "criteria": criteria_table,
}  # fmt: skip
CHARTS: dict[str, Maker] = {"quarters": quarters_chart, "channels": channels_chart}
FIXED: dict[str, Maker] = {
    "confidential": confidential, "key-decision": key_decision, "priorities": priorities, "implications": implications,
    "risk": risk, "signature": signature, "background-papers": background_papers, "authors": authors,
}  # fmt: skip
