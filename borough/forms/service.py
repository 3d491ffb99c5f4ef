"""The service model: audience, questions, fee, promise and access routes."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from borough.forms.attributes import AttributeSource
from borough.forms.conditions import Rule
from borough.forms.pages import Page
from borough.forms.prices import Prices
from borough.forms.questions import Question
from borough.kernel.messages import msg


class Mode(StrEnum):
    """Who enters the answers, and where; all modes share one code path."""

    WEB = "web"  # the resident, on the website
    PHONE = "phone"  # an adviser, with the resident on the phone
    COUNTER = "counter"  # an adviser, with the resident at the counter
    HELPER = "helper"  # someone with the resident's mandate, on the website
    POST = "post"  # staff, from a letter or a paper form
    MACHINE = "machine"  # another system


class AccessRoute(StrEnum):
    """The access routes that a service must offer before publication."""

    WEB = "web"
    PHONE = "phone"
    FACE_TO_FACE = "face_to_face"
    POST = "post"
    ASSISTED = "assisted"


@dataclass(frozen=True, kw_only=True)
class AccessRoutes:
    """How to use the service other than online, one sentence for each route.

    assisted: who helps people do it online, by name of the place or team.
    """

    phone: str = ""
    face_to_face: str = ""
    post: str = ""
    assisted: str = ""


@dataclass(frozen=True, kw_only=True)
class Promise:
    """The service promise: its text, and a measurable deadline. The council's pack sets text and days.

    working_days: after the day of submission, 0 for the same day; `rule` may compute it from the answers.
    on: the question whose answer is the promised date itself, like 2026-06-05.
    """

    text: str = ""
    working_days: int = 0
    rule: Rule | None = None
    on: str = ""
    calendar: str = "england-and-wales"  # “united-kingdom” excludes the holidays of every nation: FOI Act 2000, s 10(6)


@dataclass(frozen=True, kw_only=True)
class Fee:
    """The fee: a rule that returns pence (0 for none), the start page text, and the source of the price.

    email: the question whose answer receives the payment receipt.
    """

    rule: Rule | Prices
    text: str = ""  # set by the council's pack
    source: str
    email: str = "email"


@dataclass(frozen=True, kw_only=True)
class Lookup:
    """A look-up during the route, such as free days, called with the answers that its function names.

    needed: arguments that must be answered first; all of them when empty.
    may_be: possible results, the usual one last, for route coverage.
    """

    key: str
    ask: Callable[..., Any]
    needed: tuple[str, ...] = ()
    may_be: tuple[Any, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Computed:
    """A value computed from the answers by a rule, shown on check your answers and stored with them."""

    key: str
    label: str
    rule: Rule
    display: Callable[[Any], str] = str
    needed: tuple[str, ...] = ()  # the answers required for computing it; by default, all arguments of the rule


@dataclass(frozen=True, kw_only=True)
class ReportStatus:
    """The status of a report without a case: whether it is closed, since when, and as text."""

    over: bool
    at: datetime
    text: str


@dataclass(frozen=True, kw_only=True)
class ProblemReporting:
    """How reports from other systems (Open311) are accepted: each option of the question `of` is a service code.

    code: the single code of the service, if there is no such question. spot, description, email, phone: the
    questions for location, text and contact details. address: the question for the property, given by UPRN.
    offers: by question, every possible choice of a looked-up list. dated: questions whose choices are days.
    presumed: answers that such systems need not give, by question, or functions that compute them from the other
    answers and the time.
    refuses: returns a message when it can explain why answers are rejected. status_of: returns the status of
    submissions without a case, by reference. passes: problems forwarded to another council by Open311, with its
    code for each. gives: the sources of that council's own attributes, by their code.
    """

    of: str = ""
    code: str = ""
    spot: str = ""
    address: str = ""
    description: str
    email: str = ""
    phone: str = ""
    group: str = ""
    presumed: Mapping[str, Any] = field(default_factory=dict)
    offers: Mapping[str, Callable[[], Sequence[tuple[str, str]]]] = field(default_factory=dict)
    dated: tuple[str, ...] = ()
    refuses: Callable[[Mapping[str, Any], datetime], str] | None = None
    status_of: Callable[[Collection[str]], Mapping[str, ReportStatus]] | None = None
    passes: Mapping[str, str] = field(default_factory=dict)
    gives: Mapping[str, AttributeSource] = field(default_factory=dict)


@dataclass(frozen=True)
class Appointment:
    """An appointment: the question that asks for the day, and what happens then."""

    of: str
    text: str


@dataclass(frozen=True, kw_only=True)
class CaseTemplate:
    """The case a submission opens: its kind, its team, and its title as text or a rule.

    team: empty for the owner of the service, or a rule that returns one of `queues`. The council's pack says which
    team works on each queue; the owner works on those it does not name.
    """

    kind: str
    team: str | Rule = ""
    title: str | Rule
    queues: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ActionContext:
    """A completed submission as passed to the service's action. Answers in rule form; uprn where known."""

    by: str
    at: datetime
    today: date
    reference: str
    answers: Mapping[str, Any]
    person_id: int | None
    uprn: int | None
    fee: int
    payment: str = ""


