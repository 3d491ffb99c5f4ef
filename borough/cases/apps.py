"""Cases: work to complete by a promised date, with a readable history."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases, their tasks, notes and queues."""

    name = "borough.cases"
    label = "cases"

    def ready(self) -> None:
        """Subscribe listeners and the erasure blocker."""
        from borough.cases import listeners  # noqa: PLC0415 - its tables are there only now

        listeners.connect()
