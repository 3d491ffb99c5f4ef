"""What must hold of a service before it is published, each fault a sentence with its number."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from borough.services.grammar.exploring import explore
from borough.services.grammar.facts import FACTS
from borough.services.grammar.pages import CHECK, RESERVED
from borough.services.grammar.questions import Question
from borough.services.grammar.retention import RETENTION
from borough.services.grammar.rows import Rows
from borough.services.grammar.service import Service

MOST_WORDS = 25  # in a sentence: GOV.UK content design
HARDEST = 9.0  # automated readability index: years of schooling
ENOUGH = 100  # words from which the index says anything
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
}  # fmt: skip
"""Words by which a question that asks for a fact is known, though its definition does not say so."""


@dataclass(frozen=True)
class Fault:
    """What is wrong: the service, the check's key, where, and a sentence."""

    service: str
    check: str
    where: str
    sentence: str

    @property
    def key(self) -> str:
        """By which a definition says that it is meant."""
        return f"{self.check}:{self.where}" if self.where else self.check


def faults_of(services: Mapping[str, Service], today: date) -> list[Fault]:
    """Every fault of every service that its definition does not justify."""
    found: list[Fault] = []
    for service in services.values():
        made = [fault for check in CHECKS for fault in check(service, services, today)]
        found += [one for one in made if not {one.key, one.check, one.where} & set(service.justified)]
    return found


def _ask_once(service: Service, services: Mapping[str, Service], _today: date) -> Iterator[Fault]:
    """A fact is asked once in a service, by a question that says it is that fact, so that what is held is not asked."""
    first: dict[str, str] = {}
    for key, question in service.questions().items():
        if question.ask_again or isinstance(question.kind, Rows):
            continue
        if question.fact and question.fact not in FACTS:
            yield Fault(service.key, "ask-once", key, f"“{question.fact}” is no fact of the list")
        if question.fact and question.fact in first:
            yield Fault(
                service.key, "ask-once", key, f"{_named(question.fact)} is asked by “{first[question.fact]}” already"
            )
        first.setdefault(question.fact, key)
        for fact in _meant(question):
            if fact != question.fact:
                others = [one.key for one in services.values() if one is not service and _asks(one, fact)]
                also = f", as {', '.join(others[:3])} does by its fact" if others else ""
                yield Fault(service.key, "ask-once", key, f"It asks for {_named(fact)} without saying so{also}")


def _named(fact: str) -> str:
    return f"“{FACTS[fact].name.lower()}”"


def _asks(service: Service, fact: str) -> bool:
    return any(question.fact == fact for question in service.questions().values())


def _meant(question: Question) -> list[str]:
    words = f"{question.ask} {question.short}".lower()
    return [fact for fact, pattern in MEANS.items() if re.search(pattern, words)]


def _readable(service: Service, _services: Mapping[str, Service], _today: date) -> Iterator[Fault]:
    """Sentences of 25 words at most, and words that a child of 14 reads."""
    sentences = [one for text in service.texts() for one in sentences_of(text)]
    for sentence in sentences:
        if (count := len(sentence.split())) > MOST_WORDS:
            yield Fault(service.key, "sentence", sentence[:40], f"A sentence of {count} words: “{sentence[:80]}…”")
    index = readability(sentences)
    if index is not None and index > HARDEST:
        yield Fault(
            service.key, "reading-age", "", f"It reads at {index:.1f} years of schooling; {HARDEST:.0f} is the most"
        )


def sentences_of(text: str) -> list[str]:
    """The sentences of a text in Markdown."""
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", re.sub(r"<[^>]+>", " ", text))
    parts = re.split(r"(?<=[.!?])\s+|\n+\s*(?:[-*#]+\s*)?|\n", plain)
    return [part.strip(" -*#") for part in parts if len(part.split()) > 1]


def readability(sentences: Iterable[str]) -> float | None:
    """The automated readability index of sentences (Senter and Smith, 1967), or None of too few words to tell by."""
    some = list(sentences)
    words = [word for one in some for word in re.findall(r"[\w’']+", one)]
    if len(words) < ENOUGH:
        return None
    return 4.71 * sum(map(len, words)) / len(words) + 0.5 * len(words) / len(some) - 21.43


