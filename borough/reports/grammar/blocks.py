"""Tables, charts and standard sections of a report, from figures or the council's settings."""

import tomllib
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Any

from borough.contacts.types import Channel
from borough.kernel.text import join_list
from borough.measures.public import Bar, columns, decimal, label, measure_of
from borough.measures.public import rows as bars_on_their_side
from borough.measures.types import Figure, Part, Split
from borough.reports.grammar.files import file_of
from borough.reports.grammar.phrases import pounds_range, value_text
from borough.reports.types import Block, Chart, Facts, FigureUnavailable, Note, Run, Table, Value


def settings() -> dict[str, Any]:
    """Return the council's report settings: header, priorities, key decision criteria."""
    return _settings(file_of("annual_report", "report.toml"))


@lru_cache(maxsize=8)
def _settings(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _quarter_rows(steps: Iterable[Value]) -> Iterator[tuple[Run, ...]]:
    for step in steps:
        share = Run(value_text(step), step.figure) if step.part.share is not None else Run("No records")
        yield (
            Run(step.period_name),
            share,
            Run(f"{step.part.counted:,}", step.figure),
            Run(f"{step.part.out_of:,}", step.figure),
        )


def quarters_table(facts: Facts, measure: str, period: str = "year") -> Iterator[Block]:
    """Yield a table of a share for each quarter of a year, with both counts and the preceding quarter."""
    name = measure_of(measure).name
    head = ("Quarter", "Share", "Counted", "Out of")
    yield Table(f"{name} by quarter", head, tuple(_quarter_rows(facts.steps(measure, period))))
    yield _definition(measure)


def _definition(measure: str) -> Note:
    """Return the note below every figure: what is counted out of what, and the source of the definition."""
    measure_info = measure_of(measure)
    return Note(
        f"{measure_info.name} counts {measure_info.counted_label}, out of {measure_info.out_of_label}. "
        f"Source: {measure_info.source}."
    )


def _share_or_none(step: Value) -> str:
    return value_text(step) if step.part.share is not None else "none"


def quarters_chart(facts: Facts, measure: str, period: str = "year") -> Iterator[Block]:
    """Yield the same as a column chart, with its table."""
    steps = facts.steps(measure, period)
    name = measure_of(measure).name
    bars = [
        Bar("\n".join(facts.month_names(s.figure.period.key)), s.part.share, _share_or_none(s), earlier=n == 0)
        for n, s in enumerate(steps)
    ]
    alt_text = (
        f"{name}: "
        + join_list([f"{value_text(s)} in {s.period_name}" for s in steps if s.part.share is not None])
        + "."
    )
    yield Chart(f"{name} by quarter", columns(alt_text, bars), alt_text)
    yield from quarters_table(facts, measure, period)


def channels_table(facts: Facts, before: str = "year-before", after: str = "year") -> Iterator[Block]:
    """Yield a table of contacts by channel in two periods, with each channel's published unit cost."""
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
    rows.append((Run("All channels"), *counts, Run(value_text(total), total.figure)))
    yield Table("Contacts from customers by channel", head, tuple(rows))
    yield _definition("contacts-by-channel")


def _count(key: str, figure: Figure, parts: tuple[Part, ...]) -> Run:
    part = next((p for p in parts if p.key == key), None)
    return Run(f"{part.counted:,}", figure) if part else Run("None, or too few to show")


def _cost(key: str, figure: Figure, parts: tuple[Part, ...]) -> Run:
    part = next((p for p in parts if p.key == key and p.high), None)
    return Run(pounds_range(part.low or 0, part.high or 0), figure) if part else Run("No published cost")


def channels_chart(facts: Facts, before: str = "year-before", after: str = "year") -> Iterator[Block]:
    """Yield a bar chart of contacts by channel in the later period, with the table of both periods."""
    _, parts = facts.parts("contacts-by-channel", after, "channel")
    bars = [Bar(label_of("channel", p.key), Fraction(p.counted), f"{p.counted:,}") for p in parts]
    alt_text = (
        f"Contacts in {facts.period_name(after)}: " + join_list([f"{b.text} by {b.label.lower()}" for b in bars]) + "."
    )
    yield Chart(
        f"Contacts from customers by channel, {facts.period_name(after)}", bars_on_their_side(alt_text, bars), alt_text
    )
    yield from channels_table(facts, before, after)


def split_table(facts: Facts, measure: str, before: str, after: str) -> Iterator[Block]:
    """Yield a table of each service's effect on a change: within the service, by mix, and both."""
    split, _ = facts.split(measure, before, after)
    if split is None:
        raise FigureUnavailable(f"{measure_of(measure).name} has no records in one of the two periods")
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
    """Return the largest contributors, the others combined, and the change. Services too small are not named."""
    named = [e for e in split.effects if e.key in keep][:most]
    left = [e for e in split.effects if e not in named]
    rows = [(facts.service_name(e.key), e.within, e.contribution) for e in named]
    if left:
        within, both = (sum((getattr(e, n) for e in left), Fraction(0)) for n in ("within", "contribution"))
        rows.append(("Other services", within, both))
    rows.append(("All services", split.within, split.change))
    return tuple((Run(name), *(Run(label, figure) for label in _across(*values))) for name, *values in rows)


def _across(within: Fraction, both: Fraction) -> tuple[str, str, str]:
    """Return within, mix and both in points, rounded so that the printed values add up."""
    first, last = decimal(within * 100, 1), decimal(both * 100, 1)
    return signed(first), signed(last - first), signed(last)


def signed(number: Decimal) -> str:
    """Return points with their sign: +4.2, −0.3, 0.0."""
    return f"{number:+}".replace("-", "\u2212") if number else "0.0"


def measures_table(facts: Facts, *keys: str) -> Iterator[Block]:
    """Yield a table of several measures in the previous year and the year."""
    rows = []
    for key in keys:
        values = [facts.value(key, period) for period in ("year-before", "year")]
        cells = [Run(value_text(v), v.figure) if v.part.out_of else Run("No records") for v in values]
        rows.append((Run(measure_of(key).name), *cells))
    head = ("Measure", facts.period_name("year-before"), facts.period_name("year"))
    yield Table("Measures of customer contact", head, tuple(rows))
    for key in keys:
        yield _definition(key)


def criteria_table(facts: Facts, measure: str, period: str = "year") -> Iterator[Block]:
    """Yield a table of a review's criteria and the resulting level; without a review, a statement of that."""
    try:
        review = facts.review(measure, period)
    except FigureUnavailable:
        yield from missing("a review of the property gazetteer")
        return
    figure, parts = facts.parts(measure, period, measure_of(measure).by or "")
    levels = {part.key: part.level or "" for part in parts}
    rows = tuple(
        (
            Run(criterion.name),
            Run(criterion.display_value, figure),
            Run(levels[criterion.key] + ("" if criterion.counts else ", does not count")),
        )
        for criterion in review.criteria
    )
    yield Table(f"{measure_of(measure).name}, by criterion", ("Criterion", "Found", "Level"), rows, numbers=False)
    yield _definition(measure)


def _yes_no(question: str) -> Table:
    answer = settings()[question]
    return Table(
        answer["caption"], ("Question", "Answer"), ((Run(answer["question"]), Run(answer["answer"])),), numbers=False
    )


def confidential(facts: Facts) -> Iterator[Block]:
    """Yield whether the report is confidential."""
    del facts
    yield _yes_no("confidential")


def key_decision(facts: Facts) -> Iterator[Block]:
    """Yield whether it requires a key decision, with the council's criteria."""
    del facts
    yield _yes_no("key_decision")
    rows = tuple(
        (Run(test), Run("Not met: this report asks for no decision")) for test in settings()["key_decision"]["tests"]
    )
    yield Table("Tests of a key decision", ("Test", "This report"), rows, numbers=False)


def priorities(facts: Facts) -> Iterator[Block]:
    """Yield the council's priorities, marking those the report supports."""
    del facts
    rows = tuple((Run(p["name"]), Run("Yes" if p["served"] else "No")) for p in settings()["priorities"])
    yield Table("Strategic objectives", ("Objective", "This report relates to it"), rows, numbers=False)


def implications(facts: Facts) -> Iterator[Block]:
    """Yield the implications checklist; a tick requires a comment from the responsible post."""
    del facts
    rows = tuple((Run(area), Run("Comment awaited")) for area in settings()["implications"]["areas"])
    yield Table("Implications", ("Area", "Comment"), rows, numbers=False)


def risk(facts: Facts) -> Iterator[Block]:
    """Yield whether a risk register has been completed."""
    del facts
    yield _yes_no("risk")


def signature(facts: Facts) -> Iterator[Block]:
    """Yield the responsible post; no name is stored."""
    del facts
    yield Note(settings()["head"]["report_of"].upper())


def background_papers(facts: Facts) -> Iterator[Block]:
    """Yield the background papers and where to read them."""
    del facts
    rows = tuple(
        tuple(Run(p[n]) for n in ("document", "date", "file", "place")) for p in settings()["background_papers"]
    )
    yield Table("Background papers", ("Document", "Date", "File", "Place of inspection"), rows, numbers=False)


def authors(facts: Facts) -> Iterator[Block]:
    """Yield the report's authors, by post."""
    del facts
    author = settings()["author"]
    rows = (tuple(Run(author[n]) for n in ("post", "extension", "date", "document")),)
    yield Table("Report author", ("Report author", "Extension", "Date", "Document"), rows, numbers=False)


def missing(text: str) -> Iterator[Block]:
    """Yield a list of data that is not recorded yet, stated where it would appear."""
    items = [item.strip() for item in text.split(",") if item.strip()]
    absence = "no records of them are" if len(items) > 1 else "no record of it is"
    yield Note(
        f"Not reported this year: {join_list(items)}. Every figure in this report comes from a record of the work, and "
        f"{absence} kept in this system yet."
    )


def label_of(dimension: str, key: str) -> str:
    """Return the display name of a dimension value."""
    if dimension == "channel" and key in list(Channel):
        return Channel(key).label
    return label(key) or "Not stated"


Maker = Callable[..., Iterable[Block]]
TABLES: dict[str, Maker] = {
    "quarters": quarters_table,
    "channels": channels_table,
    "split": split_table,
    "measures": measures_table,
    "criteria": criteria_table,
}
CHARTS: dict[str, Maker] = {"quarters": quarters_chart, "channels": channels_chart}
FIXED: dict[str, Maker] = {
    "confidential": confidential,
    "key-decision": key_decision,
    "priorities": priorities,
    "implications": implications,
    "risk": risk,
    "signature": signature,
    "background-papers": background_papers,
    "authors": authors,
}
