"""Scheduled and background jobs of services."""

from borough.foundation.clock import now, today
from borough.foundation.jobs import job, periodic
from borough.services.actions import forward_to_county
from borough.services.actions.disposal import dispose
from borough.services.actions.expire_drafts import BATCH_SIZE, expire_by_mandate, expire_due
from borough.services.actions.notify import send_received
from borough.services.actions.overrides import reload_changes
from borough.services.actions.renewal_reminders import remind_renewals

BY = "system:services"


@job(name="services.notify_received")
def notify_received(reference: str) -> None:
    """Send the acknowledgement of a submission."""
    reload_changes(now())
    send_received(by=BY, at=now(), reference=reference)


@job(name="services.forward_to_county")
def forward_report(reference: str) -> None:
    """Forward a problem to the responsible council."""
    forward_to_county.forward(by=BY, at=now(), reference=reference)


@periodic("*/10 * * * *")
@job(name="services.poll_county", once=True)
def poll_county(timestamp: int = 0) -> None:
    """Fetch the other council's updates on forwarded problems."""
    del timestamp
    forward_to_county.poll_updates(by=BY, at=now())


@job(name="services.expire_mandate_drafts")
def expire_mandate_drafts(mandate: str) -> None:
    """Delete drafts started under a revoked mandate."""
    expire_by_mandate(at=now(), today=today(), mandate=mandate)


@periodic("*/20 * * * *")
@job(name="services.expire_drafts")
def expire_old_drafts(timestamp: int = 0) -> None:
    """Expire old drafts."""
    del timestamp
    while expire_due(at=now(), today=today()) == BATCH_SIZE:
        continue


@periodic("15 9 * * *")
@job(name="services.remind_renewals", once=True)
def remind(timestamp: int = 0) -> None:
    """Send renewal reminders each morning, since texts at night wake people."""
    del timestamp
    reload_changes(now())
    remind_renewals(by="system:services", at=now(), today=today())


@periodic("30 2 * * *")
@job(name="services.dispose", once=True)
def dispose_due(timestamp: int = 0) -> None:
    """Dispose of records past their retention period, each night."""
    del timestamp
    dispose(by="system:services", at=now(), today=today())
