"""A service as the Python its definition is written in, to be finished by hand."""

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from borough.services.grammar.service import Service

WIDTH = 116


def source_of(service: Service) -> str:
    """The text of a `service.py`. Raises ValueError where it holds a function, which no published form does."""
    names: dict[str, set[str]] = {}
    body = _written(service, 0, names)
    imports = [f"from {module} import {', '.join(sorted(some))}" for module, some in sorted(names.items())]
    about = " ".join(service.name.replace('"', "”").replace("\\", "/").split())
    return "\n".join(
        [f'"""{about}: brought in from a published form."""', "", *imports, "", "# fmt: off", f"service = {body}", ""]
    )


def _written(thing: Any, depth: int, names: dict[str, set[str]]) -> str:
    if isinstance(thing, Enum):
        names.setdefault(type(thing).__module__, set()).add(type(thing).__name__)
        return f"{type(thing).__name__}.{thing.name}"
    if isinstance(thing, date):
        names.setdefault("datetime", set()).add("date")
        return f"date({thing.year}, {thing.month}, {thing.day})"
    if is_dataclass(thing) and not isinstance(thing, type):
        return _made(thing, depth, names)
    if isinstance(thing, tuple):
        return _listed("(", [_written(one, depth + 1, names) for one in thing], ",)" if len(thing) == 1 else ")", depth)
    if isinstance(thing, Mapping):
        return _listed(
            "{", [f"{key!r}: {_written(value, depth + 1, names)}" for key, value in thing.items()], "}", depth
        )
    if callable(thing):
        raise ValueError("A function cannot be written down")
    return _text(thing) if isinstance(thing, str) else repr(thing)


def _made(thing: Any, depth: int, names: dict[str, set[str]]) -> str:
    names.setdefault(type(thing).__module__, set()).add(type(thing).__name__)
    given = []
    for field in fields(thing):
        value = getattr(thing, field.name)
        usual = field.default_factory() if field.default_factory is not MISSING else field.default
        if usual is MISSING or value != usual:
            given.append(f"{field.name}={_written(value, depth + 1, names)}")
    return _listed(f"{type(thing).__name__}(", given, ")", depth)


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _listed(opening: str, parts: list[str], closing: str, depth: int) -> str:
    inside = ", ".join(parts)
    if "\n" not in inside and len(opening) + len(inside) + 4 * depth < WIDTH:
        return f"{opening}{inside}{closing}"
    pad = "    " * (depth + 1)
    return f"{opening}\n" + "".join(f"{pad}{part},\n" for part in parts) + "    " * depth + closing.lstrip(",")
