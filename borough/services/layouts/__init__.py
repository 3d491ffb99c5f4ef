"""Other people's published forms, brought into our grammar: nothing is lost that is not listed."""

import json
from typing import Any

import yaml

from borough.services.layouts import pages_form, steps_form
from borough.services.layouts.found import BadForm, Imported, Lost

__all__ = ["BadForm", "Imported", "Lost", "read"]

LARGEST = 5_000_000  # bytes: the largest published form we know of has 200 kB


def read(text: str, name: str = "form") -> Imported:
    """A form definition, JSON or YAML, as a service. name: what to call it where it does not say. Raises BadForm."""
    if len(text) > LARGEST:
        raise BadForm("The file is larger than any form definition we know of")
    told = _parsed(text)
    if isinstance(told.get("pages"), list):
        return pages_form.read(told, name)
    if isinstance(told.get("steps"), list):
        return steps_form.read(told, name)
    raise BadForm("This is no form definition we know: it has neither pages nor steps")


def _parsed(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except ValueError:
        try:
            told = yaml.safe_load(text)
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            raise BadForm(f"The file is neither JSON nor YAML: {str(error).splitlines()[0]}") from error
    except RecursionError as error:
        raise BadForm("The file is nested more deeply than a form can be") from error
    if not isinstance(told, dict):
        raise BadForm("This is no form definition we know: it is not an object")
    return told
