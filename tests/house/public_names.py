"""Gather every public name: URL paths, JSON fields, schemas, operation ids, events, commands, permissions, settings."""

import re
from typing import Any

from django.core.management import get_commands, load_command_class
from django.urls import URLPattern, URLResolver, get_resolver

PREFIXES_OF_OTHERS = ("account/", "accounts/", "static/")  # the sign-in library's and the file server's own paths


def gather() -> dict[str, list[str]]:
    """Return the names by kind, sorted."""
    from borough.access.types import PERMISSION_LABELS, Permission
    from borough.api.urls import api
    from borough.config.generate_docs import SETTINGS
    from borough.foundation import events

    schema = api.get_openapi_schema()
    kinds = [event.kind for classes in events.event_classes().values() for event in classes]
    return {
        "url": sorted(set(_paths(get_resolver().url_patterns))),
        "schema": sorted(schema["components"]["schemas"]),
        "json_field": sorted(_fields(schema["components"]["schemas"])),
        "operation": sorted(item["operationId"] for ops in schema["paths"].values() for item in ops.values()),
        "event": sorted(kinds),
        "command": sorted(_commands()),
        "permission": sorted(f"{permission.value}: {PERMISSION_LABELS[permission]}" for permission in Permission),
        "setting": sorted(SETTINGS),
    }


def _paths(patterns: list[Any], before: str = "") -> list[str]:
    paths = []
    for pattern in patterns:
        route = before + re.sub(r"[\^$\\]", "", str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            paths += _paths(pattern.url_patterns, route)
        elif isinstance(pattern, URLPattern) and not route.startswith(PREFIXES_OF_OTHERS[1:]):
            paths.append("/" + route)
    return paths


def _fields(schemas: dict[str, Any]) -> set[str]:
    return {f"{name}.{field}" for name, schema in schemas.items() for field in schema.get("properties", {})}


def _commands() -> list[str]:
    """Our commands with their subcommands, options and help texts."""
    lines = []
    for name, app in get_commands().items():
        if str(app).startswith("borough."):
            command = load_command_class(str(app), name)
            lines.append(f"borough {name}: {command.help}")
            lines += _options(command.create_parser("borough", name), f"borough {name}")
    return lines


def _options(parser: Any, before: str) -> list[str]:
    from borough.config.generate_docs import COMMON

    lines = []
    for action in parser._actions:
        names = ", ".join(action.option_strings) or action.dest
        if isinstance(getattr(action, "choices", None), dict):
            for word, inner in action.choices.items():
                lines += [f"{before} {word}", *_options(inner, f"{before} {word}")]
        elif action.help and action.help != "==SUPPRESS==" and names not in COMMON:
            lines.append(f"{before} {names}")
    return lines
