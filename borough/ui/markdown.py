"""Markdown as design system paragraphs, lists and links; HTML in it is escaped."""

import re
from functools import cache, lru_cache

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

CLASSES = {
    "paragraph_open": "govuk-body",
    "bullet_list_open": "govuk-list govuk-list--bullet",
    "ordered_list_open": "govuk-list govuk-list--number",
    "link_open": "govuk-link",
    "table_open": "govuk-table",
    "tr_open": "govuk-table__row",
    "th_open": "govuk-table__header",
    "td_open": "govuk-table__cell",
    "hr": "govuk-section-break govuk-section-break--m govuk-section-break--visible",
}
HEADINGS = {"h1": "govuk-heading-m", "h2": "govuk-heading-m", "h3": "govuk-heading-s"}
LOWER = {"h1": "h2", "h2": "h2", "h3": "h3", "h4": "h4", "h5": "h4", "h6": "h4"}


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table")


@lru_cache(maxsize=2_000)
def render_markdown(text: str) -> Markup:
    """Render the text as HTML. Headings start at level two, since the page has its main heading already."""
    tokens = _reader().parse(text)
    _add_classes(tokens)
    return Markup(_reader().renderer.render(tokens, _reader().options, {}))  # noqa: S704 - raw HTML is off in the reader


def _add_classes(tokens: list[Token]) -> None:
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = LOWER[token.tag]
        css = HEADINGS.get(token.tag, "govuk-heading-s") if token.type == "heading_open" else CLASSES.get(token.type)
        if css and not token.hidden:
            token.attrSet("class", css)
        if token.type == "image":  # no external images
            token.type, token.tag, token.children = "text", "", None
        _add_classes(token.children or [])


ALLOWED = {
    "p": {"class"},
    "a": {"class", "href"},
    "ul": {"class"},
    "ol": {"class"},
    "li": {"class"},
    "h2": {"class"},
    "h3": {"class"},
    "h4": {"class"},
    "table": {"class"},
    "caption": {"class"},
    "thead": set(),
    "tbody": set(),
    "tr": {"class"},
    "th": {"class"},
    "td": {"class"},
    "div": {"class"},
    "span": {"class"},
    "strong": {"class"},
    "em": set(),
    "b": set(),
    "i": set(),
    "br": set(),
    "hr": {"class"},
    "dl": {"class"},
    "dt": {"class"},
    "dd": {"class"},
    "code": set(),
}


@lru_cache(maxsize=2_000)
def sanitise_html(html: str) -> Markup:
    """Return third-party HTML reduced to text, lists, tables and links, with only our classes.

    A main heading becomes level two, a label becomes strong.
    """
    lowered = re.sub(r"<(/?)h1\b", r"<\1h2", html, flags=re.IGNORECASE)
    lowered = re.sub(r"<(/?)label\b", r"<\1strong", lowered, flags=re.IGNORECASE)
    sanitised = nh3.clean(
        lowered,
        tags=set(ALLOWED),
        attributes={tag: names for tag, names in ALLOWED.items() if names},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer",
        attribute_filter=lambda _tag, name, value: value if name != "class" or value.startswith("govuk-") else None,
    )
    return Markup(sanitised)  # noqa: S704 - cleaned in the line before
