"""The Markdown subset of GOV.UK Notify as plain text and safe HTML; all other markup is removed.

Kept: # and ## headings, * - • and 1. lists, ^ insets, --- rules (*** page break in a letter), [text](link),
links.
Removed: bold, italic, strike-through, code, images and table bars. A backslash escapes markup.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape

HEADING, SUBHEADING, BULLETS, NUMBERS, INSET, RULE, BREAK, PARAGRAPH = (
    "heading",
    "subheading",
    "bullets",
    "numbers",
    "inset",
    "rule",
    "break",
    "paragraph",
)
_LINE = (
    (SUBHEADING, re.compile(r"##+\s+(.*)")),
    (HEADING, re.compile(r"#\s+(.*)")),
    (RULE, re.compile(r"-{3,}\s*()")),
    (BREAK, re.compile(r"\*{3,}\s*()")),
    (INSET, re.compile(r"\^\s*(.*)")),
    (BULLETS, re.compile(r"[*•-]\s+(.*)")),
    (NUMBERS, re.compile(r"\d{1,3}\.\s+(.*)")),
)
_TOGETHER = {BULLETS, NUMBERS, PARAGRAPH}
_ESCAPE = re.compile(r"\\([\\`*_~#^\[\]()!<>|+=.•-])")
_ESCAPE_BASE = 0xE000  # private use area: placeholders of escaped characters
_IMAGE = re.compile(r"!\[[^\]]*\]\([^)]*\)")
_LINK = re.compile(r"\[([^\[\]]+)\]\((https?://[^\s()<>\"]+)\)|(https?://[^\s()<>\"\]]+[^\s()<>\"\].,;:!?'])")
_DROPPED = re.compile(r"(\*\*|__|~~|`+)(?=\S)(.+?)(?<=\S)\1|(?<!\w)([*_])(?=\S)(.+?)(?<=\S)\3(?!\w)")


@dataclass(frozen=True)
class Block:
    """A block of a message: its kind and lines."""

    kind: str
    lines: tuple[str, ...]


def blocks(source: str) -> Iterator[Block]:
    """Yield the blocks of a text in order. Line breaks in a paragraph are kept, as Notify does."""
    kind = ""
    lines: list[str] = []
    for line in _protect_escapes(source).splitlines():
        block_kind, text = _read(line.strip())
        if lines and (block_kind != kind or block_kind not in _TOGETHER):
            yield Block(kind, tuple(lines))
            lines = []
        kind = block_kind
        if block_kind:
            lines.append(text)
    if lines:
        yield Block(kind, tuple(lines))


def _read(line: str) -> tuple[str, str]:
    if not line:
        return "", ""
    for kind, pattern in _LINE:
        if match := pattern.fullmatch(line):
            return kind, match[1].strip()
    return PARAGRAPH, line


def _protect_escapes(text: str) -> str:
    """Replace escaped characters by placeholders that no rule matches."""
    plain = "".join(sign for sign in text if not _ESCAPE_BASE <= ord(sign) <= _ESCAPE_BASE + 0xFFF)
    return _ESCAPE.sub(lambda match: chr(_ESCAPE_BASE + (ord(match[1]) if ord(match[1]) < 128 else 1)), plain)


def _freed(text: str) -> str:
    """Restore the escaped characters."""
    return "".join(
        ("•" if ord(sign) == _ESCAPE_BASE + 1 else chr(ord(sign) - _ESCAPE_BASE))
        if _ESCAPE_BASE <= ord(sign) < _ESCAPE_BASE + 128
        else sign
        for sign in text
    )


def _bare(line: str) -> str:
    """Remove markup outside the subset."""
    line = _IMAGE.sub("", line)
    for _ in range(3):  # bold within italic, and one more level
        line = _DROPPED.sub(lambda match: match[2] or match[4], line)
    return line


def _plain(line: str) -> str:
    """Return a line as plain text; a link as its text and URL."""
    text = _LINK.sub(lambda match: f"{_bare(match[1])}: {match[2]}" if match[2] else match[3], _outside(line))
    return _freed(text)


def _outside(line: str) -> str:
    """Remove markup outside links, whose URLs may contain the same characters."""
    return _around_links(line, _bare, lambda match: match[0])


def _around_links(line: str, outside: Callable[[str], str], link: Callable[["re.Match[str]"], str]) -> str:
    pieces, at = [], 0
    line = _IMAGE.sub("", line)
    for match in _LINK.finditer(line):
        pieces += [outside(line[at : match.start()]), link(match)]
        at = match.end()
    return "".join([*pieces, outside(line[at:])])


def to_text(source: str) -> str:
    """Return the message as plain text."""
    return "\n\n".join(filter(None, map(_block_text, blocks(source)))) + "\n"


def _block_text(block: Block) -> str:
    lines = [_plain(line) for line in block.lines]
    if block.kind in (HEADING, SUBHEADING):
        return f"{lines[0]}\n{('=' if block.kind == HEADING else '-') * min(len(lines[0]), 65)}"
    if block.kind == BULLETS:
        return "\n".join(f"• {line}" for line in lines)
    if block.kind == NUMBERS:
        return "\n".join(f"{number}. {line}" for number, line in enumerate(lines, 1))
    return "-" * 65 if block.kind == RULE else "\n".join(lines)


_TAGS = {HEADING: "h2", SUBHEADING: "h3", INSET: "blockquote", PARAGRAPH: "p"}


def to_notify(source: str) -> str:
    """Return the message as Notify Markdown, in which a backslash escapes fewer characters than in ours.

    A character that would begin an inset or a list is preceded by a zero-width character instead.
    """
    freed = re.sub(r"\\([=<])", r"\1", source)
    return re.sub(r"\\([\^•])", "\u2060\\1", freed)


def to_html(source: str, *, linked: bool = True) -> str:
    """Return the message as HTML without styles or scripts, for a page or an email. Headings start at level two.

    linked: whether links are active; on paper, and in staff previews, they are text and URL.
    """
    return "\n".join(_block_html(block, linked) for block in blocks(source))


def _block_html(block: Block, linked: bool) -> str:
    lines = [_inline(line, linked) for line in block.lines]
    if block.kind in (BULLETS, NUMBERS):
        tag = "ul" if block.kind == BULLETS else "ol"
        return f"<{tag}>{''.join(f'<li>{line}</li>' for line in lines)}</{tag}>"
    if block.kind in (RULE, BREAK):
        return "<hr>"
    tag = _TAGS[block.kind]
    return f"<{tag}>{'<br>'.join(lines)}</{tag}>"


def _inline(line: str, linked: bool) -> str:
    def link(match: "re.Match[str]") -> str:
        where, label = escape(_freed(match[2] or match[3]), quote=True), escape(_freed(_bare(match[1] or "")))
        if not linked:
            return f"{label}: {where}" if label else where
        return f'<a href="{where}">{label or where}</a>'

    return _around_links(line, lambda text: escape(_freed(_bare(text))), link)
