"""Text safe for export, and simple text formatting."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20", "|", "%")
"""Characters that a spreadsheet may take as the start of a formula: OWASP CSV injection, with full-width forms."""


def formula_safe(value: object) -> object:
    """Return a spreadsheet-safe cell: text that begins like a formula gets an apostrophe prefix."""
    if isinstance(value, str) and value.lstrip(" \u00a0\ufeff").startswith(FORMULA_STARTS):
        return "'" + value
    return value


def capitalise(text: str) -> str:
    """Return the text with its first letter capitalised."""
    return text[:1].upper() + text[1:]


def join_list(items: list[str], joint: str = "and") -> str:
    """Join items as in a sentence: “a, b and c”."""
    return f" {joint} ".join(filter(None, [", ".join(items[:-1]), items[-1]])) if items else ""
