"""The way through a service: which pages somebody with these answers sees, and what is known at each."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from borough.services.grammar.conditions import holds, needs, put
from borough.services.grammar.kinds import Stored
from borough.services.grammar.pages import CHECK, TASKS, Page
from borough.services.grammar.questions import Question
from borough.services.grammar.sections import Unfinished
from borough.services.grammar.service import Lookup, Service

Find = Callable[[Lookup, dict[str, Any]], Any]
"""Answers a look-up, given its arguments."""


class Ground(Mapping[str, Any]):
    """What is known so far: answers as rules take them, today, and look-ups made when first asked for."""

    def __init__(self, service: Service, given: Mapping[str, Any], find: Find | None = None) -> None:
        self._known: dict[str, Any] = dict(given)
        self._lookups = {one.key: one for one in service.lookups}
        self._leans = {key: self._leaning(key) for key in self._lookups}
        self._found: dict[str, Any] = {}
        self._find = find

    def _leaning(self, key: str) -> frozenset[str]:
        """Everything a look-up's answer leans on, by way of other look-ups too."""
        own = set(needs(self._lookups[key].ask)) | set(self._lookups[key].needed)
        return frozenset(own.union(*(self._leaning(one) for one in own if one in self._lookups)))

    def learn(self, key: str, value: Any) -> None:
        """Take in an answer; what was looked up and leans on it is looked up anew when it is asked for."""
        self._known[key] = value
        self._found = {name: found for name, found in self._found.items() if key not in self._leans[name]}

    def __getitem__(self, key: str) -> Any:
        if key in self._known:
            return self._known[key]
        lookup = self._lookups[key]
        if key in self._found:
            return self._found[key]
        given = {name: self.get(name) for name in needs(lookup.ask)}
        if self._find is None or any(self.get(name) is None for name in lookup.needed or tuple(given)):
            return None
        self._found[key] = self._find(lookup, given)
        return self._found[key]

    def __iter__(self) -> Iterator[str]:
        return iter({**self._known, **self._lookups})

    def __len__(self) -> int:
        return len({**self._known, **self._lookups})


@dataclass(frozen=True)
class Step:
    """A page on the way: the questions it asks now, and whether all that must be is answered."""

    page: Page
    asks: tuple[Question, ...]
    done: bool


@dataclass(frozen=True)
class Way:
    """The pages somebody sees, in order, what is known along it, and where it ends."""

    steps: tuple[Step, ...]
    ground: Ground
    answers: dict[str, Stored] = field(default_factory=dict)
    tasks: bool = False  # its sections are gone through in any order
    waiting: tuple[str, ...] = ()  # sections, or rests of them, that cannot be begun yet

    @property
    def complete(self) -> bool:
        """Whether it leads to the check page with everything on it answered."""
        return (
            bool(self.steps) and not self.waiting and all(step.done for step in self.steps)
            and not self.steps[-1].page.ends
        )  # fmt: skip

    @property
    def ended(self) -> Page | None:
        """The page where it ends for this person, when it does."""
        last = self.steps[-1] if self.steps else None
        return last.page if last and last.page.ends else None

    @property
    def open(self) -> Step | None:
        """The first page that is not done, where the way goes on; None when it is complete or ended."""
        return next((one for one in self.steps if not one.done and not one.page.ends), None)

    def step(self, key: str) -> Step | None:
        """The step of a page, when it is on the way and all before it is done."""
        return next((one for one in self.steps if one.page.key == key), None)

    def next_key(self) -> str:
        """The first page not done, or the check page; of a list of tasks, the list."""
        if self.tasks and not self.complete:
            return self.ended.key if self.ended else TASKS
        return next((one.page.key for one in self.steps if not one.done or one.page.ends), CHECK)

    def after(self, key: str) -> str:
        """The page after one, or the check page; after the last of a task, the list of them."""
        keys = self._beside(key)
        at = keys.index(key) + 1 if key in keys else 0
        return keys[at] if at < len(keys) else TASKS if self.tasks else CHECK

    def before(self, key: str) -> str | None:
        """The page before one; None for the first. Before the first of a task stands the list of them."""
        if key == TASKS or (key == CHECK and self.tasks):
            return TASKS if key == CHECK else None
        keys = self._beside(key)
        if key == CHECK:
            return keys[-1] if keys else None
        at = keys.index(key) if key in keys else 0
        return keys[at - 1] if at else TASKS if self.tasks else None

    def _beside(self, key: str) -> list[str]:
        """The pages one goes through with a page: those of its task, or all."""
        section = next((one.page.section for one in self.steps if one.page.key == key), None)
        return [one.page.key for one in self.steps if not self.tasks or one.page.section == section]


def walk(
    service: Service, answers: Mapping[str, Stored], seen: frozenset[str], given: Mapping[str, Any],
    find: Find | None = None,
) -> Way:  # fmt: skip
    """The way through the service with these answers. Only answers on the way count: a branch left is not known.

    seen: the pages that were sent, so that one with nothing to answer, or nothing that must be, can be passed.
    given: what is known from the first: “today”, and whatever else rules and look-ups may name.
    It ends at a page that is not done. Where the service is a list of tasks, it goes on with the next section then.
    """
    ground = Ground(service, given, find)
    order = {page.key: at for at, page in enumerate(service.pages)}
    steps: list[Step] = []
    kept: dict[str, Stored] = {}
    at, passed, left = 0, set(), Unfinished(service)
    while 0 <= at < len(service.pages) and at not in passed:
        passed.add(at)
        page = service.pages[at]
        if (service.tasks and left.shuts(page)) or not holds(page.only_if, ground):
            at += 1
            continue
        step = _step(page, answers, seen, ground, kept)
        steps.append(step)
        if page.ends or not (step.done or service.tasks):
            break
        if not step.done:
            left.leave(page.section)
        at = _next(page, at, order, ground) if step.done else _next_section(service, at)
    for one in service.computed:
        if all(ground.get(name) is not None for name in one.needed or needs(one.rule)):
            ground.learn(one.key, put(one.rule, ground))
    return Way(tuple(steps), ground, kept, service.tasks, tuple(left.waiting))


def _next_section(service: Service, at: int) -> int:
    """The first page after one that is of another section."""
    section = service.pages[at].section
    return next((n for n in range(at, len(service.pages)) if service.pages[n].section != section), len(service.pages))


def _step(
    page: Page, answers: Mapping[str, Stored], seen: frozenset[str], ground: Ground, kept: dict[str, Stored]
) -> Step:
    asks, done = [], page.key in seen or page.ends
    for question in page.asks:
        if not holds(question.only_if, ground):
            continue
        asks.append(question)
        if (stored := answers.get(question.key)) is not None:
            kept[question.key] = stored
            ground.learn(question.key, question.kind.value(stored))
        elif not question.optional:
            done = False
    return Step(page, tuple(asks), done)


def _next(page: Page, at: int, order: Mapping[str, int], ground: Ground) -> int:
    for jump in page.then:
        if holds(jump.when, ground):
            return len(order) if jump.to == CHECK else order[jump.to]
    return at + 1
