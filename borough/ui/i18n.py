"""Template translation: the view's context variable `translator` translates; English without it.

A translator is called with a text and returns its translation; `language` is its code.
"""

from collections.abc import Callable
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context

from borough.kernel.messages import Message
from borough.kernel.messages import msg as as_message
from borough.ui import fields

ENGLISH = "en"


@pass_context
def translate(context: Context, text: str, **gaps: Any) -> str:
    """Return a template text, or a message created elsewhere, in the page's language."""
    translator = context.get("translator")
    if not gaps and (translator is None or translator.language == ENGLISH):
        return text
    sentence = text if isinstance(text, Message) and not gaps else as_message(text, **gaps)
    return translator(sentence) if translator else sentence


@pass_context
def page_language(context: Context) -> str:
    """Return the language the page declares."""
    translator = context.get("translator")
    return "en-GB" if translator is None or translator.language == ENGLISH else str(translator.language)


@pass_context
def field_params(context: Context, *args: Any, **more: Any) -> Any:
    """Return a form field's component options in the page's language."""
    translator, options = context.get("translator"), fields.params(*args, **more)
    if translator and "errorMessage" in options:
        options["errorMessage"] |= {"visuallyHiddenText": translator("Error")}
    return _translated(options, translator)


@pass_context
def translated_errors(context: Context, *forms: Any) -> Any:
    """Return the error summary of forms in the page's language."""
    return _translated(fields.errors(*forms), context.get("translator"))


def _translated(data: Any, translator: Callable[[str], str] | None) -> Any:
    if translator is None:
        return data
    if isinstance(data, dict):
        return {
            key: translator(value) if key == "text" and isinstance(value, str) else _translated(value, translator)
            for key, value in data.items()
        }
    return [_translated(value, translator) for value in data] if isinstance(data, list) else data
