"""Fill in another council's attributes for a forwarded problem from our answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from borough.forms.attributes import AttributeSource

MOST_CHOICES = 8  # named in a task; for more, see the other council's form


@dataclass(frozen=True, kw_only=True)
class CountyAttribute:
    """An attribute as GeoReport v2 defines it. values: choices as (key, name); empty: free text."""

    code: str
    datatype: str
    required: bool
    description: str
    values: tuple[tuple[str, str], ...] = ()
    variable: bool = True  # “variable”: asked of people; otherwise filled in by systems


@dataclass(frozen=True)
class FilledAttributes:
    """The attributes to send by form field name, and the required attributes without a value."""

    fields: Mapping[str, Sequence[str]]
    lacking: tuple[CountyAttribute, ...]


def fill_attributes(
    wanted: Sequence[CountyAttribute],
    gives: Mapping[str, AttributeSource],
    answers: Mapping[str, Any],
    own: Mapping[str, str],
) -> FilledAttributes:
    """Fill in attributes from the definition's mapping, or from the standard fields of any problem (`own`)."""
    fields: dict[str, Sequence[str]] = {}
    lacking = []
    for attribute in wanted:
        values = _fitting(attribute, _values_for(attribute.code, gives, answers, own))
        if values:
            several = attribute.datatype == "multivaluelist"
            fields[f"attribute[{attribute.code}]{'[]' if several else ''}"] = values if several else values[:1]
        elif attribute.required and attribute.variable:
            lacking.append(attribute)
    return FilledAttributes(fields, tuple(lacking))


def _values_for(
    code: str, gives: Mapping[str, AttributeSource], answers: Mapping[str, Any], own: Mapping[str, str]
) -> list[str]:
    named = {key.lower(): item for key, item in gives.items()}.get(code.lower())
    if named is None:
        text = own.get(code.lower(), "")
        return [text] if text else []
    answer = answers.get(named.answer) if named.answer else None
    texts = [_text(item) for item in answer] if isinstance(answer, list | tuple) else [_text(answer)]
    known = named.values or {}
    return [known.get(item, item) for item in texts if item] or ([named.otherwise] if named.otherwise else [])


def _text(answer: Any) -> str:
    """Return an answer as text; empty for places and other compound answers."""
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return "" if answer is None or isinstance(answer, dict) else str(answer).strip()


def _fitting(attribute: CountyAttribute, texts: Sequence[str]) -> list[str]:
    """Return the valid values: keys matched by key or name where there is a list, otherwise any text."""
    if not attribute.values:
        return [text for text in texts if text]
    by_word = {name.casefold(): key for key, name in attribute.values} | {
        key.casefold(): key for key, _ in attribute.values
    }
    return [by_word[text.casefold()] for text in texts if text.casefold() in by_word]


def task_title(lacking: Sequence[CountyAttribute]) -> str:
    """Return the staff task title for missing attributes: the questions and their choices."""
    return "Pass it on to the county by hand. It also asks: " + "; ".join(_question(attribute) for attribute in lacking)


def _question(attribute: CountyAttribute) -> str:
    choices = ", ".join(name for _, name in attribute.values[:MOST_CHOICES])
    more = " and more" if len(attribute.values) > MOST_CHOICES else ""
    return f"{attribute.description or attribute.code}{f' ({choices}{more})' if choices else ''}"
