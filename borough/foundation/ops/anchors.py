"""Chain anchors, published where the database owner cannot alter them: a file, a daily email, report footers."""

from django.conf import settings

from borough.foundation import audit, jobs, mail
from borough.foundation.clock import now
from borough.foundation.db import idempotency
from borough.kernel.atomic_files import fsync_file


def record_anchor() -> str:
    """Return the chain's end as an anchor and append it to the instance's anchor file."""
    anchor = audit.anchor()
    settings.HOME.mkdir(parents=True, exist_ok=True)
    with (settings.HOME / "anchors.log").open("a") as out:
        out.write(f"{now().isoformat(timespec='seconds')} {anchor}\n")
    fsync_file(settings.HOME / "anchors.log")
    return anchor


def load() -> dict[int, str]:
    """Return every anchor in the instance's anchor file: position to hex digest."""
    try:
        return audit.parse_anchors((settings.HOME / "anchors.log").read_text())
    except FileNotFoundError:
        return {}


@jobs.periodic("15 6 * * *")
@jobs.job(name="foundation.publish_anchor")
def publish_anchor(timestamp: int) -> None:
    """Email the day's anchor to BOROUGH_ANCHOR_MAIL, ideally outside the council's own servers."""
    anchor = record_anchor()
    if settings.ANCHOR_MAIL:
        mail.enqueue(
            key=f"anchor {timestamp}",
            to=settings.ANCHOR_MAIL,
            subject="Audit anchor",
            text=f"Keep this mail. It proves that no record of an act before now was changed or cut off.\n\n{anchor}\n",
        )


@jobs.periodic("45 3 * * *")
@jobs.job(name="foundation.tidy")
def purge_expired(timestamp: int) -> None:
    """Delete expired idempotency records, finished jobs and similar data."""
    del timestamp
    idempotency.purge_old(now() - idempotency.RETENTION)
    jobs.purge_finished()
