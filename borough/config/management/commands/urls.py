"""The command `borough urls`: list every URL of the site."""

import argparse
import json
import re
from collections.abc import Iterator
from typing import Any

from django.core.management.base import BaseCommand
from django.urls import URLPattern, URLResolver, get_resolver

from borough.access.public import requirements_of

PARAMETER = re.compile(r"<(?:(?P<kind>[^>:]+):)?(?P<name>[^>]+)>")


def addresses(patterns: list[Any], prefix: str = "", space: str = "") -> Iterator[dict[str, Any]]:
    """Yield every route of the patterns: path, name, typed parameters and methods."""
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from addresses(
                pattern.url_patterns, route, f"{space}{pattern.namespace}:" if pattern.namespace else space
            )
        elif isinstance(pattern, URLPattern):
            asks = requirements_of(pattern.callback)
            yield {
                "route": f"/{route}",
                "name": f"{space}{pattern.name}" if pattern.name else "",
                "parameters": {m["name"]: m["kind"] or "str" for m in PARAMETER.finditer(route)},
                "methods": sorted(asks),
                "asks": {m: str(a.permission or a.audience) for m, a in sorted(asks.items())},
                "machines": any(ask.machines for ask in asks.values()),
            }


class Command(BaseCommand):
    """borough urls [--json]."""

    help = "List every URL with its parameters and requirement."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--json", action="store_true", help="print a JSON list")

    def handle(self, *_: Any, **options: Any) -> None:
        """List the URLs."""
        routes = list(addresses(get_resolver().url_patterns))
        if options["json"]:
            self.stdout.write(json.dumps(routes))
            return
        for route in routes:
            self.stdout.write(f"{','.join(route['methods']) or '-':12} {route['route']}")
