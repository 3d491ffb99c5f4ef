"""The templates there are: offered by the apps above when they are ready, by their keys."""

import re
from collections.abc import Iterable

from borough.kernel.refusals import Refused
from borough.messaging.rules import placeholders
from borough.messaging.types import Channel, Template

_templates: dict[str, Template] = {}


class TemplateError(ValueError):
    """A template cannot be used as it is written; the message says why."""


def register_templates(templates: Iterable[Template]) -> None:
    """Have templates at hand; called in an app's `ready()`. The same again changes nothing. Raises BadTemplate."""
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
    """Every template, by name."""
    return sorted(_templates.values(), key=lambda template: (template.service, template.name))


def template_of(key: str) -> Template:
    """The template with a key; raises Refused."""
    template = _templates.get(key)
    if template is None:
        raise Refused(f"There is no message called {key}")
    return template


def placeholders_of(template: Template, channel: Channel, *, needed: bool = False) -> list[str]:
    """The names whose words a template asks for on a channel; needed: those it cannot do without."""
    subject = template.subject if channel is not Channel.TEXT else ""
    names = placeholders.needed_in if needed else placeholders.names_in
    return names(subject, template.body_for(channel))
