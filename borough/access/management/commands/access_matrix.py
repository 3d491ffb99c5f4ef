"""The command `borough access_matrix`: write who may use which URL to docs/reference/access.md."""

import argparse
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from borough.access.queries import matrix
from borough.access.rules.grants import SHIPPED
from borough.access.types import NOBODY, RouteAccess

PLACE = Path("docs/reference/access.md")
TOP = """# Access matrix

Written by `borough access_matrix`; do not edit. One line for each URL and method: ● allowed, blank refused.
Machines use a token with the scope named; people use a session, and staff a second step.
Each view declares its requirement; the middleware (`access/web/middleware.py`) refuses every undeclared view.

"""


def render_page() -> str:
    """Return the page."""
    sample_principals = [NOBODY, *SHIPPED]
    lines = [
        "| URL | method | requirement | " + " | ".join(sample_principals) + " |",
        "|---" * (3 + len(sample_principals)) + "|",
    ]
    lines += [_line(route, sample_principals) for route in matrix()]
    return TOP + "\n".join(lines) + "\n"


def _line(route: RouteAccess, sample_principals: list[str]) -> str:
    ask = route.requirement
    asks = "not declared" if ask is None else str(ask.permission or ask.audience)
    if ask is not None and ask.machines:
        asks = f"token: {ask.permission}" if ask.permission else "any machine"
    cells = ["●" if player in route.roles else "" for player in sample_principals]
    return f"| `{route.path}` | {route.method} | {asks} | " + " | ".join(cells) + " |"


class Command(BaseCommand):
    """borough access_matrix [--check]."""

    help = "Write docs/reference/access.md, or check that it is current."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--check", action="store_true", help="check that the page is current; change nothing")

    def handle(self, *_: Any, **options: Any) -> None:
        """Write or check the page."""
        page = render_page()
        if options["check"]:
            if not PLACE.exists() or PLACE.read_text() != page:
                raise CommandError(f"{PLACE} is out of date. Run: borough access_matrix")
            return
        PLACE.parent.mkdir(parents=True, exist_ok=True)
        PLACE.write_text(page)
        self.stdout.write(f"Wrote {PLACE}.")
