"""The command `borough reference`: write the reference pages generated from code."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from borough.config.generate_docs import PAGES

FOLDER = Path("docs/reference")


class Command(BaseCommand):
    """borough reference [--check], from the project folder."""

    help = "Generate the reference pages, or check that they are current."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--check", action="store_true", help="list outdated pages; change nothing")

    def handle(self, *_: Any, **options: Any) -> None:
        """Write or check the pages."""
        stale = [name for name, page in PAGES.items() if _current_text(name) != page()]
        if options["check"] and stale:
            raise CommandError(f"Out of date: {', '.join(stale)}. Run: borough reference")
        for name in stale:
            (FOLDER / name).write_text(PAGES[name]())
            self.stdout.write(f"Wrote {FOLDER / name}.")


def _current_text(name: str) -> str:
    path = FOLDER / name
    return path.read_text() if path.exists() else ""
