"""Background jobs of measures."""

from borough.foundation.jobs import job

SOON = 20  # seconds: contacts arriving in quick succession are read together


@job(name="measures.refresh", once=True)
def refresh_extract() -> None:
    """Update the extract from the ledger."""
    from borough.measures.actions import refresh  # noqa: PLC0415 - loads the engine, which few processes need

    refresh()
