"""The texts of a definition by path, such as `about/0` or `pages/danger/guidance/0/text`, and how to change them."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from enum import Enum
from typing import Any, TypeVar, cast

Definition = TypeVar("Definition")
Change = Callable[[str, str], str]
"""Takes the path of a text and the text; returns the new text."""

PLACEHOLDER = re.compile(r"\(\(((?:council|service)\.\w+)\)\)")
"""A value of the council's pack inside a text: ((council.phone)). Gaps without a dot are answers."""
SKIPPED = frozenset({"translations", "justified", "settings", "opening_hours"})


def change_texts(definition: Definition, change: Change) -> Definition:
    """Return the definition with every text changed; parts without a changed text stay the same objects."""
    return cast(Definition, _changed(definition, change, ""))


def texts_by_path(definition: object) -> dict[str, str]:
    """Return every text of a definition by its path, in the order of its pages."""
    texts: dict[str, str] = {}

    def collect(path: str, text: str) -> str:
        texts[path] = text
        return text

    change_texts(definition, collect)
    return texts


def fill_placeholders(text: str, values: Mapping[str, str]) -> str:
    """Return the text with the values it names; an unknown name stays, so that it is seen."""
    return PLACEHOLDER.sub(lambda match: values.get(match[1]) or match[0], text) if "((" in text else text


def unknown_placeholders(text: str, values: Mapping[str, str]) -> Iterator[str]:
    """Yield the names in a text that have no value."""
    return (match[1] for match in PLACEHOLDER.finditer(text) if not values.get(match[1]))


def _changed(value: Any, change: Change, path: str) -> Any:
    if isinstance(value, str) and not isinstance(value, Enum):
        return change(path, value)
    if isinstance(value, tuple):
        items = tuple(_changed(item, change, _join(path, _name(item, at))) for at, item in enumerate(value))
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    if is_dataclass(value) and not isinstance(value, type):
        changes = {}
        for item in fields(value):
            if item.init and item.name not in SKIPPED:
                old = getattr(value, item.name)
                new = _changed(old, change, _join(path, item.name))
                if new is not old:
                    changes[item.name] = new
        return replace(value, **changes) if changes else value
    return value


def _name(item: Any, at: int) -> str:
    key = getattr(item, "key", None)
    return key if isinstance(key, str) and key else str(at)


def _join(path: str, name: str) -> str:
    return f"{path}/{name}" if path else name
