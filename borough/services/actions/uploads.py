"""Keep files that come with answers: looked at before they are believed, under numbers of our own."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, TypeAlias

from django.core.files.uploadedfile import UploadedFile

from borough.foundation.durable import write_whole
from borough.kernel.references import new_reference
from borough.services.grammar.errors import fill
from borough.services.grammar.kinds import Upload as UploadKind
from borough.services.grammar.kinds.files import MB, TYPES
from borough.services.grammar.questions import Question
from borough.services.models import Draft, Upload
from borough.services.queries.files import path_of
from borough.services.rules.files import ending_of, fault_of
from borough.services.types import Fault

File: TypeAlias = "UploadedFile[bytes]"


def keep_files(
    draft: Draft, question: Question, kind: UploadKind, wanted: Sequence[str], sent: Sequence[File], *,
    at: datetime,
) -> tuple[list[dict[str, Any]], list[Fault]]:  # fmt: skip
    """The files of a question, those kept before that are still wanted and those sent now, and what is wrong."""
    faults: list[Fault] = []
    before = [one for one in draft.answers.get(question.key) or [] if one["id"] in wanted]
    new: list[dict[str, Any]] = []
    for file in sent:
        fault = _fault(file, kind)
        if fault:
            faults.append(Fault(fault, question.key))
        elif len(before) + len(new) >= kind.most:
            faults.append(Fault(fill(kind.too_many(), {"most": kind.most}), question.key))
            break
        else:
            new.append(_keep(draft, question, file, at))
    return [*before, *new], faults


def _fault(file: File, kind: UploadKind) -> str:
    name, size = file.name or "The file", file.size or 0
    if size > kind.largest:
        return f"{name[:80]} must be smaller than {kind.largest // MB}MB"
    head = file.read(65_536)
    file.seek(0)
    return fault_of(name=name[:80], size=size, head=head, types=kind.types, named=kind.named())


def _keep(draft: Draft, question: Question, file: File, at: datetime) -> dict[str, Any]:
    content = file.read()
    reference = new_reference()
    where = path_of(reference)
    where.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_whole(where, content)
    name = Path(str(file.name).replace("\\", "/")).name[:200]
    ending = ending_of(name)
    Upload.objects.create(
        reference=reference, draft=draft, person_id=draft.person_id, question=question.key, name=name,
        media_type=TYPES[ending][1], size=len(content), digest=hashlib.sha256(content).digest(), made_at=at,
    )  # fmt: skip
    return {"id": reference, "name": name, "size": len(content), "type": ending}
