"""Write a service as Python source for its definition, to be completed by hand."""

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from borough.forms.service import Service

WIDTH = 116


def source_of(service: Service) -> str:
    """Return the text of a `service.py`. Raises ValueError for a function, which no published form has."""
    names: dict[str, set[str]] = {}
    body = _written(service, 0, names)
    imports = [f"from {module} import {', '.join(sorted(classes))}" for module, classes in sorted(names.items())]
    about = " ".join(service.name.replace('"', "”").replace("\\", "/").split())
    return "\n".join(
        [f'"""{about}: brought in from a published form."""', "", *imports, "", "# fmt: off", f"service = {body}", ""]
    )


def _written(obj: Any, depth: int, names: dict[str, set[str]]) -> str:
    if isinstance(obj, Enum):
        names.setdefault(type(obj).__module__, set()).add(type(obj).__name__)
        return f"{type(obj).__name__}.{obj.name}"
    if isinstance(obj, date):
        names.setdefault("datetime", set()).add("date")
        return f"date({obj.year}, {obj.month}, {obj.day})"
    if is_dataclass(obj) and not isinstance(obj, type):
        return _construct(obj, depth, names)
    if isinstance(obj, tuple):
        return _listed("(", [_written(item, depth + 1, names) for item in obj], ",)" if len(obj) == 1 else ")", depth)
    if isinstance(obj, Mapping):
        return _listed("{", [f"{key!r}: {_written(value, depth + 1, names)}" for key, value in obj.items()], "}", depth)
    if callable(obj):
        raise ValueError("A function cannot be written down")
    return _text(obj) if isinstance(obj, str) else repr(obj)


def _construct(obj: Any, depth: int, names: dict[str, set[str]]) -> str:
    names.setdefault(type(obj).__module__, set()).add(type(obj).__name__)
    arguments = []
    for field in fields(obj):
        value = getattr(obj, field.name)
        usual = field.default_factory() if field.default_factory is not MISSING else field.default
        if usual is MISSING or value != usual:
            arguments.append(f"{field.name}={_written(value, depth + 1, names)}")
    return _listed(f"{type(obj).__name__}(", arguments, ")", depth)


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _listed(opening: str, parts: list[str], closing: str, depth: int) -> str:
    inside = ", ".join(parts)
    if "\n" not in inside and len(opening) + len(inside) + 4 * depth < WIDTH:
        return f"{opening}{inside}{closing}"
    pad = "    " * (depth + 1)
    return f"{opening}\n" + "".join(f"{pad}{part},\n" for part in parts) + "    " * depth + closing.lstrip(",")
