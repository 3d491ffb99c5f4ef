"""Expire old drafts."""

from datetime import date, datetime

from django.db import transaction

from borough.contacts import public as contacts
from borough.forms.service import Mode
from borough.foundation import audit, files
from borough.services.actions.fulfil import CHANNELS
from borough.services.actions.page_stats import count
from borough.services.catalogue import catalogue
from borough.services.models import Draft, Upload

BY = "system:services"
BATCH_SIZE = 500


def expire_due(*, at: datetime, today: date) -> int:
    """Delete the answers of at most 500 expired drafts and return how many there were.

    A draft with at least one answered page counts as an abandoned contact; one that was only opened does not count.
    """
    rows = Draft.objects.filter(state__in=("open", "handed"), expires_at__lt=at).order_by("expires_at")
    return sum(_expire(pk, at, today) for pk in list(rows.values_list("pk", flat=True)[:BATCH_SIZE]))


def expire_by_mandate(*, at: datetime, today: date, mandate: str) -> int:
    """Delete the answers of drafts started under a revoked mandate and return how many there were."""
    rows = Draft.objects.filter(mandate=mandate, state__in=("open", "handed"))
    return sum(_expire(pk, at, today, over=True) for pk in list(rows.values_list("pk", flat=True)))


def _expire(pk: int, at: datetime, today: date, *, over: bool = False) -> int:
    with transaction.atomic():
        draft = Draft.objects.select_for_update().get(pk=pk)
        if draft.state not in ("open", "handed") or not (over or draft.expires_at < at):
            return 0
        uploads = Upload.objects.filter(draft=draft, submission=None)
        dropped = files.drop(list(uploads.values_list("file__reference", flat=True)))
        uploads.update(name="")
        answered, page = bool(draft.seen), draft.seen[-1] if draft.seen else "start"
        Draft.objects.filter(pk=pk).update(state="left", answers={}, sources={}, handed_details="")
        count(on=today, service=draft.service, mode=draft.mode, page=str(page), what="left")
        service = catalogue().get(draft.service)
        if answered and service is not None:
            contacts.record(
                by=BY,
                at=at,
                channel=CHANNELS[Mode(draft.mode)],
                service=draft.service,
                nature=contacts.Nature(service.nature),
                outcome=contacts.Outcome.ABANDONED,
                started_at=draft.begun_at,
                person_id=draft.person_id,
                source="services-draft",
                source_id=draft.reference,
            )
        detail = {"files": dropped}
        audit.record(by=BY, at=at, verb="services.expire_drafts", subject=f"draft:{draft.reference}", detail=detail)
    return 1
