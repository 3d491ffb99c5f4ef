"""Service definition checks run before publication; each fault is a numbered message."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from borough.forms.coverage import explore
from borough.forms.facts import FACTS
from borough.forms.pages import CHECK, RESERVED
from borough.forms.questions import Question
from borough.forms.retention import RETENTION
from borough.forms.rows import Rows
from borough.forms.service import Service

MAX_SENTENCE_LENGTH = 25  # words in a sentence: GOV.UK content design
HARDEST = 9.0  # automated readability index: years of schooling
ENOUGH = 100  # minimum number of words for a meaningful index
BANNED = re.compile(r"\b(please|sorry|valid|invalid|oops|forbidden)\b", re.IGNORECASE)
MEANS = {
    "name": r"\b(your|full) (full )?name\b",
    "email": r"\be-?mail( address)?\b.*\?|^e-?mail",
    "phone": r"\b(tele)?phone number\b",
    "address": r"\b(your|home) (home )?(address|postcode)\b",
    "date_of_birth": r"\b(date of birth|when were you born|birthday)\b",
    "national_insurance_number": r"\bnational insurance\b",
    "council_tax_account": r"\bcouncil tax account number\b",
    "income": r"\bhow much (do you earn|comes in)\b|\byour income\b",
    "landlord": r"\byour landlord\b",
    "organisation": r"\b(which|your|name of the) (organisation|company|charity|club)\b",
}
"""Words that identify a question as asking for a fact although its definition does not declare it."""


@dataclass(frozen=True)
class DefinitionFault:
    """A fault in a definition: the service, the check's key, the location and a message."""

    service: str
    check: str
    where: str
    sentence: str

    @property
    def key(self) -> str:
        """Return the key by which a definition marks this fault as intended."""
        return f"{self.check}:{self.where}" if self.where else self.check


def faults_of(services: Mapping[str, Service], today: date) -> list[DefinitionFault]:
    """Return every fault of every service that its definition does not explicitly justify."""
    faults: list[DefinitionFault] = []
    for service in services.values():
        raised = [fault for check in CHECKS for fault in check(service, services, today)]
        faults += [item for item in raised if not {item.key, item.check, item.where} & set(service.justified)]
    return faults


def _ask_once(service: Service, services: Mapping[str, Service], _today: date) -> Iterator[DefinitionFault]:
    """Check that a service asks each fact once, in a question marked with that fact, so that prefill works."""
    first: dict[str, str] = {}
    for key, question in service.questions().items():
        if question.ask_again or isinstance(question.kind, Rows):
            continue
        if question.fact and question.fact not in FACTS:
            yield DefinitionFault(service.key, "ask-once", key, f"“{question.fact}” is no fact of the list")
        if question.fact and question.fact in first:
            yield DefinitionFault(
                service.key, "ask-once", key, f"{_named(question.fact)} is asked by “{first[question.fact]}” already"
            )
        first.setdefault(question.fact, key)
        for fact in _meant(question):
            if fact != question.fact:
                others = [other.key for other in services.values() if other is not service and _asks(other, fact)]
                also = f", as {', '.join(others[:3])} does by its fact" if others else ""
                yield DefinitionFault(
                    service.key, "ask-once", key, f"It asks for {_named(fact)} without saying so{also}"
                )


def _named(fact: str) -> str:
    return f"“{FACTS[fact].name.lower()}”"


def _asks(service: Service, fact: str) -> bool:
    return any(question.fact == fact for question in service.questions().values())


def _meant(question: Question) -> list[str]:
    text = f"{question.ask} {question.short}".lower()
    return [fact for fact, pattern in MEANS.items() if re.search(pattern, text)]


def _readable(service: Service, _services: Mapping[str, Service], _today: date) -> Iterator[DefinitionFault]:
    """Check that sentences have at most 25 words, and that the text suits a reading age of 14."""
    sentences = [part for text in service.texts() for part in sentences_of(text)]
    for sentence in sentences:
        if (count := len(sentence.split())) > MAX_SENTENCE_LENGTH:
            yield DefinitionFault(
                service.key, "sentence", sentence[:40], f"A sentence of {count} words: “{sentence[:80]}…”"
            )
    index = readability(sentences)
    if index is not None and index > HARDEST:
        yield DefinitionFault(
            service.key, "reading-age", "", f"It reads at {index:.1f} years of schooling; {HARDEST:.0f} is the most"
        )


def sentences_of(text: str) -> list[str]:
    """Return the sentences of a Markdown text."""
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", re.sub(r"<[^>]+>", " ", text))
    parts = re.split(r"(?<=[.!?])\s+|\n+\s*(?:[-*#]+\s*)?|\n", plain)
    return [part.strip(" -*#") for part in parts if len(part.split()) > 1]


