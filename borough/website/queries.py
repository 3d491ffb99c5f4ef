"""Read models of the performance pages: figures as text and links, with small numbers suppressed."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from typing import Any

from django.urls import reverse

from borough.contacts.types import Channel
from borough.kernel.periods import Period, Step
from borough.kernel.text import join_list
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
    review_of,
    trace,
)
from borough.measures.types import Effect, Part, Published, Unit, Which
from borough.ui.formats import moment

TOO_SMALL = "Fewer than 5"
BREAKDOWNS = {"channel": "Channel", "service": "Service", "ward": "Ward"}
MINUS = "\u2212"


def years() -> tuple[list[Period], Period | None]:
    """Return the council years with records, latest first, and the default year.

    The default is the latest with at least a tenth of the contacts of the fullest, so not a year that has just
    begun.
    """
    recorded = recorded_years()
    fullest = max(recorded.values(), default=0)
    return list(recorded), next((year for year, rows in recorded.items() if 10 * rows >= fullest), None)


def named(by: str | None, key: str, services: Mapping[str, str]) -> str:
    """Return the display name of a dimension value."""
    if by == "channel" and key in list(Channel):
        return Channel(key).label
    if by == "service" and key in services:
        return services[key]
    return label(key) or "Not stated"


def count_text(unit: Unit, part: Part | None) -> str:
    """Format a count; a suppressed figure is marked as such."""
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
    """Format pence as a range in pounds."""
    if not high:
        return "No published cost"
    return f"£{round(low / 100):,} (one source)" if low == high else f"£{round(low / 100):,} to £{round(high / 100):,}"


def link_to(measure: str, period: Period, by: str | None = None) -> str:
    """Return the URL of a figure."""
    url = reverse("website:figure", args=[measure, period.key])
    return f"{url}?by={by}" if by else url


def dashboard(year: Period, services: Mapping[str, str]) -> dict[str, Any]:
    """Return all data of the performance page for a council year, from one snapshot."""
    engine = records()
    shares = [_share(key, year, services, engine) for key in ("website-share", "digital-take-up")]
    others = [_other(key, year, engine) for key in catalogue() if key not in ("website-share", "digital-take-up")]
    return {"year": year.name, "before": year.previous().name, "shares": shares, "others": others}


def _share(key: str, year: Period, services: Mapping[str, str], engine: Any) -> dict[str, Any]:
    """Return a share by quarter and by service, with the preceding quarter and the split of its last change."""
    measure = measure_of(key)
    quarters = list(year.split(Step.QUARTER))
    steps = [(q, published(key, q, engine=engine)) for q in (quarters[0].previous(), *quarters)]
    recorded = [(q, p) for q, p in steps if p.figure.total.out_of]
    bars = [_column(q, p, earlier=q == steps[0][0]) for q, p in recorded]
    sentence = f"{measure.name}: " + join_list(
        [f"{bar.text} in {q.name}" for bar, (q, _) in zip(bars, recorded, strict=True)]
    )
    last = next((pair for pair in reversed(list(pairwise(recorded)))), None)
    return {
        "key": key,
        "name": measure.name,
        "question": measure.question,
        "definition": f"{measure.counted_label}, out of {measure.out_of_label}",
        "source": measure.source,
        "chart": columns(f"{sentence}.", bars) if bars else "",
        "quarters": [_quarter(key, q, p) for q, p in recorded],
        "change": _change(key, last[0][0], last[1][0], services, engine) if last else None,
        "services": _services(key, recorded[-1][0], services, engine) if recorded else None,
    }


def _column(quarter: Period, publication: Published, *, earlier: bool) -> Bar:
    last = quarter.end - timedelta(days=1)
    value = publication.total.share if publication.total else None
    return Bar(
        f"{quarter.start:%b} to {last:%b}\n{last.year}", value, count_text(Unit.PERCENT, publication.total), earlier
    )


def _quarter(key: str, quarter: Period, publication: Published) -> dict[str, str]:
    return {
        "name": quarter.name,
        "link": link_to(key, quarter),
        "value": count_text(publication.figure.unit, publication.total),
        "counted": f"{publication.total.counted:,}" if publication.total else "–",
        "out_of": f"{publication.total.out_of:,}" if publication.total else "–",
    }


def _change(key: str, before: Period, after: Period, services: Mapping[str, str], engine: Any) -> dict[str, Any]:
    """Return the last change as a sentence and a table of the main contributing services."""
    result = change(key, before, after, engine=engine, names=services)
    visible_keys = [
        {p.key for p in published(key, period, "service", engine=engine).parts} for period in (before, after)
    ]
    effects = (
        [e for e in result.split.effects if e.key in visible_keys[0] & visible_keys[1]][:6] if result.split else []
    )
    rows = [(named("service", e.key, services), e.within, e.contribution) for e in effects]
    if result.split:
        rest = [e for e in result.split.effects if e not in effects]
        rows += [("Other services", _sum(rest, "within"), _sum(rest, "contribution"))] if rest else []
        rows.append(("All services", result.split.within, result.split.change))
    return {
        "sentence": result.sentence,
        "from": before.name,
        "to": after.name,
        "links": [link_to(key, period, "service") for period in (before, after)],
        "rows": [(name, *_across(within, both)) for name, within, both in rows],
    }


def _sum(effects: Iterable[Effect], part: str) -> Fraction:
    return sum((getattr(effect, part) for effect in effects), Fraction(0))


def _across(within: Fraction, both: Fraction) -> tuple[str, str, str]:
    """Return within, mix and total points, rounded so that the printed values add up."""
    first, last = decimal(within * 100, 1), decimal(both * 100, 1)
    return _signed(first), _signed(last - first), _signed(last)


def _signed(number: Decimal) -> str:
    return f"{number:+}".replace("-", MINUS) if number else "0.0"


def _services(key: str, quarter: Period, services: Mapping[str, str], engine: Any) -> dict[str, Any]:
    publication = published(key, quarter, "service", engine=engine)
    return {"period": quarter.name, "link": link_to(key, quarter, "service"), **_parts(publication, services)}


def _parts(publication: Published, services: Mapping[str, str]) -> dict[str, Any]:
    """Return a breakdown as rows, with a note on suppressed parts."""
    unit, by = publication.figure.unit, publication.figure.by
    rows = [
        {
            "key": p.key,
            "name": named(by, p.key, services),
            "value": count_text(unit, p),
            "counted": f"{p.counted:,}",
            "out_of": f"{p.out_of:,}",
        }
        for p in publication.parts
    ]
    return {"rows": rows, "withheld": _withheld(publication, services)}


def _withheld(publication: Published, services: Mapping[str, str]) -> str:
    if publication.figure.by and not publication.broken_down:
        return "The numbers are too small to break down without telling of single people."
    if not publication.withheld:
        return ""
    names = join_list([named(publication.figure.by, key, services) for key in publication.withheld])
    return f"Kept back, because a number under 5 could be worked out from them: {names}."


def _other(key: str, year: Period, engine: Any) -> dict[str, Any]:
    measure = measure_of(key)
    publications = [published(key, period, engine=engine) for period in (year.previous(), year)]
    return {
        "name": measure.name,
        "question": measure.question,
        "link": link_to(key, year, measure.by),
        "before": _text_or_none(publications[0]),
        "now": _text_or_none(publications[1]),
    }


def _text_or_none(publication: Published) -> str:
    """Format a figure, or state that there is no data."""
    nothing = not publication.figure.total.out_of and publication.figure.unit is not Unit.LEVEL
    return "No records" if nothing else count_text(publication.figure.unit, publication.total)


def is_level(key: str) -> bool:
    """Return whether a measure is a level set by reviews. Raises UnknownMeasure."""
    return measure_of(key).unit is Unit.LEVEL


def level_page(key: str, period: Period) -> dict[str, Any]:
    """Return a level with its review, criterion by criterion. Raises UnknownMeasure."""
    measure = measure_of(key)
    current = figure(key, period, measure.by)
    review = review_of(key, period)
    criteria = zip(review.criteria, current.parts, strict=True) if review else ()
    return {
        "key": key,
        "measure": measure,
        "period": period.name,
        "value": count_text(Unit.LEVEL, current.total),
        "review": review,
        "created_on": moment(review.created_at) if review else "",
        "criteria": [
            {
                "key": criterion.key,
                "name": criterion.name,
                "finding": criterion.display_value,
                "level": part.level,
                "counts": criterion.counts,
            }
            for criterion, part in criteria
        ],
        "conditions": measure.conditions,
        "hashes": {"Levels": current.sha256, "Review": current.content, "Definition": current.definition},
    }


def figure_page(key: str, period: Period, by: str | None, services: Mapping[str, str]) -> dict[str, Any]:
    """Return a figure with definition, query and parts. Raises UnknownMeasure or UnknownDimension."""
    engine = records()
    measure = counted()[key]
    publication = published(key, period, by, engine=engine)
    total = publication.total
    return {
        "key": key,
        "measure": measure,
        "period": period.name,
        "value": _text_or_none(publication),
        "counts": f"{total.counted:,} of {total.out_of:,}" if total and measure.unit is Unit.PERCENT else "",
        "stated": _stated(publication),
        "by": by,
        "by_name": BREAKDOWNS.get(by or "", label(by or "")),
        "breakdowns": [(name, link_to(key, period, kind), kind == by) for kind, name in BREAKDOWNS.items()],
        "parts": _parts(publication, services) if by else None,
        "conditions": measure.conditions,
        "costs": [_cost(c) for c in measure.costs],
        "query": query_of(key, period, by, engine=engine),
        "hashes": {
            "Counts": publication.figure.sha256,
            "Records of the period": publication.figure.content,
            "Definition": publication.figure.definition,
        },
        "watermark": f"{publication.figure.watermark:,}",
        "rows": reverse("website:figure_rows", args=[key, period.key]),
    }


def _stated(publication: Published) -> list[str]:
    """Return the counts that must be shown with a figure, small ones as fewer than five."""
    stated = publication.total.stated if publication.total else {}
    return [
        f"{'None' if not number else f'{stated[label]:,}' if label in stated else TOO_SMALL} {label}"
        for label, number in publication.figure.total.stated.items()
    ]


def _cost(cost: Any) -> tuple[str, str, str, str]:
    year = str(cost.year) if cost.year else "not stated"
    return Channel(cost.channel).label, f"£{cost.pence // 100}.{cost.pence % 100:02}", cost.source, year


def rows_page(
    key: str, period: Period, which: Which, where: Mapping[str, str], after: int, services: Mapping[str, str]
) -> dict[str, Any]:
    """Return a page of the rows behind a figure, for staff, without personal data. Raises as figure_page."""
    page = trace(key, period, which=which, where=where, after=after)
    rows = [
        {
            "reference": row.reference,
            "day": row.happened_on,
            "channel": named("channel", row.channel, services),
            "nature": label(row.nature),
            "service": named("service", row.service, services),
            "outcome": label(row.outcome),
            "ward": row.ward or "Not stated",
            "assisted": "Yes" if row.assisted else "No",
        }
        for row in page.rows
    ]
    narrowed = join_list([named(by, value, services) for by, value in where.items()])
    return {
        "measure": measure_of(key),
        "period": period.name,
        "which": which,
        "narrowed": narrowed,
        "rows": rows,
        "after": page.after,
        "figure": link_to(key, period),
    }
