"""The language a template is read in: what its view gives as `tongue` says the words, and English where there is none.

A tongue is called with a text and gives it in its language; `language` is its code.
"""

from collections.abc import Callable
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from borough.kernel.sentences import Said
from borough.kernel.sentences import say as _made
from borough.ui import fields

ENGLISH = "en"


@pass_context
def say(context: Context, text: str, **gaps: Any) -> str:
    """A sentence of a template, or one that was made elsewhere, in the language of the page."""
    tongue = context.get("tongue")
    if not gaps and (tongue is None or tongue.language == ENGLISH):
        return text
    sentence = text if isinstance(text, Said) and not gaps else _made(text, **gaps)
    return tongue(sentence) if tongue else sentence


@pass_context
def language_now(context: Context) -> str:
    """The language the page declares."""
    tongue = context.get("tongue")
    return "en-GB" if tongue is None or tongue.language == ENGLISH else str(tongue.language)


@pass_context
def field_params(context: Context, *args: Any, **more: Any) -> Any:
    """The options of a form field's component, in the language of the page."""
    tongue, options = context.get("tongue"), fields.params(*args, **more)
    if tongue and "errorMessage" in options:
        options["errorMessage"] |= {"visuallyHiddenText": tongue("Error")}
    return _worded(options, tongue)


@pass_context
def errors_of(context: Context, *forms: Any) -> Any:
    """The error summary of forms, in the language of the page."""
    return _worded(fields.errors(*forms), context.get("tongue"))


def _worded(told: Any, tongue: Callable[[str], str] | None) -> Any:
    if tongue is None:
        return told
    if isinstance(told, dict):
        return {
            key: tongue(one) if key == "text" and isinstance(one, str) else _worded(one, tongue)
            for key, one in told.items()
        }
    return [_worded(one, tongue) for one in told] if isinstance(told, list) else told
