"""GOV.UK Notify placeholders: ((name)), ((flag??text)) and lists; values cannot inject links or markup.

Source: docs.notifications.service.gov.uk and notifications-utils, as summarised in the standards notes,
section 2.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from borough.kernel.refusals import Refused
from borough.kernel.text import join_list
from borough.messaging.types import Channel, TemplateValues

PLACEHOLDER = re.compile(r"\({2}([^()]+)\){2}")
YES = {"yes", "y", "true", "t", "1", "include", "show"}
MARKS = re.compile(r"([\\`*_~#^\[\]()!<>|+=-]|(?<=\d)\.|•)")  # whatever Markdown, or a renderer of it, takes for markup
LINK = re.compile(r"(?:[a-z][a-z0-9+.-]*://|www\.|mailto:)\S+", re.IGNORECASE)
REMOVED = "(link removed)"


class MissingValues(Refused):
    """Values are missing; `names` says which."""

    def __init__(self, names: Sequence[str]) -> None:
        """names: as written in the template."""
        super().__init__(f"Missing personalisation: {join_list(list(names))}")
        self.names = tuple(names)


def plain_name(name: str) -> str:
    """Return a normalised placeholder name: case, spaces, underscores and hyphens are ignored."""
    return re.sub(r"[\s_-]+", "", name).lower()


def names_in(*texts: str) -> list[str]:
    """Return the placeholder names of a template, once each, as first written."""
    names: dict[str, str] = {}
    for text in texts:
        for inner in PLACEHOLDER.findall(text):
            name = inner.partition("??")[0].strip()
            names.setdefault(plain_name(name), name)
    return list(names.values())


def _value(values: Mapping[str, str | Sequence[str]], name: str) -> str | Sequence[str] | None:
    value = values.get(plain_name(name))
    return value or None


def fill(text: str, values: TemplateValues, channel: Channel, *, own: str = "") -> str:
    """Fill the placeholders. Raises MissingValues with every name without a value.

    own: our own site's URL; links to it are kept, and all other links in values are removed. For email and letters,
    markup in values is escaped, so that it is plain text.
    """
    known = {plain_name(name): value for name, value in values.items()}
    check_values(text, known)
    marked = channel is not Channel.TEXT

    def put(match: "re.Match[str]") -> str:
        name, conditional, inside = match[1].partition("??")
        value = _value(known, name)
        if conditional:
            return inside if value is not None and str(value).strip().lower() in YES else ""
        if isinstance(value, str):
            return _tidy(value, marked, own)
        items = [_tidy(str(item), marked, own) for item in value or ()]
        return "\n\n" + "\n".join(f"* {item}" for item in items) + "\n\n" if marked else join_list(items)

    return PLACEHOLDER.sub(put, text)


def needed_in(*texts: str) -> list[str]:
    """Return the required names; a condition without a value counts as no."""
    plain = {plain_name(inner) for text in texts for inner in PLACEHOLDER.findall(text) if "??" not in inner}
    return [name for name in names_in(*texts) if plain_name(name) in plain]


def check_values(text: str, values: TemplateValues) -> None:
    """Raise MissingValues with every required name without a value."""
    known = {plain_name(name): value for name, value in values.items()}
    if lost := [name for name in needed_in(text) if _value(known, name) is None]:
        raise MissingValues(lost)


def _tidy(value: str, marked: bool, own: str) -> str:
    """Return a value as plain text: one line, foreign links removed, markup escaped. A link to our own site is kept."""
    single_line = " ".join("".join(sign if sign.isprintable() else " " for sign in value).split())
    pieces, at = [], 0
    for match in LINK.finditer(single_line):
        pieces.append(_escaped(single_line[at : match.start()], marked))
        pieces.append(match[0] if _is_own(match[0], own) else REMOVED if not marked else _escaped(REMOVED, True))
        at = match.end()
    return "".join([*pieces, _escaped(single_line[at:], marked)])


def _is_own(link: str, own: str) -> bool:
    """Return whether a link goes to our own site and contains only URL characters."""
    return bool(own) and link.startswith(f"{own}/") and bool(re.fullmatch(r"[A-Za-z0-9:/._~?&=%-]+", link))


def _escaped(text: str, marked: bool) -> str:
    return MARKS.sub(r"\\\1", text) if marked else text


def samples(names: Iterable[str], values: Mapping[str, str | Sequence[str]]) -> dict[str, str | Sequence[str]]:
    """Return values for a preview: those given, otherwise the placeholder names."""
    known = {plain_name(name): value for name, value in values.items()}
    return {name: known.get(plain_name(name), name) for name in names}
