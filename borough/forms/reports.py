"""Services that accept problem reports from other systems: codes, and attributes besides location and text."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from borough.forms.kinds import Agreement, Choice, Date, LongText, Number, Several, Upload, YesNo
from borough.forms.questions import Question
from borough.forms.routing import build_route
from borough.forms.samples import sample
from borough.forms.service import Lookup, ProblemReporting, Service

MIDDAY = time(12)
YES, NO = {"yes", "true", "1", "on"}, {"no", "false", "0", "off"}


@dataclass(frozen=True, kw_only=True)
class Attribute:
    """A question as a GeoReport v2 attribute: its datatype, and its choices as (key, name)."""

    code: str
    datatype: str
    required: bool
    description: str
    hint: str
    values: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True)
class ProblemType:
    """A problem type: its code, and the service and option that handle it."""

    code: str
    name: str
    service: str
    group: str
    description: str


def problems_of(service: Service) -> tuple[ProblemType, ...]:
    """Return the problem types of a service: one for each option, or the service as a whole."""
    if service.reports is None:
        return ()
    if not service.reports.of:
        reports, about = service.reports, service.promise.text
        return (
            ProblemType(
                code=reports.code, name=service.name, service=service.key, group=reports.group, description=about
            ),
        )
    kind = service.questions()[service.reports.of].kind
    offered = kind.options if isinstance(kind, Choice) else ()
    group, about = service.reports.group, service.promise.text
    return tuple(
        ProblemType(code=option.value, name=option.text, service=service.key, group=group, description=about)
        for option in offered
    )


def questions_for(service: Service, reports: ProblemReporting, code: str, today: date) -> tuple[Question, ...]:
    """Return the questions on the route of such a report, except those filled from standard fields."""
    answers: dict[str, Any] = {reports.of: code} if reports.of else {}
    seen = frozenset(page.key for page in service.pages)
    initial = {"today": today, "now": datetime.combine(today, MIDDAY, UTC), "person_id": 0}
    while True:
        route = build_route(service, answers, seen, initial, _usual)
        step = route.open
        if step is None:
            break
        answers |= {item.key: sample(item, today) for item in step.asks if item.key not in answers}
    handled = {reports.of, reports.spot, reports.address, reports.description, reports.email, reports.phone}
    every = (question for step in route.steps for question in step.asks)
    return tuple(item for item in every if item.key not in handled and not isinstance(item.kind, Upload))


def _usual(lookup: Lookup, _arguments: dict[str, Any]) -> Any:
    """Return the usual result of a look-up, for a route without a known reporter."""
    return lookup.may_be[-1] if lookup.may_be else None


def attribute_of(question: Question, reports: ProblemReporting) -> Attribute:
    """Return a question as an attribute; it is not required if its answer can be presumed."""
    kind, values = question.kind, tuple[tuple[str, str], ...]()
    if isinstance(kind, Choice | Several | YesNo):
        values = tuple((option.value, option.text) for option in kind.offered())
    if offers := reports.offers.get(question.key):
        values = tuple(offers())
    if isinstance(kind, Several) and kind.none:
        values = (*values, (kind.none.value, kind.none.text))
    return Attribute(
        code=question.key,
        hint=question.hint,
        values=values,
        description=question.ask,
        datatype="datetime" if question.key in reports.dated else _datatype(kind),
        required=not question.optional and question.key not in reports.presumed,
    )


def _datatype(kind: Any) -> str:
    named: Mapping[str, tuple[type, ...]] = {
        "multivaluelist": (Several,),
        "singlevaluelist": (Choice, YesNo),
        "number": (Number,),
        "datetime": (Date,),
        "text": (LongText,),
    }
    return next((name for name, of in named.items() if isinstance(kind, of)), "string")


def to_json_value(question: Question, values: Sequence[str], *, dated: bool = False) -> Any:
    """Convert attribute values to the question's schema; invalid values are left for validation to reject."""
    kind, last = question.kind, values[-1].strip()
    if dated:
        return last[:10]
    if isinstance(kind, Several):
        return list(dict.fromkeys(values))
    if isinstance(kind, YesNo | Agreement):
        return True if last.lower() in YES else False if last.lower() in NO else last
    if isinstance(kind, Number) and not kind.decimals:
        return int(last) if last.isascii() and last.isdecimal() and len(last) < 20 else last
    return last[:10] if isinstance(kind, Date) else last
