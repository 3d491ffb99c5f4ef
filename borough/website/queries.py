"""What the performance pages show: figures as words and links, with small numbers already kept back."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from django.urls import reverse

from borough.contacts.types import Channel
from borough.kernel.periods import Period, Step
from borough.kernel.text import listed
from borough.measures.public import (
    Bar,
    catalogue,
    change,
    columns,
    counted,
    decimal,
    figure,
    label,
    measure_of,
    percent,
    published,
    query_of,
    recorded_years,
    records,
    review_kept,
    trace,
)
from borough.measures.types import Effect, Part, Published, Unit, Which
from borough.ui.formats import moment

TOO_SMALL = "Fewer than 5"
BREAKDOWNS = {"channel": "Channel", "service": "Service", "ward": "Ward"}
MINUS = "\u2212"


def years() -> tuple[list[Period], Period | None]:
    """The council years with records, latest first, and the one to show unasked.

    That is the latest with a tenth as many contacts as the fullest, so that a year just begun hides no other.
    """
    recorded = recorded_years()
    fullest = max(recorded.values(), default=0)
    return list(recorded), next((year for year, rows in recorded.items() if 10 * rows >= fullest), None)


def named(by: str | None, key: str, services: Mapping[str, str]) -> str:
    """A value of a dimension as people read it."""
    if by == "channel" and key in list(Channel):
        return Channel(key).label
    if by == "service" and key in services:
        return services[key]
    return label(key) or "Not stated"


def told(unit: Unit, part: Part | None) -> str:
    """A count as people read it; a figure kept back says so."""
    if part is None:
        return TOO_SMALL
    if unit is Unit.POUNDS:
        return pounds(part.low or 0, part.high or 0)
    if unit is Unit.CONTACTS:
        return f"{part.counted:,}"
    if unit is Unit.LEVEL:
        return part.level or "No review"
    return percent(part.share) if part.share is not None else "No records"


def pounds(low: int, high: int) -> str:
    """Whole pence as a range in pounds."""
    if not high:
        return "No published cost"
    return f"£{round(low / 100):,} (one source)" if low == high else f"£{round(low / 100):,} to £{round(high / 100):,}"


def link_to(measure: str, period: Period, by: str | None = None) -> str:
    """The page of a figure."""
    found = reverse("website:figure", args=[measure, period.key])
    return f"{found}?by={by}" if by else found


def dashboard(year: Period, services: Mapping[str, str]) -> dict[str, Any]:
    """Everything on the performance page for one council year, counted from one snapshot."""
    engine = records()
    shares = [_share(key, year, services, engine) for key in ("website-share", "digital-take-up")]
    others = [_other(key, year, engine) for key in catalogue() if key not in ("website-share", "digital-take-up")]
    return {"year": year.name, "before": year.before().name, "shares": shares, "others": others}


def _share(key: str, year: Period, services: Mapping[str, str], engine: Any) -> dict[str, Any]:
    """A share by quarter, with the quarter before, its last change split by service, and its services."""
    measure = measure_of(key)
    quarters = list(year.split(Step.QUARTER))
    steps = [(q, published(key, q, engine=engine)) for q in (quarters[0].before(), *quarters)]
    recorded = [(q, p) for q, p in steps if p.figure.whole.out_of]
    bars = [_column(q, p, earlier=q == steps[0][0]) for q, p in recorded]
    said = f"{measure.name}: " + listed(
        [f"{bar.words} in {q.name}" for bar, (q, _) in zip(bars, recorded, strict=True)]
    )
    last = next((pair for pair in reversed(list(pairwise(recorded)))), None)
    return {
        "key": key,
        "name": measure.name,
        "question": measure.question,
        "definition": f"{measure.counted_words}, out of {measure.out_of_words}",
        "source": measure.source,
        "chart": columns(f"{said}.", bars) if bars else "",
        "quarters": [_quarter(key, q, p) for q, p in recorded],
        "change": _change(key, last[0][0], last[1][0], services, engine) if last else None,
        "services": _services(key, recorded[-1][0], services, engine) if recorded else None,
    }


def _column(quarter: Period, found: Published, *, earlier: bool) -> Bar:
    last = quarter.end - timedelta(days=1)
    value = found.whole.share if found.whole else None
    return Bar(f"{quarter.start:%b} to {last:%b}\n{last.year}", value, told(Unit.PERCENT, found.whole), earlier)


def _quarter(key: str, quarter: Period, found: Published) -> dict[str, str]:
    return {
        "name": quarter.name,
        "link": link_to(key, quarter),
        "value": told(found.figure.unit, found.whole),
        "counted": f"{found.whole.counted:,}" if found.whole else "–",
        "out_of": f"{found.whole.out_of:,}" if found.whole else "–",
    }


def _change(key: str, before: Period, after: Period, services: Mapping[str, str], engine: Any) -> dict[str, Any]:
    """The last change as a sentence and a table of the services that made most of it."""
    found = change(key, before, after, engine=engine, names=services)
    shown = [{p.key for p in published(key, period, "service", engine=engine).parts} for period in (before, after)]
    effects = [e for e in found.split.effects if e.key in shown[0] & shown[1]][:6] if found.split else []
    rows = [(named("service", e.key, services), e.within, e.contribution) for e in effects]
    if found.split:
        rest = [e for e in found.split.effects if e not in effects]
        rows += [("Other services", _sum(rest, "within"), _sum(rest, "contribution"))] if rest else []
        rows.append(("All services", found.split.within, found.split.change))
    return {
        "sentence": found.sentence,
        "from": before.name,
        "to": after.name,
        "links": [link_to(key, period, "service") for period in (before, after)],
        "rows": [(name, *_across(within, both)) for name, within, both in rows],
    }


def _sum(effects: Iterable[Effect], part: str) -> Fraction:
    return sum((getattr(effect, part) for effect in effects), Fraction(0))


def _across(within: Fraction, both: Fraction) -> tuple[str, str, str]:
    """Points within, by mix and together, rounded so that the first two sum to the third."""
    first, last = decimal(within * 100, 1), decimal(both * 100, 1)
    return _signed(first), _signed(last - first), _signed(last)


def _signed(number: Decimal) -> str:
    return f"{number:+}".replace("-", MINUS) if number else "0.0"


def _services(key: str, quarter: Period, services: Mapping[str, str], engine: Any) -> dict[str, Any]:
    found = published(key, quarter, "service", engine=engine)
    return {"period": quarter.name, "link": link_to(key, quarter, "service"), **_parts(found, services)}


def _parts(found: Published, services: Mapping[str, str]) -> dict[str, Any]:
    """A breakdown as rows, and in words what was kept back."""
    unit, by = found.figure.unit, found.figure.by
    rows = [
        {"key": p.key, "name": named(by, p.key, services), "value": told(unit, p), "counted": f"{p.counted:,}",
         "out_of": f"{p.out_of:,}"}
        for p in found.parts
    ]  # fmt: skip
    return {"rows": rows, "withheld": _withheld(found, services)}


def _withheld(found: Published, services: Mapping[str, str]) -> str:
    if found.figure.by and not found.broken_down:
        return "The numbers are too small to break down without telling of single people."
    if not found.withheld:
        return ""
    names = listed([named(found.figure.by, key, services) for key in found.withheld])
    return f"Kept back, because a number under 5 could be worked out from them: {names}."


def _other(key: str, year: Period, engine: Any) -> dict[str, Any]:
    measure = measure_of(key)
    found = [published(key, period, engine=engine) for period in (year.before(), year)]
    return {
        "name": measure.name,
        "question": measure.question,
        "link": link_to(key, year, measure.by),
        "before": _or_none(found[0]),
        "now": _or_none(found[1]),
    }


def _or_none(found: Published) -> str:
    """A figure as people read it, or that there is nothing it could be of."""
    nothing = not found.figure.whole.out_of and found.figure.unit is not Unit.LEVEL
    return "No records" if nothing else told(found.figure.unit, found.whole)


def is_level(key: str) -> bool:
    """Whether a measure is a level kept by reviews; raises UnknownMeasure."""
    return measure_of(key).unit is Unit.LEVEL


def level_page(key: str, period: Period) -> dict[str, Any]:
    """A level with the review it comes from, criterion by criterion. Raises UnknownMeasure."""
    measure = measure_of(key)
    found = figure(key, period, measure.by)
    review = review_kept(key, period)
    criteria = zip(review.criteria, found.parts, strict=True) if review else ()
    return {
        "key": key,
        "measure": measure,
        "period": period.name,
        "value": told(Unit.LEVEL, found.whole),
        "review": review,
        "made_on": moment(review.made_at) if review else "",
        "criteria": [
            {"key": one.key, "name": one.name, "found": one.found,
             "level": part.level, "counts": one.counts}
            for one, part in criteria
        ],
        "conditions": measure.conditions,
        "hashes": {"Levels": found.sha256, "Review": found.content, "Definition": found.definition},
    }  # fmt: skip


def figure_page(key: str, period: Period, by: str | None, services: Mapping[str, str]) -> dict[str, Any]:
    """A figure with its definition, its question and its parts. Raises UnknownMeasure or UnknownDimension."""
    engine = records()
    measure = counted()[key]
    found = published(key, period, by, engine=engine)
    whole = found.whole
    return {
        "key": key,
        "measure": measure,
        "period": period.name,
        "value": _or_none(found),
        "counts": f"{whole.counted:,} of {whole.out_of:,}" if whole and measure.unit is Unit.PERCENT else "",
        "stated": _stated(found),
        "by": by,
        "by_name": BREAKDOWNS.get(by or "", label(by or "")),
        "breakdowns": [(name, link_to(key, period, kind), kind == by) for kind, name in BREAKDOWNS.items()],
        "parts": _parts(found, services) if by else None,
        "conditions": measure.conditions,
        "costs": [_cost(c) for c in measure.costs],
        "query": query_of(key, period, by, engine=engine),
        "hashes": {
            "Counts": found.figure.sha256, "Records of the period": found.figure.content,
            "Definition": found.figure.definition,
        },
        "watermark": f"{found.figure.watermark:,}",
        "rows": reverse("website:figure_rows", args=[key, period.key]),
    }  # fmt: skip


def _stated(found: Published) -> list[str]:
    """What must be said beside a figure: counts of their own, small ones as fewer than five."""
    kept = found.whole.stated if found.whole else {}
    return [
        f"{'None' if not number else f'{kept[words]:,}' if words in kept else TOO_SMALL} {words}"
        for words, number in found.figure.whole.stated.items()
    ]


def _cost(cost: Any) -> tuple[str, str, str, str]:
    year = str(cost.year) if cost.year else "not stated"
    return Channel(cost.channel).label, f"£{cost.pence // 100}.{cost.pence % 100:02}", cost.source, year


def rows_page(
    key: str, period: Period, which: Which, where: Mapping[str, str], after: int, services: Mapping[str, str]
) -> dict[str, Any]:
    """A page of the rows behind a figure, for staff, with nothing about any person. Raises as figure_page does."""
    found = trace(key, period, which=which, where=where, after=after)
    rows = [
        {"reference": row.reference, "day": row.happened_on, "channel": named("channel", row.channel, services),
         "nature": label(row.nature), "service": named("service", row.service, services), "outcome": label(row.outcome),
         "ward": row.ward or "Not stated", "assisted": "Yes" if row.assisted else "No"}
        for row in found.rows
    ]  # fmt: skip
    narrowed = listed([named(by, value, services) for by, value in where.items()])
    return {"measure": measure_of(key), "period": period.name, "which": which, "narrowed": narrowed, "rows": rows,
            "after": found.after, "figure": link_to(key, period)}  # fmt: skip
