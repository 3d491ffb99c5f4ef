"""Submit all answers at once (API), by the same steps as a page-by-page draft."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from borough.forms.conditions import is_met
from borough.forms.errors import InvalidAnswer
from borough.forms.json_schema import shape_faults, to_form_value
from borough.forms.kinds import Kind, Upload
from borough.forms.pages import Page
from borough.forms.questions import Question
from borough.forms.routing import Route, Step
from borough.forms.rows import Rows
from borough.forms.service import Mode, Service
from borough.foundation.db import locks
from borough.foundation.files import path_of
from borough.services.actions.places import locate
from borough.services.actions.save_page import ParsedPage, apply_answers, check_rules, parse_question
from borough.services.actions.start_draft import begin
from borough.services.actions.submissions import NotReady, receipt, submit_draft
from borough.services.actions.uploads import store_files
from borough.services.catalogue import service_of
from borough.services.models import Draft, Submission
from borough.services.models import Upload as RetainedAnswers
from borough.services.queries.route import current_kind, fill_gaps, route_of
from borough.services.types import AnswerFault, InvalidSubmission, Receipt

ANOTHER = "This id was used before for another service. Use a new id for each thing you send"


@dataclass
class _Intake:
    """A submission in progress: the raw answers, their draft, the sender and the time."""

    answers: Mapping[str, Any]
    draft: Draft
    by: str
    at: datetime
    today: date
    seen_keys: set[str] = field(default_factory=set)


def submit_answers(
    *,
    by: str,
    at: datetime,
    today: date,
    service: str,
    answers: Any,
    source: str,
    source_id: str,
    mode: Mode = Mode.MACHINE,
) -> Receipt:
    """Submit all answers of a service at once; a repeated source_id returns the first receipt.

    answers: by question, in the shape of `forms.json_schema.schema_of`. source, source_id: the system and its own
    ID for the submission. Nothing is kept of an invalid submission.
    Raises UnknownService, and InvalidSubmission with every fault.
    """
    definition = service_of(service)
    if faults := [AnswerFault(message, key, part) for key, part, message in shape_faults(definition, answers)]:
        raise InvalidSubmission(tuple(faults))
    files: list[str] = []
    try:
        with transaction.atomic():
            return _send(definition, by, at, today, answers, (source, source_id), mode=mode, files=files)
    except BaseException:
        for reference in files:
            path_of(reference).unlink(missing_ok=True)
        raise


def _send(
    service: Service,
    by: str,
    at: datetime,
    today: date,
    answers: Mapping[str, Any],
    sender: tuple[str, str],
    *,
    mode: Mode,
    files: list[str],
) -> Receipt:
    source, source_id = sender
    locks.lock(f"submission {source} {source_id}")
    before = Submission.objects.filter(source=source, source_id=source_id).first()
    if before is not None:
        if before.service != service.key:
            raise InvalidSubmission((AnswerFault(ANOTHER),))
        return receipt(before, again=True)
    reference = begin(by=by, at=at, today=today, service=service.key, mode=mode)
    sent = _Intake(answers, Draft.objects.get(reference=reference), by, at, today)
    try:
        _go_through(sent, service)
        sent.draft.save(update_fields=["answers", "sources", "seen"])
        submission = submit_draft(sent.draft, by=by, at=at, today=today, source=source, source_id=source_id)
    except NotReady as error:
        raise InvalidSubmission((AnswerFault(error.why or "An answer is missing", error.page),)) from None
    finally:
        files += RetainedAnswers.objects.filter(draft=sent.draft).values_list("file__reference", flat=True)
    return receipt(submission)


def _go_through(sent: _Intake, service: Service) -> None:
    """Answer page after page in route order, and reject answers that no page asks for."""
    route = route_of(sent.draft, service, today=sent.today, at=sent.at)
    while (step := route.open) is not None:
        parsed = _take(sent, step, route)
        if parsed.faults:
            raise InvalidSubmission(tuple(parsed.faults))
        apply_answers(sent.draft, step, parsed, by=sent.by, at=sent.at)
        sent.seen_keys |= {question.key for question in step.asks}
        route = route_of(sent.draft, service, today=sent.today, at=sent.at)
    if route.ended is not None:
        raise InvalidSubmission((AnswerFault(_ended(route.ended, route), route.ended.key),))
    if over := [key for key, value in sent.answers.items() if value is not None and key not in sent.seen_keys]:
        raise InvalidSubmission(
            tuple(AnswerFault("It is not asked with these answers. Leave it out", key) for key in over)
        )


def _ended(page: Page, route: Route) -> str:
    """Return the text of the exit page that a web user would have reached."""
    texts = [
        fill_gaps(guidance.text, route.context) for guidance in page.guidance if is_met(guidance.only_if, route.context)
    ]
    return " ".join(
        [f"With these answers the service ends at “{fill_gaps(page.heading, route.context)}”.", *texts]
    ).rstrip(".")


def _take(sent: _Intake, step: Step, route: Route) -> ParsedPage:
    parsed = ParsedPage()
    for question in step.asks:
        kind, value = current_kind(question, route.context), sent.answers.get(question.key)
        try:
            raw = _raw(sent, question, kind, value, parsed)
        except InvalidAnswer as wrong:
            parsed.faults.append(AnswerFault(wrong.message, question.key, wrong.part))
        else:
            parse_question(parsed, question, kind, raw, sent.today)
    if not parsed.faults:
        check_rules(step, route.context, parsed)
    return parsed


def _raw(sent: _Intake, question: Question, kind: Kind, value: Any, parsed: ParsedPage) -> Any:
    if value is None:
        return None
    if isinstance(kind, Upload):
        raw, faults = store_files(sent.draft, question, kind, (), _opened(value), at=sent.at)
        parsed.faults += faults
        return raw
    if isinstance(kind, Rows):
        return [_row(sent, kind, row) for row in value]
    return to_form_value(kind, value)


def _row(sent: _Intake, kind: Rows, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row with its places matched; file uploads in rows are not supported."""
    if any(row.get(question.key) for question in kind.columns if isinstance(question.kind, Upload)):
        raise InvalidAnswer("Files cannot be sent in rows")
    return {
        question.key: locate(
            question.kind, to_form_value(question.kind, row.get(question.key)), question.info(sent.today)
        )
        for question in kind.columns
    }


def _opened(files: Sequence[Mapping[str, str]]) -> list[SimpleUploadedFile]:
    uploads = []
    for file in files:
        try:
            content = base64.b64decode(file["content"], validate=True)
        except binascii.Error:
            raise InvalidAnswer("The content of a file must be written in base64") from None
        uploads.append(SimpleUploadedFile(file["name"] or "file", content))
    return uploads
