"""The pages of a service: questions, guidance, and places where it ends for those it is not for."""

from dataclasses import dataclass

from borough.forms.conditions import Condition, Rule
from borough.forms.questions import Question

CHECK = "check"
"""The page where answers are checked: every service has it, and no page may be called so."""


TASKS = "tasks"
"""The page of a long service from which its sections are begun, in whichever order one likes."""

RESERVED = frozenset({CHECK, TASKS, "prefilled", "save", "help", "confirmation", "start", "resume", "language"})
"""Keys of pages that every service has already, or may have."""


@dataclass(frozen=True)
class Guidance:
    """Something to read, in Markdown; `summary` folds it away behind those words, `inset` sets it off."""

    text: str
    summary: str = ""
    inset: bool = False
    html: bool = False  # as published by others; cleaned of all but words and their marks when it is shown
    only_if: Condition | Rule | None = None


@dataclass(frozen=True)
class Jump:
    """Where a page goes on to when something holds; `CHECK` goes to where answers are checked."""

    to: str
    when: Condition | Rule | None = None


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page. Usually one question; with none it is there to be read.

    only_if: shown when this holds of the answers before it. then: where it goes on to, the first whose condition holds,
    and the page after it when none does. ends: the service ends here, because it is not for this person.
    refuses: rules that give a sentence when the page's answers will not do together.
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
        """Its main heading."""
        return self.title or (self.asks[0].ask if self.asks else "")

    def texts(self) -> tuple[str, ...]:
        """Every word of it that is shown."""
        own = [self.title, self.section, *(text for item in self.guidance for text in (item.text, item.summary))]
        return tuple(filter(None, [*own, *(text for item in self.asks for text in item.texts())]))
