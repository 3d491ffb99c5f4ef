"""Write down who opened what somebody sent."""

from datetime import datetime

from borough.foundation import audit


def note_opened(*, by: str, at: datetime, submission: str, file: str) -> None:
    """Say in the audit chain that a file of a submission was opened."""
    audit.record(by=by, at=at, verb="services.open_file", subject=f"submission:{submission}", detail={"file": file})
