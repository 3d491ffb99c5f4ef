"""Importers for published forms of other bodies; everything that cannot be imported is listed."""

import json
from typing import Any

import yaml

from borough.forms.importers import pages_form, shapes, steps_form
from borough.forms.importers.form_import import FormError, Imported, ImportLoss
from borough.forms.json_schema import is_storable

__all__ = ["FormError", "ImportLoss", "Imported", "read"]

LARGEST = 5_000_000  # bytes: the largest published form we know of is 200 kB


def read(text: str, name: str = "form") -> Imported:
    """Import a form definition, JSON or YAML, as a service. name: used if it has none. Raises FormError."""
    if len(text) > LARGEST:
        raise FormError("The file is larger than any form definition we know of")
    data = _parsed(text)
    readers = {"pages": pages_form.read, "steps": steps_form.read}
    built_of = next((key for key in readers if isinstance(data.get(key), list)), None)
    if built_of is None:
        raise FormError("This is no form definition we know: it has neither pages nor steps")
    if not is_storable(data):
        raise FormError("The form holds a character or a number that cannot be kept")
    shapes.check(data, built_of)
    return readers[built_of](data, name)


def _parsed(text: str) -> dict[str, Any]:
    try:
        data = json.loads(text)
    except ValueError:
        try:
            data = yaml.safe_load(text)
        except (yaml.YAMLError, ValueError, RecursionError) as error:
            raise FormError(f"The file is neither JSON nor YAML: {str(error).splitlines()[0]}") from error
    except RecursionError as error:
        raise FormError("The file is nested more deeply than a form can be") from error
    if not isinstance(data, dict):
        raise FormError("This is no form definition we know: it is not an object")
    return data
