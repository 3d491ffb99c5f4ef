"""How a service answers the attributes that another body asks of a forwarded request (GeoReport v2)."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class AttributeSource:
    """The source of another council's attribute: one of our answers, or a fixed value.

    values: maps our answers to theirs. otherwise: the value when the question was not answered.
    """

    answer: str = ""
    values: Mapping[str, str] | None = None
    otherwise: str = ""
