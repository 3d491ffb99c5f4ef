"""The command `borough web`: serve pages and the API."""

from typing import Any

from django.core.management.base import BaseCommand

from borough.config.server import serve_web


class Command(BaseCommand):
    """Serve until stopped."""

    help = "Serve pages and the API at BOROUGH_BIND and BOROUGH_PORT."
    requires_system_checks: list[str] = []

    def handle(self, *_: Any, **__: Any) -> None:
        """Serve."""
        serve_web()
