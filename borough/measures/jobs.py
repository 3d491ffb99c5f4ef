"""Work that measures leave to the worker."""

from borough.foundation.jobs import job

SOON = 20  # seconds: new contacts that come one after another are read together


@job(name="measures.refresh", once=True)
def refresh_extract() -> None:
    """Bring the extract up to the ledger."""
    from borough.measures.actions import refresh  # noqa: PLC0415 - loads the engine, which few processes need

    refresh()
