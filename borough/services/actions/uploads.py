"""Store uploaded files."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from borough.forms.kinds import Upload as UploadKind
from borough.forms.questions import Question
from borough.foundation import files
from borough.kernel.files import extension_of
from borough.services.models import Draft, Upload
from borough.services.queries.files import virus_in, without_viruses
from borough.services.types import AnswerFault


def store_files(
    draft: Draft,
    question: Question,
    kind: UploadKind,
    wanted: Sequence[str],
    sent: Sequence[files.File],
    *,
    at: datetime,
) -> tuple[list[dict[str, Any]], list[AnswerFault]]:
    """Return the files of a question (kept earlier and uploaded now) and the upload faults."""
    had = _had(draft, question, wanted)
    before = without_viruses(had)
    removed = [] if sent else [item for item in had if item not in before]  # the user is uploading another one anyway
    faults = [AnswerFault(virus_in(item["name"]), question.key) for item in removed]
    new: list[dict[str, Any]] = []
    for file in sent:
        fault = files.upload_error(file, kind.types, kind.largest)
        if fault:
            faults.append(AnswerFault(fault, question.key))
        elif len(before) + len(new) >= kind.most:
            faults.append(AnswerFault(kind.too_many(), question.key))
            break
        else:
            new.append(_store(draft, question, file, at))
    return [*before, *new], faults


def _had(draft: Draft, question: Question, wanted: Sequence[str]) -> list[dict[str, Any]]:
    """Return the draft's own files among those wanted, including any kept when another upload was rejected."""
    if not wanted:
        return []
    rows = Upload.objects.filter(draft=draft, question=question.key, file__reference__in=wanted).order_by("id")
    return [_stored(row) for row in rows.exclude(file__state="dropped").select_related("file")]


def _stored(row: Upload) -> dict[str, Any]:
    return {"id": row.file.reference, "name": row.name, "size": row.file.size, "type": extension_of(row.name)}


def _store(draft: Draft, question: Question, file: files.File, at: datetime) -> dict[str, Any]:
    name, stored_file = files.name_of(file), files.store(file, at=at)
    return _stored(
        Upload.objects.create(
            file=stored_file, draft=draft, person_id=draft.person_id, question=question.key, name=name
        )
    )
