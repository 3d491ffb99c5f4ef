"""The plain values of reports: what a template says, what the figures give, and the report that comes of both."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from borough.gazetteer.types import ReviewDetail
from borough.measures.types import Figure, Part, Split, Unit

FIGURES = "figures.json"
"""The file beside a report by which it can be checked later."""


@dataclass(frozen=True)
class Refusal:
    """A sentence the figures do not support: where it stands in the template, the sentence, and why."""

    line: int
    sentence: str
    reason: str

    def __str__(self) -> str:
        """As the author reads it."""
        return f"Line {self.line}: “{self.sentence}” {self.reason}"


class ReportRefused(ValueError):
    """The template says what the figures do not support; `refusals` gives every sentence and why."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        """Keep the refusals and say them all."""
        self.refusals = tuple(refusals)
        super().__init__("\n".join(map(str, refusals)))


class FigureUnavailable(LookupError):
    """A figure the template asks for cannot be given; the message says why."""


class BadReference(ValueError):
    """A reference in the template cannot be read; the message says what one looks like."""


@dataclass(frozen=True)
class Text:
    """Prose between references."""

    text: str


@dataclass(frozen=True)
class Reference:
    """{website-share last-quarter}: the figure says the words."""

    ask: tuple[str, ...]


@dataclass(frozen=True)
class CheckedText:
    """[the majority]{majority website-share last-quarter}: the author says the words and the figure must agree."""

    text: str
    ask: tuple[str, ...]


Piece = Text | Reference | CheckedText


@dataclass(frozen=True)
class Value:
    """What a reference found: one count of a figure. `period_name` is how people read the period."""

    name: str
    figure: Figure
    part: Part
    period_name: str

    @property
    def unit(self) -> Unit:
        """What the figure is counted in."""
        return self.figure.unit


class Facts(Protocol):
    """Where a template's references are looked up."""

    def value(self, measure: str, period: str, part: str | None = None) -> Value:
        """The figure, or a part of it named as dimension=value. Raises NotGiven."""

    def parts(self, measure: str, period: str, by: str) -> tuple[Figure, tuple[Part, ...]]:
        """A figure and those of its parts that may be published, largest first. Raises NotGiven."""

    def month_names(self, period: str) -> tuple[str, str]:
        """The months of a period in short, and its year: Jan to Mar, 2018."""

    def steps(self, measure: str, period: str) -> tuple[Value, ...]:
        """The figure of each quarter of the period, with the quarter before it first. Raises NotGiven."""

    def split(self, measure: str, before: str, after: str) -> tuple[Split | None, str]:
        """The change by service, and the sentence it supports. Raises NotGiven."""

    def review(self, measure: str, period: str) -> ReviewDetail:
        """The review that a level comes from. Raises NotGiven."""

    def service_name(self, key: str) -> str:
        """A service as people read it."""

    def period_name(self, period: str) -> str:
        """How people read the period. Raises NotGiven."""


@dataclass(frozen=True)
class Run:
    """Words of a report; with a figure, they are its number and lead to its rows."""

    text: str
    figure: Figure | None = None


@dataclass(frozen=True)
class Heading:
    """A heading; level 2 stands under the title."""

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
    """What the report cannot say, and why."""

    text: str


@dataclass(frozen=True)
class Table:
    """A table; the first cell of each row names it. `bold` marks chosen cells as (row, column)."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[Run, ...], ...]
    numbers: bool = True  # whether all but the first column are numbers


@dataclass(frozen=True)
class Chart:
    """A drawing of the table that follows it, with the words that tell what it shows."""

    caption: str
    svg: str
    alt_text: str


Block = Heading | Paragraph | Note | Table | Chart


@dataclass(frozen=True, kw_only=True)
class Report:
    """A compiled report. `left_out` are sentences marked to be said only if true, with why they were not."""

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
    anchor: str = ""  # of the audit chain, before the report itself was written to it


@dataclass
class FigureLog:
    """The figures a report has used so far, each once."""

    figures: dict[str, Figure] = field(default_factory=dict)

    def note(self, figure: Figure) -> None:
        """Remember a figure."""
        self.figures.setdefault(figure.sha256, figure)


@dataclass(frozen=True)
class Drift:
    """Something of a past report that is no longer so."""

    what: str
    was: str
    now: str

    def __str__(self) -> str:
        """As a person reads it."""
        return f"{self.what}: was {self.was}, now {self.now}"
