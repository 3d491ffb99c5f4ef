"""What another council asks of a problem that is passed on to it, filled in from what we were told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MOST_CHOICES = 8  # named in a task; more are left to the other council's form


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """An attribute as its GeoReport v2 defines it. values: what may be chosen, as (key, name); none: anything."""

    code: str
    datatype: str
    required: bool
    description: str
    values: tuple[tuple[str, str], ...] = ()
    asked: bool = True  # “variable”: people are asked it; what is not is filled in by systems


@dataclass(frozen=True, kw_only=True)
class Gives:
    """What an attribute of another council's is filled with: the answer to a question of ours, or the same for all.

    values: how our answers are called there. otherwise: what is told where the question was not answered.
    """

    answer: str = ""
    values: Mapping[str, str] | None = None
    otherwise: str = ""


@dataclass(frozen=True)
class Filled:
    """What is told, by the names of form fields, and the questions that stay open though they must be answered."""

    fields: Mapping[str, Sequence[str]]
    lacking: tuple[Wanted, ...]


def filled(
    wanted: Sequence[Wanted], gives: Mapping[str, Gives], answers: Mapping[str, Any], own: Mapping[str, str]
) -> Filled:
    """Fill attributes in: by the definition's mapping, or by what systems tell each other of any problem (`own`)."""
    fields: dict[str, Sequence[str]] = {}
    lacking = []
    for one in wanted:
        told = _fitting(one, _told(one.code, gives, answers, own))
        if told:
            several = one.datatype == "multivaluelist"
            fields[f"attribute[{one.code}]{'[]' if several else ''}"] = told if several else told[:1]
        elif one.required and one.asked:
            lacking.append(one)
    return Filled(fields, tuple(lacking))


def _told(code: str, gives: Mapping[str, Gives], answers: Mapping[str, Any], own: Mapping[str, str]) -> list[str]:
    named = {key.lower(): one for key, one in gives.items()}.get(code.lower())
    if named is None:
        text = own.get(code.lower(), "")
        return [text] if text else []
    answer = answers.get(named.answer) if named.answer else None
    given = [_text(one) for one in answer] if isinstance(answer, list | tuple) else [_text(answer)]
    known = named.values or {}
    return [known.get(one, one) for one in given if one] or ([named.otherwise] if named.otherwise else [])


def _text(answer: Any) -> str:
    """An answer as a text; a place or another whole thing is none."""
    if isinstance(answer, bool):
        return "yes" if answer else "no"
    return "" if answer is None or isinstance(answer, dict) else str(answer).strip()


def _fitting(one: Wanted, told: Sequence[str]) -> list[str]:
    """Those that may be told: keys where there is a list, found by key or by name, and anything where there is none."""
    if not one.values:
        return [text for text in told if text]
    by_word = {name.casefold(): key for key, name in one.values} | {key.casefold(): key for key, _ in one.values}
    return [by_word[text.casefold()] for text in told if text.casefold() in by_word]


def to_do(lacking: Sequence[Wanted]) -> str:
    """What staff are asked to do where something is lacking: the questions, and what may be answered."""
    return "Pass it on to the county by hand. It also asks: " + "; ".join(_question(one) for one in lacking)


def _question(one: Wanted) -> str:
    choices = ", ".join(name for _, name in one.values[:MOST_CHOICES])
    more = " and more" if len(one.values) > MOST_CHOICES else ""
    return f"{one.description or one.code}{f' ({choices}{more})' if choices else ''}"
