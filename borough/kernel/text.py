"""Text made safe to export and sentences put together plainly."""

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20", "|", "%")
"""What a spreadsheet may take for the start of a formula: OWASP CSV injection, with the full-width forms."""


def formula_safe(value: object) -> object:
    """A cell that no spreadsheet will run: text that begins like a formula gets an apostrophe before it."""
    if isinstance(value, str) and value.lstrip(" \u00a0\ufeff").startswith(FORMULA_STARTS):
        return "'" + value
    return value


def capitalise(text: str) -> str:
    """The words as they stand by themselves, the first letter a capital."""
    return text[:1].upper() + text[1:]


def join_list(items: list[str], joint: str = "and") -> str:
    """Things as a sentence lists them: “a, b and c”."""
    return f" {joint} ".join(filter(None, [", ".join(items[:-1]), items[-1]])) if items else ""
