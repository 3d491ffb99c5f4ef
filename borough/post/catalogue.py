"""The templates there are: offered by the apps above when they are ready, by their keys."""

import re
from collections.abc import Iterable

from borough.kernel.refusals import Refused
from borough.post.rules import personalising
from borough.post.types import Channel, Template

_templates: dict[str, Template] = {}


class BadTemplate(ValueError):
    """A template cannot be used as it is written; the message says why."""


def offer(templates: Iterable[Template]) -> None:
    """Have templates at hand; called in an app's `ready()`. The same again changes nothing. Raises BadTemplate."""
    for one in templates:
        _check(one)
        if _templates.setdefault(one.key, one) != one:
            raise BadTemplate(f"There are two templates with the key {one.key}.")


def _check(one: Template) -> None:
    if not re.fullmatch(r"[a-z0-9-]{1,80}", one.key) or not one.name:
        raise BadTemplate(f"A template needs a name and a key like garden-waste-joined, not “{one.key}”.")
    if not one.channels:
        raise BadTemplate(f"Template {one.key} has no words for any channel.")
    if not one.subject and (one.email or one.letter):
        raise BadTemplate(f"Template {one.key} needs a subject for its email or letter.")
    for channel in one.channels:
        text = one.words_for(channel)
        left = personalising.PLACEHOLDER.sub("", text)
        if "((" in left:
            raise BadTemplate(f"Template {one.key} has “((” that is no placeholder, in its {channel}.")


def templates() -> list[Template]:
    """Every template, by name."""
    return sorted(_templates.values(), key=lambda one: (one.service, one.name))


def template_of(key: str) -> Template:
    """The template with a key; raises Refused."""
    found = _templates.get(key)
    if found is None:
        raise Refused(f"There is no message called {key}")
    return found


def wanted(template: Template, channel: Channel, *, needed: bool = False) -> list[str]:
    """The names whose words a template asks for on a channel; needed: those it cannot do without."""
    subject = template.subject if channel is not Channel.TEXT else ""
    names = personalising.needed_in if needed else personalising.names_in
    return names(subject, template.words_for(channel))
