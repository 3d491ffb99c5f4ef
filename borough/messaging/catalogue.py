"""The template catalogue: other apps register their templates by key when ready."""

import re
from collections.abc import Iterable

from borough.kernel.refusals import Refused
from borough.messaging.rules import placeholders
from borough.messaging.types import Channel, Template

_templates: dict[str, Template] = {}


class TemplateError(ValueError):
    """A template is invalid; the message says why."""


def register_templates(templates: Iterable[Template]) -> None:
    """Register templates; called in an app's `ready()`. Repeating has no effect. Raises TemplateError."""
    for template in templates:
        _check(template)
        if _templates.setdefault(template.key, template) != template:
            raise TemplateError(f"There are two templates with the key {template.key}.")


def _check(template: Template) -> None:
    if not re.fullmatch(r"[a-z0-9-]{1,80}", template.key) or not template.name:
        raise TemplateError(f"A template needs a name and a key like garden-waste-joined, not “{template.key}”.")
    if not template.channels:
        raise TemplateError(f"Template {template.key} has no words for any channel.")
    if not template.subject and (template.email or template.letter):
        raise TemplateError(f"Template {template.key} needs a subject for its email or letter.")
    for channel in template.channels:
        text = template.body_for(channel)
        left = placeholders.PLACEHOLDER.sub("", text)
        if "((" in left:
            raise TemplateError(f"Template {template.key} has “((” that is no placeholder, in its {channel}.")


def templates() -> list[Template]:
    """Return every template, by name."""
    return sorted(_templates.values(), key=lambda template: (template.service, template.name))


def template_of(key: str) -> Template:
    """Return the template of a key. Raises Refused."""
    template = _templates.get(key)
    if template is None:
        raise Refused(f"There is no message called {key}")
    return template


def placeholders_of(template: Template, channel: Channel, *, needed: bool = False) -> list[str]:
    """Return a template's placeholder names on a channel; needed: only those that are required."""
    subject = template.subject if channel is not Channel.TEXT else ""
    names = placeholders.needed_in if needed else placeholders.names_in
    return names(subject, template.body_for(channel))
