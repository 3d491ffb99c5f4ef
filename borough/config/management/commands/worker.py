"""The command `borough worker`: run background jobs."""

import argparse
import asyncio
import contextlib
import os
import threading
import time
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError, OperationalError, connection
from procrastinate.exceptions import ConnectorException

from borough.foundation.jobs import work
from borough.foundation.ops import instance
from borough.gazetteer.public import update_index

FOLLOW_EVERY = 2.0  # seconds
NICENESS = 5  # nice value relative to the web server on the same machine


def _follow_gazetteer() -> None:
    """Keep this machine's address index up to date; every machine that serves pages has its own."""
    while True:
        try:
            update_index()
        except (DatabaseError, OSError):
            connection.close()  # retried when the database is back
        time.sleep(FOLLOW_EVERY)


class Command(BaseCommand):
    """Run jobs until stopped, or until there are none."""

    help = "Run background jobs; several workers may run, also on several machines."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--until-idle", action="store_true", help="stop when no job is pending")

    def handle(self, *_: Any, **options: Any) -> None:
        """Run jobs; wait for a database that is temporarily down."""
        os.nice(NICENESS)
        with contextlib.suppress(OperationalError):
            instance.kind()  # fail without our tables, but wait for a database that is down
        if options["until_idle"]:
            update_index()
        else:
            threading.Thread(target=_follow_gazetteer, daemon=True, name="address-index").start()
        while True:
            try:
                asyncio.run(work(stop_when_idle=options["until_idle"]))
            except (ConnectorException, OSError):
                time.sleep(1)
                continue
            return
