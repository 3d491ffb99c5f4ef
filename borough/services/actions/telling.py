"""Tell people what became of what they sent: when we have it, and when its case is over."""

from dataclasses import replace
from datetime import datetime

from django.conf import settings

from borough.kernel.references import show
from borough.kernel.refusals import Refused
from borough.kernel.sentences import joined, say
from borough.post import public as post
from borough.services.catalogue import catalogue
from borough.services.grammar import letters
from borough.services.grammar.service import Mode, Service
from borough.services.models import Submission
from borough.services.queries.submissions import told_of
from borough.services.queries.tongues import ENGLISH, LANGUAGES, Tongue

SAMPLE = (
    ("name", "Rosa Resident"), ("service", "Garden waste collection"), ("reference", "7QK2-M9XA-01BD-4HZT"),
    ("done", "Your subscription: 2 bins, until 1 April 2027."), ("promise", "We come within 10 working days."),
    ("phone", "Call 01632 960 101."), ("council", "Borough"), ("outcome", "We came for it today."),
)  # fmt: skip
OURS = (
    post.Template(
        key=letters.RECEIVED, name="We have what you sent", subject=say("We have it: ((service))"),
        email=letters.RECEIVED_EMAIL, text=letters.RECEIVED_TEXT, letter="=email", sample=SAMPLE,
    ),
    post.Template(
        key=letters.OVER, name="What became of it", subject=say("About: ((service))"), email=letters.OVER_EMAIL,
        text=letters.OVER_TEXT, letter="=email", sample=SAMPLE,
    ),
)  # fmt: skip


def templates() -> tuple[post.Template, ...]:
    """What may be said, in English and in every other language."""
    return (*OURS, *(_translated(one, code) for code in LANGUAGES if code != ENGLISH for one in OURS))


def _translated(one: post.Template, code: str) -> post.Template:
    tongue = Tongue(None, code)
    return replace(
        one, key=f"{one.key}-{code}", name=f"{one.name} ({LANGUAGES[code]})", subject=tongue(one.subject),
        email=tongue(one.email), text=tongue(one.text),
    )  # fmt: skip


def tell_received(*, by: str, at: datetime, reference: str) -> None:
    """Say that we have it, by a way they gave or prefer; by letter only to whoever wrote one. Twice is once."""
    row = Submission.objects.filter(reference=reference, state="complete").first()
    service = catalogue().get(row.service) if row else None
    if row is None or service is None:
        return
    reader = _reader(row)
    if row.mode != Mode.POST and not _by_wire(reader):
        return
    words: dict[str, str] = {
        "done": joined(told_of(row)) or say("We will look into it."),
        "promise": say("What we promise: {promise}.", promise=service.promise.words),
    }
    _send(row, service, letters.RECEIVED, words, by=by, at=at)


def tell_over(*, by: str, at: datetime, reference: str, outcome: str, version: int) -> None:
    """Say what became of the submission of a case that is over."""
    row = Submission.objects.filter(reference=reference).first()
    service = catalogue().get(row.service) if row else None
    if row and service and outcome:
        _send(row, service, letters.OVER, {"outcome": outcome}, by=by, at=at, turn=f" {version}")


def _reader(row: Submission) -> post.Recipient:
    answers = row.answers if isinstance(row.answers, dict) else {}
    address = answers.get("address") if isinstance(answers.get("address"), dict) else None
    lines = (*address["lines"], address.get("postcode", "")) if address else ()
    return post.Recipient(
        person_id=row.person_id, name=str(answers.get("name") or ""), email=str(answers.get("email") or ""),
        phone=str(answers.get("phone") or ""), address_lines=tuple(lines),
    )  # fmt: skip


def _by_wire(reader: post.Recipient) -> bool:
    return bool(reader.person_id or reader.email or reader.phone)


def _send(
    row: Submission, service: Service, template: str, words: dict[str, str], *, by: str, at: datetime, turn: str = ""
) -> None:  # fmt: skip
    reader = _reader(row)
    told = {
        "name": reader.name or say("there"), "service": service.name, "reference": show(row.reference),
        "phone": service.routes.phone, "council": settings.COUNCIL_NAME, **words,
    }  # fmt: skip
    tongue = Tongue(service, row.language)
    key = template if tongue.language == ENGLISH else f"{template}-{tongue.language}"
    try:
        post.send(
            by=by, at=at, key=f"{template} {row.reference}{turn}", template=key, to=reader,
            words={name: tongue(text) for name, text in told.items()},
            case=f"services:{row.reference}", language=tongue.language,
        )  # fmt: skip
    except Refused:  # nothing reaches them: the confirmation page and their account are what they have
        return
