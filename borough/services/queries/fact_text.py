"""Held facts in the words of the questions that ask for them."""

from typing import Any

from borough.forms.facts import FACTS
from borough.forms.questions import Question
from borough.services.catalogue import catalogue


def fact_name(key: str) -> str:
    """What a fact is called."""
    return FACTS[key].name if key in FACTS else key.replace("_", " ").capitalize()


def fact_lines(key: str, value: Any) -> tuple[str, ...]:
    """A fact's value, line by line; as it is kept where no question reads it."""
    for service in catalogue().values():
        for question in service.questions().values():
            if question.fact == key and (lines := _lines(question, value)):
                return lines
    return (str(value),)


def _lines(question: Question, value: Any) -> tuple[str, ...]:
    try:
        return question.kind.lines(value)
    except (KeyError, TypeError, ValueError, AttributeError):  # held in the words of another question
        return ()
