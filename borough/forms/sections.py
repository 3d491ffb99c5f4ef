"""Sections of a long service: which can be started while earlier ones are incomplete."""

from borough.forms.conditions import arguments_of
from borough.forms.kinds import Agreement, Signature
from borough.forms.pages import CHECK, Page
from borough.forms.service import Service


def names_of(service: Service) -> tuple[str, ...]:
    """Return every section, in order."""
    return tuple(dict.fromkeys(page.section for page in service.pages))


def dependencies_of(service: Service, page: Page) -> frozenset[str]:
    """Return the answers a page depends on, including through look-ups."""
    conditions = [page.only_if, *page.refuses, *(jump.when for jump in page.then)]
    for question in page.asks:
        conditions += [question.only_if, *question.refuses]
    names = {name for item in conditions if item is not None for name in arguments_of(item)}
    names |= {getattr(question.kind, "looked_up", "") for question in page.asks}
    lookups = {item.key: item for item in service.lookups}
    todo = list(names & set(lookups))
    while todo:
        lookup = lookups[todo.pop()]
        more = {*arguments_of(lookup.ask), *lookup.needed} - names
        names |= more
        todo += [name for name in more if name in lookups]
    return frozenset(names)


class Unfinished:
    """Incomplete sections along a route, and the pages that they block.

    A page waits for the answers it depends on. Declarations and signatures wait for everything before them, as does
    everything after a section that may end the service or skip part of it.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self._missing: set[str] = set()
        self._all = False
        self.waiting: list[str] = []

    def leave(self, section: str) -> None:
        """Pass over an incomplete section."""
        pages = [page for page in self._service.pages if page.section == section]
        keys = {page.key for page in pages}
        self._missing |= {question.key for page in pages for question in page.asks}
        self._all |= any(page.ends or {jump.to for jump in page.then} - keys - {CHECK} for page in pages)

    def shuts(self, page: Page) -> bool:
        """Return whether a page is blocked, and note its section."""
        signs = any(isinstance(question.kind, Agreement | Signature) for question in page.asks)
        shut = bool(self._missing) and (
            self._all
            or signs
            or page.section in self.waiting
            or bool(dependencies_of(self._service, page) & self._missing)
        )
        if shut and page.section not in self.waiting:
            self.waiting.append(page.section)
        return shut
