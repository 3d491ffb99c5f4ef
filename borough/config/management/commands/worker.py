"""The command `borough worker`: do deferred jobs."""

import argparse
import asyncio
import contextlib
import time
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError
from procrastinate.exceptions import ConnectorException

from borough.foundation import home
from borough.foundation.jobs import work


class Command(BaseCommand):
    """Work until stopped, or until there is nothing to do."""

    help = "Do deferred jobs; several workers may run, on several machines."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Describe the words of the command."""
        parser.add_argument("--until-idle", action="store_true", help="stop once nothing waits")

    def handle(self, *_: Any, **options: Any) -> None:
        """Work; a database that goes away is waited for."""
        with contextlib.suppress(OperationalError):
            home.kind()  # a database without our tables is refused; one that is away is waited for
        while True:
            try:
                asyncio.run(work(stop_when_idle=options["until_idle"]))
            except (ConnectorException, OSError):
                time.sleep(1)
                continue
            return