@dataclass(frozen=True)
class ActionResult:
    """The result of an action: confirmation lines, message values, and whether no case is needed."""

    lines: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    settled: bool = False


@dataclass(frozen=True, kw_only=True)
class Service:
    """A service, from the start page to the next steps. One definition for every access route.

    A definition of the library leaves out what a council decides: owner, promise, routes, the text of the fee. The
    council's pack sets them, and may set every text and the values of `settings`, which rules name like answers.
    """

    key: str
    name: str
    start: str  # the start button: “Subscribe to garden waste collection”
    about: tuple[str, ...]  # paragraphs of the start page
    needs: tuple[str, ...] = ()  # what to have ready
    owner: str = ""  # the key of the responsible team
    lgsl: int | None  # Local Government Services List number
    lgil: int = 0
    topic: str = ""
    nature: str = "transaction"  # the nature of its contacts, as in the ledger
    pages: tuple[Page, ...]
    tasks: bool = False  # a long service: its sections form a task list and can be done in any order
    computed: tuple[Computed, ...] = ()
    lookups: tuple[Lookup, ...] = ()
    fee: Fee | None = None
    opens: CaseTemplate | None = None
    hold: Callable[[ActionContext], None] | None = None  # reserves limited capacity until payment
    act: Callable[[ActionContext], ActionResult] | None = None
    reports: ProblemReporting | None = None
    appointment: Appointment | None = None
    promise: Promise = Promise()
    next_steps: tuple[str, ...]  # “What happens next”, one paragraph each
    button: str = "Submit"  # names the action: “Accept and send”
    done: str = msg("We have it")  # the confirmation heading, what was done: “Complaint sent”
    declaration: str = ""  # the declaration, above the button
    routes: AccessRoutes = AccessRoutes()
    opening_hours: str = ""  # when the council answers its telephone; every page says so
    settings: Mapping[str, Any] = field(default_factory=dict)
    retention: str  # a class of the retention schedule
    justified: Mapping[str, str] = field(default_factory=dict)  # intended checker faults, and why
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def page(self, key: str) -> Page | None:
        """Return the page of a key."""
        return next((page for page in self.pages if page.key == key), None)

    def questions(self) -> dict[str, Question]:
        """Return every question by key."""
        return {question.key: question for page in self.pages for question in page.asks}

    def translatable_texts(self) -> tuple[str, ...]:
        """Return every text that residents read, including errors and access routes: all that must be translated."""
        routes = (self.routes.phone, self.routes.face_to_face, self.routes.post, self.routes.assisted)
        called = tuple(question.in_sentence for question in _every(self.questions().values()))
        return tuple(dict.fromkeys(filter(None, (*self.texts(), *routes, self.opening_hours, *called))))

    def texts(self) -> tuple[str, ...]:
        """Return every text displayed to people."""
        own = (self.name, self.start, *self.about, *self.needs, *self.next_steps, self.button, self.done)
        fee = self.fee.text if self.fee else ""
        pages = (text for page in self.pages for text in page.texts())
        return tuple(
            filter(
                None,
                [
                    *own,
                    self.declaration,
                    fee,
                    self.promise.text,
                    *(computed.label for computed in self.computed),
                    *pages,
                ],
            )
        )


def _every(questions: Iterable[Question]) -> Iterator[Question]:
    """Yield the questions and the columns of row questions."""
    for question in questions:
        yield question
        yield from _every(getattr(question.kind, "columns", ()))
