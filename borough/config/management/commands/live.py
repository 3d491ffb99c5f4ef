"""The command `borough live`: serve live events to pages."""

from typing import Any

from django.core.management.base import BaseCommand

from borough.config.server import serve_live


class Command(BaseCommand):
    """Serve until stopped."""

    help = "Serve live updates at BOROUGH_BIND and BOROUGH_LIVE_PORT."
    requires_system_checks: list[str] = []

    def handle(self, *_: Any, **__: Any) -> None:
        """Serve."""
        serve_live()
