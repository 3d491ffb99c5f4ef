"""Send a service whole: every answer at once, as another system does, by the way a page-by-page draft goes."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from borough.foundation import locks
from borough.foundation.files import path_of
from borough.services.actions.answering import Taken, put_in, refuse, settle
from borough.services.actions.beginning import begin
from borough.services.actions.places import locate
from borough.services.actions.submitting import NotReady, receipt, send
from borough.services.actions.uploads import keep_files
from borough.services.catalogue import service_of
from borough.services.grammar.conditions import holds
from borough.services.grammar.errors import Wrong
from borough.services.grammar.kinds import Kind, Upload
from borough.services.grammar.machines import misshapen, raw_of
from borough.services.grammar.pages import Page
from borough.services.grammar.questions import Question
from borough.services.grammar.rows import Rows
from borough.services.grammar.service import Mode, Service
from borough.services.grammar.walking import Step, Way
from borough.services.models import Draft, Submission
from borough.services.models import Upload as Kept
from borough.services.queries.ways import kind_now, piped, way_of
from borough.services.types import Fault, Receipt, Unfit

ANOTHER = "This id was used before for another service. Use a new id for each thing you send"


@dataclass
class _Sent:
    """What is being sent: the answers as they came, the draft they go into, and who sends them when."""

    answers: Mapping[str, Any]
    draft: Draft
    by: str
    at: datetime
    today: date
    asked: set[str] = field(default_factory=set)


def submit_whole(
    *, by: str, at: datetime, today: date, service: str, answers: Any, source: str, source_id: str,
    mode: Mode = Mode.MACHINE,
) -> Receipt:  # fmt: skip
    """Send every answer of a service at once; sent before under the same id, the first receipt again.

    answers: by question, each as `grammar.machines.schema_of` says. source, source_id: the system, and its own id for
    what it sends. Nothing is kept of what will not do. Raises UnknownService, and Unfit with everything found wrong.
    """
    asked = service_of(service)
    if faults := [Fault(said, key, part) for key, part, said in misshapen(asked, answers)]:
        raise Unfit(tuple(faults))
    files: list[str] = []
    try:
        with transaction.atomic():
            return _send(asked, by, at, today, answers, (source, source_id), mode=mode, files=files)
    except BaseException:
        for reference in files:
            path_of(reference).unlink(missing_ok=True)
        raise


def _send(
    asked: Service, by: str, at: datetime, today: date, answers: Mapping[str, Any], sender: tuple[str, str],
    *, mode: Mode, files: list[str],
) -> Receipt:  # fmt: skip
    source, source_id = sender
    locks.hold(f"submission {source} {source_id}")
    before = Submission.objects.filter(source=source, source_id=source_id).first()
    if before is not None:
        if before.service != asked.key:
            raise Unfit((Fault(ANOTHER),))
        return receipt(before, again=True)
    reference = begin(by=by, at=at, today=today, service=asked.key, mode=mode)
    sent = _Sent(answers, Draft.objects.get(reference=reference), by, at, today)
    try:
        _go_through(sent, asked)
        sent.draft.save(update_fields=["answers", "sources", "seen"])
        made = send(sent.draft, by=by, at=at, today=today, source=source, source_id=source_id)
    except NotReady as error:
        raise Unfit((Fault(error.why or "An answer is missing", error.page),)) from None
    finally:
        files += Kept.objects.filter(draft=sent.draft).values_list("file__reference", flat=True)
    return receipt(made)


def _go_through(sent: _Sent, service: Service) -> None:
    """Answer page after page, each seen when those before it are answered, and refuse what is left over."""
    way = way_of(sent.draft, service, today=sent.today, at=sent.at)
    while (step := way.open) is not None:
        taken = _take(sent, step, way)
        if taken.faults:
            raise Unfit(tuple(taken.faults))
        put_in(sent.draft, step, taken, by=sent.by, at=sent.at)
        sent.asked |= {question.key for question in step.asks}
        way = way_of(sent.draft, service, today=sent.today, at=sent.at)
    if way.ended is not None:
        raise Unfit((Fault(_ended(way.ended, way), way.ended.key),))
    if over := [key for key, value in sent.answers.items() if value is not None and key not in sent.asked]:
        raise Unfit(tuple(Fault("It is not asked with these answers. Leave it out", key) for key in over))


def _ended(page: Page, way: Way) -> str:
    """Why there is no going on, in the words that whoever came so far by the pages reads there."""
    said = [piped(one.text, way.ground) for one in page.words if holds(one.only_if, way.ground)]
    return " ".join([f"With these answers the service ends at “{piped(page.heading, way.ground)}”.", *said]).rstrip(".")


def _take(sent: _Sent, step: Step, way: Way) -> Taken:
    taken = Taken()
    for question in step.asks:
        kind, value = kind_now(question, way.ground), sent.answers.get(question.key)
        try:
            raw = _raw(sent, question, kind, value, taken)
        except Wrong as wrong:
            taken.faults.append(Fault(wrong.said, question.key, wrong.part))
        else:
            settle(taken, question, kind, raw, sent.today)
    if not taken.faults:
        refuse(step, way.ground, taken)
    return taken


def _raw(sent: _Sent, question: Question, kind: Kind, value: Any, taken: Taken) -> Any:
    if value is None:
        return None
    if isinstance(kind, Upload):
        raw, faults = keep_files(sent.draft, question, kind, (), _opened(value), at=sent.at)
        taken.faults += faults
        return raw
    if isinstance(kind, Rows):
        return [_row(sent, kind, row) for row in value]
    return raw_of(kind, value)


def _row(sent: _Sent, kind: Rows, row: Mapping[str, Any]) -> dict[str, Any]:
    """A row, with places found as they are outside of rows; files do not come in rows."""
    if any(row.get(one.key) for one in kind.columns if isinstance(one.kind, Upload)):
        raise Wrong("Files cannot be sent in rows")
    return {
        one.key: locate(one.kind, raw_of(one.kind, row.get(one.key)), one.asked(sent.today)) for one in kind.columns
    }


def _opened(files: Sequence[Mapping[str, str]]) -> list[SimpleUploadedFile]:
    found = []
    for one in files:
        try:
            content = base64.b64decode(one["content"], validate=True)
        except binascii.Error:
            raise Wrong("The content of a file must be written in base64") from None
        found.append(SimpleUploadedFile(one["name"] or "file", content))
    return found
