"""The environment in which every page is rendered: official components, strict names, British formats."""

from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from django.conf import settings
from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import json_script

from borough.foundation.home import is_demonstration
from borough.ui import formats, navigation, speaking, staff_parts, theme
from borough.ui.prose import prose

PREFIX = "govuk_frontend_jinja"


@cache
def components() -> dict[str, Any]:
    """The official components by their macro's name, such as govukButton.

    They live in an environment of their own because they ask after options nobody gave,
    which our own templates may not do.
    """
    package = jinja2.PackageLoader(PREFIX)
    inner = jinja2.Environment(
        loader=jinja2.PrefixLoader({PREFIX: package}),
        autoescape=True,
        undefined=jinja2.ChainableUndefined,
        bytecode_cache=_compiled_before(),
    )
    names = sorted(Path(name).parts[1] for name in package.list_templates() if name.endswith("/macro.html"))
    found = {}
    for name in names:
        macro = "govuk" + "".join(word.capitalize() for word in name.split("-"))
        found[macro] = getattr(inner.get_template(f"{PREFIX}/components/{name}/macro.html").module, macro)
    return found


def _compiled_before() -> jinja2.FileSystemBytecodeCache:
    """Templates compiled by an earlier process of this home, so that the first resident does not wait for it."""
    folder = Path(settings.HOME) / "cache" / "templates"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return jinja2.FileSystemBytecodeCache(str(folder))


def environment(**options: Any) -> jinja2.Environment:
    """The environment for Django's Jinja2 backend; a name a template does not know is an error."""
    for own in ("autoescape", "undefined"):
        options.pop(own, None)
    made = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_compiled_before(),
        **options,
    )
    made.globals |= components() | theme.template_globals()
    made.globals |= {
        "static": static,
        "url": _url,
        "places": navigation.entries,
        "is_demonstration": is_demonstration,
        "council": settings.COUNCIL_NAME,
        "nav_groups": navigation.grouped,
        "state_tag": staff_parts.state_tag,
        "sign_in_directories": lambda: settings.SIGN_IN_DIRECTORIES,
        "messages_of": get_messages,
        "field_params": speaking.field_params,
        "errors_of": speaking.errors_of,
        "say": speaking.say,
        "language_now": speaking.language_now,
        "component": lambda name, options: components()[name](options),
        "prose": prose,
    }
    made.filters |= {
        "day": formats.day,
        "moment": formats.moment,
        "short_moment": formats.short_moment,
        "clock": formats.clock,
        "number": formats.number,
        "pounds": formats.pounds,
        "json_held": lambda value, name="passkey-options": json_script(value, name),
    }
    return made


def _url(name: str, *args: object, **kwargs: object) -> str:
    """The address of a view by name."""
    return reverse(name, args=args or None, kwargs=kwargs or None)
