"""Cases: work to finish, promised by a day, with a story anyone can read."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """Cases, their tasks, notes and queues."""

    name = "borough.cases"
    label = "cases"

    def ready(self) -> None:
        """Keep people with open cases from being erased."""
        from borough.cases import listeners  # noqa: PLC0415 - its tables are there only now

        listeners.connect()