def readability(sentences: Iterable[str]) -> float | None:
    """Return the automated readability index of sentences (Senter and Smith, 1967); None for too few words."""
    sentence_list = list(sentences)
    tokens = [word for sentence in sentence_list for word in re.findall(r"[\w’']+", sentence)]
    if len(tokens) < ENOUGH:
        return None
    return 4.71 * sum(map(len, tokens)) / len(tokens) + 0.5 * len(tokens) / len(sentence_list) - 21.43


def _reachable(service: Service, _services: Mapping[str, Service], today: date) -> Iterator[DefinitionFault]:
    """Check that every page can be reached and that every route ends."""
    coverage = explore(service, today, {lookup.key: lookup.may_be for lookup in service.lookups if lookup.may_be})
    for page in coverage.unreached(service):
        yield DefinitionFault(service.key, "reachable", page, "No answers lead to this page")
    for page in sorted(set(coverage.stuck)):
        yield DefinitionFault(service.key, "dead-end", page, "From this page there is no way on")
    if not coverage.complete:
        yield DefinitionFault(service.key, "dead-end", "", "No answers lead to the end")


def _well_formed(service: Service, _services: Mapping[str, Service], _today: date) -> Iterator[DefinitionFault]:
    """Check that keys are valid in URLs, jumps have targets, pages have content and errors use plain words."""
    keys = [page.key for page in service.pages]
    for page in service.pages:
        if keys.count(page.key) > 1 or page.key in RESERVED or not re.fullmatch(r"[a-z0-9][a-z0-9-]*", page.key):
            yield DefinitionFault(
                service.key,
                "keys",
                page.key,
                "This key of a page is used twice, kept for us or cannot be in an address",
            )
        for jump in page.then:
            if jump.to != CHECK and jump.to not in keys:
                yield DefinitionFault(service.key, "keys", page.key, f"It goes on to “{jump.to}”, which is not there")
        if not page.asks and not page.guidance:
            yield DefinitionFault(service.key, "empty", page.key, "This page says and asks nothing")
        if service.tasks and not page.section:
            yield DefinitionFault(
                service.key, "tasks", page.key, "This page is in no section, so it is in no task of the list"
            )
        for question in page.asks:
            yield from _question_faults(service, question)


def _question_faults(service: Service, question: Question) -> Iterator[DefinitionFault]:
    if not question.missing.strip() or BANNED.search(question.missing):
        yield DefinitionFault(
            service.key, "errors", question.key, f"This error is not in our words: “{question.missing}”"
        )
    if question.hint.rstrip().endswith(".") and question.hint.count(".") == 1:
        yield DefinitionFault(service.key, "hints", question.key, "A hint of one sentence has no full stop")


def _complete(service: Service, _services: Mapping[str, Service], _today: date) -> Iterator[DefinitionFault]:
    """Check that owner, promise, fee, retention, national list number and next steps are given."""
    required = {
        "owner": service.owner,
        "promise": service.promise.text,
        "next-steps": service.next_steps,
        "about": service.about,
        "lgsl": service.lgsl is not None or "lgsl" in service.justified,
    }
    for name, value in required.items():
        if not value:
            yield DefinitionFault(service.key, name, "", f"It does not say its {name.replace('-', ' ')}")
    if service.retention not in RETENTION:
        yield DefinitionFault(
            service.key, "retention", "", f"“{service.retention}” is no class of the retention schedule"
        )
    if service.fee and not (service.fee.text.strip() and service.fee.source.strip()):
        yield DefinitionFault(service.key, "fee", "", "Its fee has no words or no source")
    if service.act is None and service.opens is None:
        yield DefinitionFault(
            service.key, "outcome", "", "Nothing happens when it is sent: it has no act and opens no case"
        )


def _access_routes(service: Service, _services: Mapping[str, Service], _today: date) -> Iterator[DefinitionFault]:
    """Check for phone, face-to-face, postal and assisted routes, each a sentence: seed, paragraph 23."""
    routes = {
        "phone": service.routes.phone,
        "face_to_face": service.routes.face_to_face,
        "post": service.routes.post,
        "assisted": service.routes.assisted,
    }
    for name, text in routes.items():
        if len(text.split()) < 4:
            yield DefinitionFault(
                service.key, "routes", name, f"It does not say how it is had: {name.replace('_', ' ')}"
            )
    if service.routes.phone and not re.search(r"\d{5}", service.routes.phone):
        yield DefinitionFault(service.key, "routes", "phone-number", "The way by phone has no number to call")


Check = Callable[[Service, Mapping[str, Service], date], Iterator[DefinitionFault]]
CHECKS: tuple[Check, ...] = (_ask_once, _readable, _reachable, _well_formed, _complete, _access_routes)
"""Every check, in reporting order."""
