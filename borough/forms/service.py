"""A service: what it is, for whom, what it asks, costs and promises, and every way to it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from borough.forms.conditions import Rule
from borough.forms.pages import Page
from borough.forms.prices import Prices
from borough.forms.questions import Question
from borough.kernel.messages import msg
from borough.services.rules.county_attributes import AttributeSource


class Mode(StrEnum):
    """Who puts the answers in, and where: one code path, tagged."""

    WEB = "web"  # the resident, on the website
    PHONE = "phone"  # an adviser, with the resident on the telephone
    COUNTER = "counter"  # an adviser, with the resident in front of them
    HELPER = "helper"  # someone with the resident's mandate, on the website
    POST = "post"  # staff, from a letter or a paper form
    MACHINE = "machine"  # another system


class AccessRoute(StrEnum):
    """The ways to a service that must all be there before it is published."""

    WEB = "web"
    PHONE = "phone"
    FACE_TO_FACE = "face_to_face"
    POST = "post"
    ASSISTED = "assisted"


@dataclass(frozen=True, kw_only=True)
class AccessRoutes:
    """How the service is had other than on the website: what to do, in a sentence each.

    assisted: who helps people do it online, by name of the place or team.
    """

    phone: str
    face_to_face: str
    post: str
    assisted: str


@dataclass(frozen=True, kw_only=True)
class Promise:
    """What is promised: in words, and by when, so that it can be kept count of.

    working_days: after the day it is sent, 0 for the same day; a rule may give another number from the answers.
    on: the question whose answer is the promised day itself, like 2026-06-05.
    """

    text: str
    working_days: int
    rule: Rule | None = None
    on: str = ""
    calendar: str = "england-and-wales"  # “united-kingdom” leaves out those of every part: FOI Act 2000, s 10(6)


@dataclass(frozen=True, kw_only=True)
class Fee:
    """What it costs: a rule that gives pence from the answers (0 for nothing), words for the start page, its source.

    email: the question whose answer the payer's receipt goes to.
    """

    rule: Rule | Prices
    text: str
    source: str
    email: str = "email"


@dataclass(frozen=True, kw_only=True)
class Lookup:
    """Something found out on the way, such as the days that are free: asked with the answers the function names.

    needed: which of its arguments must be answered first; all of them when empty.
    may_be: answers it may give, the usual one last, for trying every way through the service.
    """

    key: str
    ask: Callable[..., Any]
    needed: tuple[str, ...] = ()
    may_be: tuple[Any, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Computed:
    """Something worked out from the answers by a rule, shown where they are checked and kept with them."""

    key: str
    label: str
    rule: Rule
    display: Callable[[Any], str] = str
    needed: tuple[str, ...] = ()  # the answers without which there is nothing to work out: all its rule takes, if none


@dataclass(frozen=True, kw_only=True)
class ReportStatus:
    """How something told stands where no case of it was opened: whether it is over, since when, and in words."""

    over: bool
    at: datetime
    text: str


@dataclass(frozen=True, kw_only=True)
class ProblemReporting:
    """How problems told by other systems are taken (Open311): each option of the question `of` is a code of its own.

    code: where there is no such question, the one code of the whole service. spot, words, email, phone: the questions
    that take where it is, what was said of it, and how to reach the sender. address: the question that takes the
    property, told by its UPRN. offers: by question, all that may be chosen anywhere of what is looked up on the way.
    dated: questions whose choices are days. presumed: answers to what such systems need not say, by question, or what
    works them out from the others and the moment. refuses: why answers will not do, in a sentence, where it knows.
    stands: how submissions stand that have no case, by reference. passes: problems that go on to another council by
    Open311, each with the code it has there. gives: what that council's own attributes are filled with, by their code.
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
    """A day on which somebody is expected, or we come: the question that asks for it, and what happens, in words."""

    of: str
    text: str


@dataclass(frozen=True, kw_only=True)
class CaseTemplate:
    """The case a submission opens: its kind, the queue that works on it, and its title by a rule or in words."""

    kind: str
    team: str | Rule
    title: str | Rule


@dataclass(frozen=True, kw_only=True)
class ActionContext:
    """A finished submission as the service's own act takes it. Answers as rules take them; uprn where it is known."""

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
    """What an act gives back to say: lines for the confirmation, words for messages, and whether no case is needed."""

    lines: tuple[str, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    settled: bool = False


@dataclass(frozen=True, kw_only=True)
class Service:
    """A whole service, from the start page to what happens next. One definition for every way to it."""

    key: str
    name: str
    start: str  # the start button: “Subscribe to garden waste collection”
    about: tuple[str, ...]  # the start page, a paragraph each
    needs: tuple[str, ...] = ()  # what to have at hand
    owner: str  # the team that answers for it
    lgsl: int | None  # Local Government Services List number
    lgil: int = 0
    topic: str = ""
    nature: str = "transaction"  # what a contact of it is, in the ledger's words
    pages: tuple[Page, ...]
    tasks: bool = False  # a long one: its sections stand in a list, and are gone through in any order
    computed: tuple[Computed, ...] = ()
    lookups: tuple[Lookup, ...] = ()
    fee: Fee | None = None
    opens: CaseTemplate | None = None
    hold: Callable[[ActionContext], None] | None = None  # keeps what can run out while it is paid for
    act: Callable[[ActionContext], ActionResult] | None = None
    reports: ProblemReporting | None = None
    appointment: Appointment | None = None
    promise: Promise
    next_steps: tuple[str, ...]  # “What happens next”, a paragraph each
    button: str = "Submit"  # names the act: “Accept and send”
    done: str = msg("We have it")  # the confirmation's heading, what has been done: “Complaint sent”
    declaration: str = ""  # what sending it says, above the button
    routes: AccessRoutes
    retention: str  # a class of the retention schedule
    justified: Mapping[str, str] = field(default_factory=dict)  # faults of the checker that are meant, and why
    translations: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def page(self, key: str) -> Page | None:
        """The page of that key."""
        return next((page for page in self.pages if page.key == key), None)

    def questions(self) -> dict[str, Question]:
        """Every question by key."""
        return {question.key: question for page in self.pages for question in page.asks}

    def translatable_texts(self) -> tuple[str, ...]:
        """Every word of it that a resident reads, errors and other ways included: what another language must have."""
        routes = (self.routes.phone, self.routes.face_to_face, self.routes.post, self.routes.assisted)
        called = tuple(question.in_sentence for question in _every(self.questions().values()))
        return tuple(dict.fromkeys(filter(None, (*self.texts(), *routes, *called))))

    def texts(self) -> tuple[str, ...]:
        """Every word of it that is shown to people."""
        own = (self.name, self.start, *self.about, *self.needs, *self.next_steps, self.button, self.done)
        fee = self.fee.text if self.fee else ""
        pages = (text for page in self.pages for text in page.texts())
        return tuple(
            filter(
                None, [*own, self.declaration, fee, self.promise.text, *(computed.label for computed in self.computed), *pages]
            )
        )


def _every(questions: Iterable[Question]) -> Iterator[Question]:
    """The questions, and the columns of those that ask for rows."""
    for question in questions:
        yield question
        yield from _every(getattr(question.kind, "columns", ()))
