"""The Jinja environment of every page: official components, strict names, British formats."""

from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from django.conf import settings
from django.contrib.messages import get_messages
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import json_script

from borough.foundation.ops.instance import is_demonstration
from borough.ui import formats, i18n, navigation, staff_parts, theme
from borough.ui.markdown import render_markdown

PREFIX = "govuk_frontend_jinja"


@cache
def components() -> dict[str, Any]:
    """Return the official components by macro name, such as govukButton.

    They have their own environment because they access undefined options, which our templates must not do.
    """
    package = jinja2.PackageLoader(PREFIX)
    inner = jinja2.Environment(
        loader=jinja2.PrefixLoader({PREFIX: package}),
        autoescape=True,
        undefined=jinja2.ChainableUndefined,
        bytecode_cache=_bytecode_cache(),
    )
    names = sorted(Path(name).parts[1] for name in package.list_templates() if name.endswith("/macro.html"))
    macros = {}
    for name in names:
        macro = "govuk" + "".join(word.capitalize() for word in name.split("-"))
        macros[macro] = getattr(inner.get_template(f"{PREFIX}/components/{name}/macro.html").module, macro)
    return macros


def _bytecode_cache() -> jinja2.FileSystemBytecodeCache:
    """Return the instance's bytecode cache of compiled templates, so that the first request need not wait."""
    folder = Path(settings.HOME) / "cache" / "templates"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return jinja2.FileSystemBytecodeCache(str(folder))


def environment(**options: Any) -> jinja2.Environment:
    """Return the environment for Django's Jinja2 backend; undefined names are errors."""
    for own in ("autoescape", "undefined"):
        options.pop(own, None)
    env = jinja2.Environment(
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.do"],
        trim_blocks=True,
        lstrip_blocks=True,
        bytecode_cache=_bytecode_cache(),
        **options,
    )
    env.globals |= components() | theme.template_globals()
    env.globals |= {
        "static": static,
        "url": _url,
        "nav_items": navigation.nav_items,
        "is_demonstration": is_demonstration,
        "council": settings.COUNCIL_NAME,
        "nav_groups": navigation.grouped_nav_items,
        "state_tag": staff_parts.state_tag,
        "sign_in_directories": lambda: settings.SIGN_IN_DIRECTORIES,
        "messages_of": get_messages,
        "field_params": i18n.field_params,
        "errors_of": i18n.translated_errors,
        "_": i18n.translate,
        "language_now": i18n.page_language,
        "component": lambda name, options: components()[name](options),
        "prose": render_markdown,
    }
    env.filters |= {
        "day": formats.day,
        "moment": formats.moment,
        "short_moment": formats.short_moment,
        "clock": formats.clock,
        "number": formats.number,
        "pounds": formats.pounds,
        "json_script_tag": lambda value, name="passkey-options": json_script(value, name),
    }
    return env


def _url(name: str, *args: object, **kwargs: object) -> str:
    """Return the URL of a view by name."""
    return reverse(name, args=args or None, kwargs=kwargs or None)