def _reachable(service: Service, _services: Mapping[str, Service], today: date) -> Iterator[Fault]:
    """Every page is reached by some answers, and every way leads to an end."""
    found = explore(service, today, {one.key: one.may_be for one in service.lookups if one.may_be})
    for page in found.unreached(service):
        yield Fault(service.key, "reachable", page, "No answers lead to this page")
    for page in sorted(set(found.stuck)):
        yield Fault(service.key, "dead-end", page, "From this page there is no way on")
    if not found.complete:
        yield Fault(service.key, "dead-end", "", "No answers lead to the end")


def _well_formed(service: Service, _services: Mapping[str, Service], _today: date) -> Iterator[Fault]:
    """Keys that can stand in addresses, jumps that land, pages that say something, errors in words people know."""
    keys = [page.key for page in service.pages]
    for page in service.pages:
        if keys.count(page.key) > 1 or page.key in RESERVED or not re.fullmatch(r"[a-z0-9][a-z0-9-]*", page.key):
            yield Fault(
                service.key,
                "keys",
                page.key,
                "This key of a page is used twice, kept for us or cannot be in an address",
            )
        for jump in page.then:
            if jump.to != CHECK and jump.to not in keys:
                yield Fault(service.key, "keys", page.key, f"It goes on to “{jump.to}”, which is not there")
        if not page.asks and not page.words:
            yield Fault(service.key, "empty", page.key, "This page says and asks nothing")
        if service.tasks and not page.section:
            yield Fault(service.key, "tasks", page.key, "This page is in no section, so it is in no task of the list")
        for question in page.asks:
            yield from _asked_well(service, question)


def _asked_well(service: Service, question: Question) -> Iterator[Fault]:
    if not question.missing.strip() or BANNED.search(question.missing):
        yield Fault(service.key, "errors", question.key, f"This error is not in our words: “{question.missing}”")
    if question.hint.rstrip().endswith(".") and question.hint.count(".") == 1:
        yield Fault(service.key, "hints", question.key, "A hint of one sentence has no full stop")


def _whole(service: Service, _services: Mapping[str, Service], _today: date) -> Iterator[Fault]:
    """Owner, promise, fee, retention, number in the national list, and what happens next are told."""
    told = {
        "owner": service.owner, "promise": service.promise.words, "next-steps": service.next_steps,
        "about": service.about, "lgsl": service.lgsl is not None or "lgsl" in service.justified,
    }  # fmt: skip
    for name, value in told.items():
        if not value:
            yield Fault(service.key, name, "", f"It does not say its {name.replace('-', ' ')}")
    if service.retention not in RETENTION:
        yield Fault(service.key, "retention", "", f"“{service.retention}” is no class of the retention schedule")
    if service.fee and not (service.fee.words.strip() and service.fee.source.strip()):
        yield Fault(service.key, "fee", "", "Its fee has no words or no source")
    if service.act is None and service.opens is None:
        yield Fault(service.key, "outcome", "", "Nothing happens when it is sent: it has no act and opens no case")


def _ways(service: Service, _services: Mapping[str, Service], _today: date) -> Iterator[Fault]:
    """It can be had by phone, face to face, by post and with help, each said in a sentence: seed, paragraph 23."""
    routes = {
        "phone": service.routes.phone, "face_to_face": service.routes.face_to_face, "post": service.routes.post,
        "assisted": service.routes.assisted,
    }  # fmt: skip
    for name, words in routes.items():
        if len(words.split()) < 4:
            yield Fault(service.key, "routes", name, f"It does not say how it is had: {name.replace('_', ' ')}")
    if service.routes.phone and not re.search(r"\d{5}", service.routes.phone):
        yield Fault(service.key, "routes", "phone-number", "The way by phone has no number to call")


Check = Callable[[Service, Mapping[str, Service], date], Iterator[Fault]]
CHECKS: tuple[Check, ...] = (_ask_once, _readable, _reachable, _well_formed, _whole, _ways)
"""Every check, in the order they are told."""
