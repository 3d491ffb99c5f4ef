"""Route coverage: walk a service with generated answers to find unreachable pages and dead ends."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from borough.forms.conditions import Condition, arguments_of
from borough.forms.kinds import Stored
from borough.forms.questions import Question
from borough.forms.routing import Route, build_route
from borough.forms.samples import answers as answers_of
from borough.forms.samples import deciding_samples, sample
from borough.forms.service import Lookup, Service

MOST_WALKS = 3_000


@dataclass
class Coverage:
    """Coverage of the walks: pages reached, exit pages, completed and stuck walks, and the number of walks."""

    reached: set[str] = field(default_factory=set)
    ends: set[str] = field(default_factory=set)
    complete: int = 0
    stuck: list[str] = field(default_factory=list)
    walks: int = 0
    all_tried: bool = True

    def unreached(self, service: Service) -> list[str]:
        """Return the keys of pages that no walk reached."""
        return [page.key for page in service.pages if page.key not in self.reached]


def explore(service: Service, today: date, looked_up: Mapping[str, tuple[Any, ...]] | None = None) -> Coverage:
    """Walk a service with every deciding answer, and with combinations if pages remain unreached.

    looked_up: possible look-up results, by key.
    """
    coverage = Coverage()
    first = [{f"look {key}": value} for key, values in (looked_up or {}).items() for value in values]
    _try(service, today, coverage, [{}, *first], together=False)
    if coverage.unreached(service):
        _try(service, today, coverage, [{}, *first], together=True)
    return coverage


def _try(service: Service, today: date, coverage: Coverage, todo: list[dict[str, Stored]], *, together: bool) -> None:
    """Walk repeatedly with alternative answers: each one once, or (together) in combination with all others."""
    deciding, tried, once = _deciding(service), set[str](), set[str]()
    while todo:
        wanted = todo.pop()
        if str(wanted) in tried:
            continue
        if coverage.walks >= MOST_WALKS:
            coverage.all_tried = False
            return
        tried.add(str(wanted))
        coverage.walks += 1
        for key, value in _walked(service, wanted, today, deciding, coverage):
            if key not in wanted and (together or f"{key} {value}" not in once):
                once.add(f"{key} {value}")
                todo.append(wanted | {key: value})


def _deciding(service: Service) -> dict[str, list[Any]]:
    """Return the questions that conditions refer to, with those conditions."""
    conditions = [condition for page in service.pages for condition in _conditions(page)]
    by_key: dict[str, list[Any]] = {}
    leans = {lookup.key: arguments_of(lookup.ask) for lookup in service.lookups}
    for condition in conditions:
        for name in arguments_of(condition):
            for key in (name, *leans.get(name, ())):
                by_key.setdefault(key, []).append(condition)
    return by_key


def _conditions(page: Any) -> Iterator[Any]:
    yield from (condition for condition in (page.only_if, *(jump.when for jump in page.then)) if condition is not None)
    yield from (question.only_if for question in page.asks if question.only_if is not None)


def _walked(
    service: Service, wanted: dict[str, Stored], today: date, deciding: dict[str, list[Any]], coverage: Coverage
) -> list[tuple[str, Stored]]:
    """Run one walk and return alternative answers to try for each deciding question on it."""
    answers: dict[str, Stored] = {}
    seen: set[str] = set()
    others: list[tuple[str, Stored]] = []

    initial = {"today": today, "now": today, "person_id": 0}

    def find(lookup: Lookup, _arguments: dict[str, Any]) -> Any:
        usual = lookup.may_be[-1] if lookup.may_be else ()
        return wanted.get(f"look {lookup.key}", usual)

    for _ in range(len(service.pages) + 2):
        route = build_route(service, answers, frozenset(seen), initial, find)
        coverage.reached |= {step.page.key for step in route.steps}
        step = route.open
        if step is None:
            break
        for question in step.asks if step.page.key not in seen else ():
            samples = _tried(question, wanted, today, deciding)
            if samples[0] is not None:
                answers[question.key] = samples[0]
            others += [(question.key, value) for value in samples[1:]]
        if step.page.key in seen:
            coverage.stuck.append(step.page.key)
            return others
        seen.add(step.page.key)
    _end(route, coverage)
    return others


def _tried(question: Question, wanted: dict[str, Stored], today: date, deciding: dict[str, list[Any]]) -> list[Stored]:
    if question.key in wanted:
        return [wanted[question.key]]
    if question.key not in deciding:
        return [sample(question, today)]
    data = [condition for condition in deciding[question.key] if isinstance(condition, Condition)]
    left = [None] if question.optional else []
    return [*answers_of(question, today), *deciding_samples(data, question, today), *left]


def _end(route: Route, coverage: Coverage) -> None:
    if route.ended:
        coverage.ends.add(route.ended.key)
    elif route.complete:
        coverage.complete += 1
