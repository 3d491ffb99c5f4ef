"""The command `borough up`: everything on one machine, kept running."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections

from borough.config.supervisor import keep
from borough.foundation import health, home


class Command(BaseCommand):
    """The web server, a worker and the live events, until Ctrl-C."""

    help = "Run the web server, a worker and the live events together until Ctrl-C."

    def handle(self, *_: Any, **__: Any) -> None:
        """Bring the home up to date and keep everything running."""
        if not health.migrated() or not home.kind() or not settings.STATIC_ROOT.exists():
            call_command("init")
        self.stdout.write(f"Borough is at {settings.PUBLIC_URL}/")
        if home.is_demonstration():
            self.stdout.write(f"This is a demonstration: sign in as anyone at {settings.PUBLIC_URL}/demo/sign-in")
        self.stdout.write("Ctrl-C ends it.")
        self.stdout.flush()
        connections.close_all()
        keep(["web", "worker", "live"], self.stderr.write)
