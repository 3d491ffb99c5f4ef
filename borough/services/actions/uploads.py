"""Keep files that come with answers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from borough.foundation import files
from borough.kernel.files import ending_of
from borough.services.grammar.kinds import Upload as UploadKind
from borough.services.grammar.questions import Question
from borough.services.models import Draft, Upload
from borough.services.queries.files import virus_in, without_viruses
from borough.services.types import Fault


def keep_files(
    draft: Draft, question: Question, kind: UploadKind, wanted: Sequence[str], sent: Sequence[files.File], *,
    at: datetime,
) -> tuple[list[dict[str, Any]], list[Fault]]:  # fmt: skip
    """The files of a question, those kept before that are still wanted and those sent now, and what is wrong."""
    had = _had(draft, question, wanted)
    before = without_viruses(had)
    gone = [] if sent else [one for one in had if one not in before]  # whoever sends another knows already
    faults = [Fault(virus_in(one["name"]), question.key) for one in gone]
    new: list[dict[str, Any]] = []
    for file in sent:
        fault = files.fault_in(file, kind.types, kind.largest)
        if fault:
            faults.append(Fault(fault, question.key))
        elif len(before) + len(new) >= kind.most:
            faults.append(Fault(kind.too_many(), question.key))
            break
        else:
            new.append(_keep(draft, question, file, at))
    return [*before, *new], faults


def _had(draft: Draft, question: Question, wanted: Sequence[str]) -> list[dict[str, Any]]:
    """The draft's own files among those wanted: also one kept when another, sent with it, would not do."""
    if not wanted:
        return []
    rows = Upload.objects.filter(draft=draft, question=question.key, file__reference__in=wanted).order_by("id")
    return [_stored(row) for row in rows.exclude(file__state="dropped").select_related("file")]


def _stored(row: Upload) -> dict[str, Any]:
    return {"id": row.file.reference, "name": row.name, "size": row.file.size, "type": ending_of(row.name)}


def _keep(draft: Draft, question: Question, file: files.File, at: datetime) -> dict[str, Any]:
    name, kept = files.name_of(file), files.keep(file, at=at)
    return _stored(
        Upload.objects.create(file=kept, draft=draft, person_id=draft.person_id, question=question.key, name=name)
    )
