"""Routing: which pages a user with these answers sees, and what is known at each."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from borough.forms.conditions import arguments_of, evaluate, is_met
from borough.forms.kinds import Stored
from borough.forms.pages import CHECK, TASKS, Page
from borough.forms.questions import Question
from borough.forms.sections import Unfinished
from borough.forms.service import Lookup, Service

Find = Callable[[Lookup, dict[str, Any]], Any]
"""A function that evaluates a look-up with its arguments."""


class Context(Mapping[str, Any]):
    """Known values: answers as rules take them, today, the service's settings, and lazily evaluated look-ups."""

    def __init__(self, service: Service, initial: Mapping[str, Any], find: Find | None = None) -> None:
        self._known: dict[str, Any] = {**service.settings, **initial}
        self._lookups = {lookup.key: lookup for lookup in service.lookups}
        self._leans = {key: self._leaning(key) for key in self._lookups}
        self._looked_up: dict[str, Any] = {}
        self._find = find

    def _leaning(self, key: str) -> frozenset[str]:
        """Return all keys that a look-up depends on, including through other look-ups."""
        own = set(arguments_of(self._lookups[key].ask)) | set(self._lookups[key].needed)
        return frozenset(own.union(*(self._leaning(name) for name in own if name in self._lookups)))

    def add_answer(self, key: str, value: Any) -> None:
        """Add an answer and discard the cached look-ups that depend on it."""
        self._known[key] = value
        self._looked_up = {name: answer for name, answer in self._looked_up.items() if key not in self._leans[name]}

    def __getitem__(self, key: str) -> Any:
        if key in self._known:
            return self._known[key]
        lookup = self._lookups[key]
        if key in self._looked_up:
            return self._looked_up[key]
        arguments = {name: self.get(name) for name in arguments_of(lookup.ask)}
        if self._find is None or any(self.get(name) is None for name in lookup.needed or tuple(arguments)):
            return None
        self._looked_up[key] = self._find(lookup, arguments)
        return self._looked_up[key]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._known, **self._lookups})

    def __len__(self) -> int:
        return len({**self._known, **self._lookups})


@dataclass(frozen=True)
class Step:
    """A page on the route: its applicable questions, and whether the required ones are answered."""

    page: Page
    asks: tuple[Question, ...]
    done: bool


@dataclass(frozen=True)
class Route:
    """The route: the pages a user sees, in order, the known values, and where it ends."""

    steps: tuple[Step, ...]
    context: Context
    answers: dict[str, Stored] = field(default_factory=dict)
    tasks: bool = False  # sections can be completed in any order
    waiting: tuple[str, ...] = ()  # sections, in whole or part, that cannot be started yet

    @property
    def complete(self) -> bool:
        """Return whether it reaches the check page with everything answered."""
        return (
            bool(self.steps)
            and not self.waiting
            and all(step.done for step in self.steps)
            and not self.steps[-1].page.ends
        )

    @property
    def ended(self) -> Page | None:
        """Return the exit page where it ends for this user, if it does."""
        last = self.steps[-1] if self.steps else None
        return last.page if last and last.page.ends else None

    @property
    def open(self) -> Step | None:
        """Return the first incomplete page; None when the route is complete or ended."""
        return next((step for step in self.steps if not step.done and not step.page.ends), None)

    def step(self, key: str) -> Step | None:
        """Return the step of a page if it is on the route and all earlier pages are done."""
        return next((step for step in self.steps if step.page.key == key), None)

    def next_key(self) -> str:
        """Return the first incomplete page or the check page; for a task list service, the task list."""
        if self.tasks and not self.complete:
            return self.ended.key if self.ended else TASKS
        return next((step.page.key for step in self.steps if not step.done or step.page.ends), CHECK)

    def after(self, key: str) -> str:
        """Return the page after a page, or the check page; after the last page of a task, the task list."""
        keys = self._section_keys(key)
        at = keys.index(key) + 1 if key in keys else 0
        return keys[at] if at < len(keys) else TASKS if self.tasks else CHECK

    def before(self, key: str) -> str | None:
        """Return the page before a page; None for the first. The task list precedes the first page of a task."""
        if key == TASKS or (key == CHECK and self.tasks):
            return TASKS if key == CHECK else None
        keys = self._section_keys(key)
        if key == CHECK:
            return keys[-1] if keys else None
        at = keys.index(key) if key in keys else 0
        return keys[at - 1] if at else TASKS if self.tasks else None

    def _section_keys(self, key: str) -> list[str]:
        """Return the pages of the same task, or all pages."""
        section = next((step.page.section for step in self.steps if step.page.key == key), None)
        return [step.page.key for step in self.steps if not self.tasks or step.page.section == section]


def build_route(
    service: Service,
    answers: Mapping[str, Stored],
    seen: frozenset[str],
    initial: Mapping[str, Any],
    find: Find | None = None,
) -> Route:
    """Build the route through a service. Only answers on the route count; those of an abandoned branch are ignored.

    seen: the submitted pages, so that pages without required questions can count as done.
    initial: the initially known values: “today”, and others that rules and look-ups may name.
    The route stops at an incomplete page, or continues with the next section in a task list service.
    """
    context = Context(service, initial, find)
    order = {page.key: at for at, page in enumerate(service.pages)}
    steps: list[Step] = []
    answered: dict[str, Stored] = {}
    at, passed, left = 0, set(), Unfinished(service)
    while 0 <= at < len(service.pages) and at not in passed:
        passed.add(at)
        page = service.pages[at]
        if (service.tasks and left.shuts(page)) or not is_met(page.only_if, context):
            at += 1
            continue
        step = _step(page, answers, seen, context, answered)
        steps.append(step)
        if page.ends or not (step.done or service.tasks):
            break
        if not step.done:
            left.leave(page.section)
        at = _next(page, at, order, context) if step.done else _next_section(service, at)
    for computed in service.computed:
        if all(context.get(name) is not None for name in computed.needed or arguments_of(computed.rule)):
            context.add_answer(computed.key, evaluate(computed.rule, context))
    return Route(tuple(steps), context, answered, service.tasks, tuple(left.waiting))


def _next_section(service: Service, at: int) -> int:
    """Return the index of the first later page in another section."""
    section = service.pages[at].section
    return next((n for n in range(at, len(service.pages)) if service.pages[n].section != section), len(service.pages))


def _step(
    page: Page, answers: Mapping[str, Stored], seen: frozenset[str], context: Context, answered: dict[str, Stored]
) -> Step:
    asks, done = [], page.key in seen or page.ends
    for question in page.asks:
        if not is_met(question.only_if, context):
            continue
        asks.append(question)
        if (stored := answers.get(question.key)) is not None:
            answered[question.key] = stored
            context.add_answer(question.key, question.kind.value(stored))
        elif not question.optional:
            done = False
    return Step(page, tuple(asks), done)


def _next(page: Page, at: int, order: Mapping[str, int], context: Context) -> int:
    for jump in page.then:
        if is_met(jump.when, context):
            return len(order) if jump.to == CHECK else order[jump.to]
    return at + 1
