"""GOV.UK Notify's placeholders: ((name)), ((flag??words)) and lists; what residents typed can be neither link nor mark.

Source: docs.notifications.service.gov.uk and notifications-utils, as gathered in the standards notes, section 2.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from borough.kernel.refusals import Refused
from borough.kernel.text import join_list
from borough.messaging.types import Channel, TemplateValues

PLACEHOLDER = re.compile(r"\({2}([^()]+)\){2}")
YES = {"yes", "y", "true", "t", "1", "include", "show"}
MARKS = re.compile(r"([\\`*_~#^\[\]()!<>|+=-]|(?<=\d)\.|•)")  # whatever markdown, or a reader of it, takes for a mark
LINK = re.compile(r"(?:[a-z][a-z0-9+.-]*://|www\.|mailto:)\S+", re.IGNORECASE)
REMOVED = "(link removed)"


class MissingValues(Refused):
    """Words are missing; `names` says which."""

    def __init__(self, names: Sequence[str]) -> None:
        """names: as the template writes them."""
        super().__init__(f"Missing personalisation: {join_list(list(names))}")
        self.names = tuple(names)


def plain_name(name: str) -> str:
    """A placeholder's name as it is matched: case, spaces, underscores and hyphens make no difference."""
    return re.sub(r"[\s_-]+", "", name).lower()


def names_in(*texts: str) -> list[str]:
    """The names a template asks for, each once, as first written."""
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
    """The text with its placeholders filled; raises Missing with every name that has no value.

    own: the address of our own site; links to it are kept, and all other links in values are removed. In an email or a
    letter what a value holds of marks is escaped, so that it is words and nothing else.
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
    """The names without whose words a template cannot be filled; a condition without one is a no."""
    plain = {plain_name(inner) for text in texts for inner in PLACEHOLDER.findall(text) if "??" not in inner}
    return [name for name in names_in(*texts) if plain_name(name) in plain]


def check_values(text: str, values: TemplateValues) -> None:
    """Raise Missing with every needed name that has no value."""
    known = {plain_name(name): value for name, value in values.items()}
    if lost := [name for name in needed_in(text) if _value(known, name) is None]:
        raise MissingValues(lost)


def _tidy(value: str, marked: bool, own: str) -> str:
    """A value as words: one line, strange links gone, marks escaped. A link to our own site stays a link."""
    single_line = " ".join("".join(sign if sign.isprintable() else " " for sign in value).split())
    pieces, at = [], 0
    for match in LINK.finditer(single_line):
        pieces.append(_escaped(single_line[at : match.start()], marked))
        pieces.append(match[0] if _is_own(match[0], own) else REMOVED if not marked else _escaped(REMOVED, True))
        at = match.end()
    return "".join([*pieces, _escaped(single_line[at:], marked)])


def _is_own(link: str, own: str) -> bool:
    """Whether a link leads to our own site and holds nothing but what addresses hold."""
    return bool(own) and link.startswith(f"{own}/") and bool(re.fullmatch(r"[A-Za-z0-9:/._~?&=%-]+", link))


def _escaped(text: str, marked: bool) -> str:
    return MARKS.sub(r"\\\1", text) if marked else text


def samples(names: Iterable[str], values: Mapping[str, str | Sequence[str]]) -> dict[str, str | Sequence[str]]:
    """Words for a preview: those given, and for the others their own names."""
    known = {plain_name(name): value for name, value in values.items()}
    return {name: known.get(plain_name(name), name) for name in names}
