"""Notify people about their submission: on receipt, and when its case is closed."""

from dataclasses import replace
from datetime import datetime

from django.conf import settings

from borough.forms.service import Mode, Service
from borough.foundation.packs import current_pack
from borough.kernel.messages import join_messages, msg
from borough.kernel.references import format_reference
from borough.kernel.refusals import Refused
from borough.messaging import public as messaging
from borough.services import message_texts
from borough.services.catalogue import catalogue
from borough.services.models import Submission
from borough.services.queries.submissions import result_lines
from borough.services.queries.translators import ENGLISH, LANGUAGES, Translator

SAMPLE = (
    ("name", "Rosa Resident"),
    ("service", "Garden waste collection"),
    ("reference", "7QK2-M9XA-01BD-4HZT"),
    ("done", "Your subscription: 2 bins, until 1 April 2027."),
    ("promise", "We come within 10 working days."),
    ("phone", "Call 01632 960 001."),
    ("council", "Borough"),
    ("outcome", "We came for it today."),
)
OURS = (
    messaging.Template(
        key=message_texts.RECEIVED,
        name="We have what you sent",
        subject=msg("We have it: ((service))"),
        email=message_texts.RECEIVED_EMAIL,
        text=message_texts.RECEIVED_TEXT,
        letter="=email",
        sample=SAMPLE,
    ),
    messaging.Template(
        key=message_texts.OVER,
        name="What became of it",
        subject=msg("About: ((service))"),
        email=message_texts.OVER_EMAIL,
        text=message_texts.OVER_TEXT,
        letter="=email",
        sample=SAMPLE,
    ),
)


def templates() -> tuple[messaging.Template, ...]:
    """Return the message templates, in English and in the council's other languages."""
    others = [code for code in current_pack().council.languages if code != ENGLISH and code in LANGUAGES]
    return (*OURS, *(_translated(template, code) for code in others for template in OURS))


def _translated(template: messaging.Template, code: str) -> messaging.Template:
    translator = Translator(None, code)
    return replace(
        template,
        key=f"{template.key}-{code}",
        name=f"{template.name} ({LANGUAGES[code]})",
        subject=translator(template.subject),
        email=translator(template.email),
        text=translator(template.text),
    )


def send_received(*, by: str, at: datetime, reference: str) -> None:
    """Send the acknowledgement once, by a given or preferred channel; by letter only to people who wrote a letter."""
    row = Submission.objects.filter(reference=reference, state="complete").first()
    service = catalogue().get(row.service) if row else None
    if row is None or service is None:
        return
    reader = _reader(row)
    if row.mode != Mode.POST and not _by_wire(reader):
        return
    values: dict[str, str] = {
        "done": join_messages(result_lines(row)) or msg("We will look into it."),
        "promise": msg("What we promise: {promise}.", promise=service.promise.text),
    }
    _send(row, service, message_texts.RECEIVED, values, by=by, at=at)


def send_closed(*, by: str, at: datetime, reference: str, outcome: str, version: int) -> None:
    """Notify the customer of the outcome when the case of their submission is closed."""
    row = Submission.objects.filter(reference=reference).first()
    service = catalogue().get(row.service) if row else None
    if row and service and outcome:
        _send(row, service, message_texts.OVER, {"outcome": outcome}, by=by, at=at, turn=f" {version}")


def _reader(row: Submission) -> messaging.Recipient:
    answers = row.answers if isinstance(row.answers, dict) else {}
    address = answers.get("address") if isinstance(answers.get("address"), dict) else None
    lines = (*address["lines"], address.get("postcode", "")) if address else ()
    return messaging.Recipient(
        person_id=row.person_id,
        name=str(answers.get("name") or ""),
        email=str(answers.get("email") or ""),
        phone=str(answers.get("phone") or ""),
        address_lines=tuple(lines),
    )


def _by_wire(reader: messaging.Recipient) -> bool:
    return bool(reader.person_id or reader.email or reader.phone)


def _send(
    row: Submission, service: Service, template: str, values: dict[str, str], *, by: str, at: datetime, turn: str = ""
) -> None:
    reader = _reader(row)
    all_values = {
        "name": reader.name or msg("there"),
        "service": service.name,
        "reference": format_reference(row.reference),
        "phone": service.routes.phone,
        "council": settings.COUNCIL_NAME,
        **values,
    }
    translator = Translator(service, row.language)
    key = template if translator.language == ENGLISH else f"{template}-{translator.language}"
    try:
        messaging.send(
            by=by,
            at=at,
            key=f"{template} {row.reference}{turn}",
            template=key,
            to=reader,
            values={name: translator(text) for name, text in all_values.items()},
            case=f"services:{row.reference}",
            language=translator.language,
        )
    except Refused:  # no channel reaches them: they have the confirmation page and their account
        return
