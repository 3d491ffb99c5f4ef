"""What the demonstration has created so far."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

BY = "system:demonstration"
Report = Callable[[str], None]


@dataclass
class Demonstration:
    """Data that scripts need: sign-ins, sample objects, their owners, and texts to look for."""

    sign_ins: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    objects: dict[str, list[str]] = field(default_factory=dict)
    owners: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    canaries: list[dict[str, Any]] = field(default_factory=list)
