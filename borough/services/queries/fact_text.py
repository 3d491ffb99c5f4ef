"""Display stored facts with the wording of the questions that ask for them."""

from typing import Any

from borough.forms.facts import FACTS
from borough.forms.questions import Question
from borough.services.catalogue import catalogue


def fact_name(key: str) -> str:
    """Return the name of a fact."""
    return FACTS[key].name if key in FACTS else key.replace("_", " ").capitalize()


def fact_lines(key: str, value: Any) -> tuple[str, ...]:
    """Return a fact's value line by line; the stored form where no question can format it."""
    for service in catalogue().values():
        for question in service.questions().values():
            if question.fact == key and (lines := _lines(question, value)):
                return lines
    return (str(value),)


def _lines(question: Question, value: Any) -> tuple[str, ...]:
    try:
        return question.kind.lines(value)
    except (KeyError, TypeError, ValueError, AttributeError):  # stored in another question's format
        return ()
