"""Value types of reports: template pieces, figure values, and the compiled report."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from borough.gazetteer.types import ReviewDetail
from borough.measures.types import Figure, Part, Split, Unit

FIGURES = "figures.json"
"""The manifest file next to a report, used to verify it later."""


@dataclass(frozen=True)
class Refusal:
    """An unsupported sentence: template line, sentence and reason."""

    line: int
    sentence: str
    reason: str

    def __str__(self) -> str:
        """Return the message for the author."""
        return f"Line {self.line}: “{self.sentence}” {self.reason}"


class ReportRefused(ValueError):
    """The template says what the figures do not support; `refusals` has every sentence and reason."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        """Store the refusals and list them in the message."""
        self.refusals = tuple(refusals)
        super().__init__("\n".join(map(str, refusals)))


class FigureUnavailable(LookupError):
    """A figure of the template is unavailable; the message says why."""


class BadReference(ValueError):
    """A reference in the template is invalid; the message shows a valid one."""


@dataclass(frozen=True)
class Text:
    """Prose between references."""

    text: str


@dataclass(frozen=True)
class Reference:
    """{website-share last-quarter}: the text comes from the figure."""

    ask: tuple[str, ...]


@dataclass(frozen=True)
class CheckedText:
    """[the majority]{majority website-share last-quarter}: the author's text, which the figure must support."""

    text: str
    ask: tuple[str, ...]


Piece = Text | Reference | CheckedText


@dataclass(frozen=True)
class Value:
    """The value of a reference: one count of a figure. `period_name` is the display name of the period."""

    name: str
    figure: Figure
    part: Part
    period_name: str

    @property
    def unit(self) -> Unit:
        """Return the unit of the figure."""
        return self.figure.unit


class Facts(Protocol):
    """Resolves a template's references."""

    def value(self, measure: str, period: str, part: str | None = None) -> Value:
        """Return the figure, or a part given as dimension=value. Raises FigureUnavailable."""

    def parts(self, measure: str, period: str, by: str) -> tuple[Figure, tuple[Part, ...]]:
        """Return a figure and its publishable parts, largest first. Raises FigureUnavailable."""

    def month_names(self, period: str) -> tuple[str, str]:
        """Return a period's abbreviated months and year: Jan to Mar, 2018."""

    def steps(self, measure: str, period: str) -> tuple[Value, ...]:
        """Return the figure of each quarter of the period and of the one before. Raises FigureUnavailable."""

    def split(self, measure: str, before: str, after: str) -> tuple[Split | None, str]:
        """Return the change by service, and the sentence it supports. Raises FigureUnavailable."""

    def review(self, measure: str, period: str) -> ReviewDetail:
        """Return the review behind a level. Raises FigureUnavailable."""

    def service_name(self, key: str) -> str:
        """Return a service's display name."""

    def period_name(self, period: str) -> str:
        """Return the period's display name. Raises FigureUnavailable."""


@dataclass(frozen=True)
class Run:
    """Text of a report; with a figure, it is its number and links to its rows."""

    text: str
    figure: Figure | None = None


@dataclass(frozen=True)
class Heading:
    """A heading; level 2 is below the title."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Paragraph:
    """A numbered paragraph with its lettered items, if any."""

    number: int
    runs: tuple[Run, ...]
    items: tuple[tuple[Run, ...], ...] = ()


@dataclass(frozen=True)
class Note:
    """What the report cannot state, and why."""

    text: str


@dataclass(frozen=True)
class Table:
    """A table; the first cell of each row is its header. `bold` marks cells as (row, column)."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Run, ...], ...]
    numbers: bool = True  # whether all but the first column are numbers


@dataclass(frozen=True)
class Chart:
    """A chart of the table that follows it, with its text alternative."""

    caption: str
    svg: str
    alt_text: str


Block = Heading | Paragraph | Note | Table | Chart


@dataclass(frozen=True, kw_only=True)
class Report:
    """A compiled report. `left_out` are conditional sentences that were omitted, with the reasons."""

    title: str
    council: str
    year: str
    head: tuple[tuple[str, str], ...]
    blocks: tuple[Block, ...]
    figures: tuple[Figure, ...]
    left_out: tuple[Refusal, ...] = ()
    footer: tuple[str, ...] = ()
    language: str = "en-GB"
    demonstration: bool = False
    site: str = ""
    anchor: str = ""  # of the audit chain, before the report was recorded in it


@dataclass
class FigureLog:
    """The figures used by a report so far, once each."""

    figures: dict[str, Figure] = field(default_factory=dict)

    def note(self, figure: Figure) -> None:
        """Record a figure."""
        self.figures.setdefault(figure.sha256, figure)


@dataclass(frozen=True)
class Drift:
    """A difference between a past report and the current state."""

    what: str
    was: str
    now: str

    def __str__(self) -> str:
        """Return a readable description."""
        return f"{self.what}: was {self.was}, now {self.now}"
