"""The command `borough up`: run everything on one machine."""

from typing import Any

from django.core.management.base import BaseCommand

from borough.config.startup import start_all


class Command(BaseCommand):
    """Run the web server, a worker and live events until Ctrl-C."""

    help = "Run the web server, a worker and live updates until Ctrl-C."
    requires_system_checks: list[str] = []

    def handle(self, *_: Any, **__: Any) -> None:
        """Start all processes."""
        start_all()
