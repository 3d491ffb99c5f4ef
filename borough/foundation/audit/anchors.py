"""The chain's anchors, put where the database's owner cannot reach: a file beside it, a daily mail, report footers."""

from django.conf import settings

from borough.foundation import audit, jobs, mail
from borough.foundation.clock import now
from borough.foundation.db import idempotency
from borough.kernel.atomic_files import fsync_file
from borough.webhooks import delivery_log


def record_anchor() -> str:
    """The chain's end as a line, also added to the home's own file of anchors."""
    anchor = audit.anchor()
    settings.HOME.mkdir(parents=True, exist_ok=True)
    with (settings.HOME / "anchors.log").open("a") as out:
        out.write(f"{now().isoformat(timespec='seconds')} {anchor}\n")
    fsync_file(settings.HOME / "anchors.log")
    return anchor


def load() -> dict[int, str]:
    """Every anchor in the home's own file: position to digest."""
    try:
        return audit.parse_anchors((settings.HOME / "anchors.log").read_text())
    except FileNotFoundError:
        return {}


@jobs.periodic("15 6 * * *")
@jobs.job(name="foundation.publish_anchor")
def publish_anchor(timestamp: int) -> None:
    """Mail the day's anchor to the address in BOROUGH_ANCHOR_MAIL, best outside the council's own servers."""
    anchor = record_anchor()
    if settings.ANCHOR_MAIL:
        mail.enqueue(
            key=f"anchor {timestamp}", to=settings.ANCHOR_MAIL, subject="Audit anchor",
            text=f"Keep this mail. It proves that no record of an act before now was changed or cut off.\n\n{anchor}\n",
        )  # fmt: skip


@jobs.periodic("45 3 * * *")
@jobs.job(name="foundation.tidy")
def purge_expired(timestamp: int) -> None:
    """Drop answers kept for repeated requests, and jobs done, when they are old enough."""
    del timestamp
    idempotency.purge_old(now() - idempotency.RETENTION)
    jobs.purge_finished()
    delivery_log.purge_old_deliveries()
