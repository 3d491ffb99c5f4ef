"""Measure actions: refresh the extract, and freeze figures."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from borough.contacts import extracts
from borough.foundation import audit
from borough.foundation.db import locks
from borough.foundation.files.columnar import Snapshot
from borough.measures.models import FrozenFigure
from borough.measures.rules.hashing import of_part
from borough.measures.types import Figure, Frozen


def refresh(*, rebuild: bool = False, patience: float = 900.0) -> Snapshot:
    """Update the extract from the ledger and return its snapshot; changed days are rewritten.

    Everything is read in one transaction, so a contact moved between days is in exactly one of them. A ledger
    restored from an older backup is detected and everything is read again, as with `rebuild`. patience: seconds
    that files stay for readers of the previous snapshot.
    """
    # Lazy import: reading needs none of the writer's libraries; web processes only read.
    from borough.foundation.files import columnar_writer as writing  # noqa: PLC0415

    def find(before: Snapshot) -> writing.Changes:
        watermark, mark = extracts.newest_entry(cursor)
        afresh = rebuild or not extracts.is_same_ledger(cursor, before.mark)
        days = extracts.changed_days(cursor, 0 if afresh else before.watermark)
        return writing.Changes(days, watermark, mark, all_days=afresh and (bool(before.days) or rebuild))

    outer = connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        if not outer:
            locks.snapshot_isolation()
        return writing.refresh(
            extracts.folder(),
            layout=extracts.LAYOUT,
            find=find,
            copy=lambda days: extracts.copy_days(cursor, days),
            grace=patience,
        )


def freeze(*, by: str, at: datetime, figure: Figure) -> Frozen:
    """Freeze a figure and return it. An identical figure from the same records is not frozen twice.

    by: the principal, as in the audit log.
    """
    parts: list[dict[str, Any]] = [of_part(p) for p in (figure.total, *figure.parts)]
    with transaction.atomic():
        frozen = FrozenFigure.objects.filter(sha256=figure.sha256, content=figure.content).first()
        if frozen is None:
            detail = {"period": figure.period.key, "by": figure.by or "", "sha256": figure.sha256}
            position = audit.record(by=by, at=at, verb="figure-frozen", subject=figure.measure, detail=detail)
            frozen, _ = FrozenFigure.objects.get_or_create(
                sha256=figure.sha256,
                content=figure.content,
                defaults={
                    "measure": figure.measure,
                    "period": figure.period.key,
                    "by": figure.by or "",
                    "definition": figure.definition,
                    "watermark": figure.watermark,
                    "counted": figure.total.counted,
                    "out_of": figure.total.out_of,
                    "parts": parts,
                    "frozen_at": at,
                    "audit_position": position,
                },
            )
    return Frozen(
        measure=frozen.measure,
        period=frozen.period,
        by=frozen.by,
        definition=frozen.definition,
        content=frozen.content,
        counted=frozen.counted,
        out_of=frozen.out_of,
        sha256=frozen.sha256,
        frozen_at=frozen.frozen_at,
    )
