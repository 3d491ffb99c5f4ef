"""The command `borough pay_stand_in`: a simulator of GOV.UK Pay, for demonstrations only."""

import argparse
import threading
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from borough.foundation.ops import instance
from borough.payments.management.stand_in.server import StandIn


class Command(BaseCommand):
    """Serve until stopped; state is kept in memory."""

    help = "Run a stand-in for GOV.UK Pay with test cards; demonstration only."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--host", default="127.0.0.1", help="the address to listen at")

    def handle(self, *_: Any, **options: Any) -> None:
        """Refuse in a live council's instance, then serve at BOROUGH_PAY_URL."""
        if not instance.is_demonstration():
            raise CommandError("This home is not a demonstration, and real money needs the real GOV.UK Pay.")
        where = urlsplit(settings.PAY_URL)
        if where.hostname not in ("127.0.0.1", "localhost") or not settings.PAY_KEY:
            raise CommandError("BOROUGH_PAY_URL and BOROUGH_PAY_KEY are not the stand-in's. `borough up` sets them.")
        stand_in = StandIn(
            key=settings.PAY_KEY,
            secret=settings.PAY_WEBHOOK_SECRET,
            host=options["host"],
            port=where.port or 80,
            webhook=f"{settings.PUBLIC_URL}/pay/webhook/",
            base=settings.PAY_PAGES[0],
        )
        stand_in.start()
        self.stderr.write(f"The stand-in for GOV.UK Pay is at {settings.PAY_PAGES[0]}, with test cards and no money.")
        threading.Event().wait()
