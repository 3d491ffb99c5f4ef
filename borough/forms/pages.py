"""Pages of a service: questions, guidance, and exit pages for ineligible people."""

from dataclasses import dataclass

from borough.forms.conditions import Condition, Rule
from borough.forms.questions import Question

CHECK = "check"
"""The key of the check-your-answers page, which every service has; no page may use it."""


TASKS = "tasks"
"""The key of the task list page of a long service, whose sections can be started in any order."""

RESERVED = frozenset({CHECK, TASKS, "prefilled", "save", "help", "confirmation", "start", "resume", "language"})
"""Reserved page keys."""


@dataclass(frozen=True)
class Guidance:
    """Markdown guidance; `summary` makes it an expandable details block, `inset` sets it as inset text."""

    text: str
    summary: str = ""
    inset: bool = False
    html: bool = False  # as published by others; sanitised to basic markup when displayed
    only_if: Condition | Rule | None = None


@dataclass(frozen=True)
class Jump:
    """The next page when a condition holds; `CHECK` goes to check your answers."""

    to: str
    when: Condition | Rule | None = None


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page, usually with one question; without questions it is read-only.

    only_if: condition on earlier answers for showing it. then: jumps; the first whose condition holds applies, else
    the next page follows. ends: an exit page, because the service is not for this person.
    refuses: rules that return an error message when the page's answers conflict.
    """

    key: str
    title: str = ""
    asks: tuple[Question, ...] = ()
    guidance: tuple[Guidance, ...] = ()
    only_if: Condition | Rule | None = None
    refuses: tuple[Rule, ...] = ()
    then: tuple[Jump, ...] = ()
    ends: bool = False
    section: str = ""

    @property
    def heading(self) -> str:
        """Return the main heading."""
        return self.title or (self.asks[0].ask if self.asks else "")

    def texts(self) -> tuple[str, ...]:
        """Return every displayed text."""
        own = [self.title, self.section, *(text for item in self.guidance for text in (item.text, item.summary))]
        return tuple(filter(None, [*own, *(text for item in self.asks for text in item.texts())]))
