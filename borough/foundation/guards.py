"""Triggers by which the database itself refuses what must not be."""

import pgtrigger


def append_only() -> list[pgtrigger.Trigger]:
    """The triggers of a table that only grows: no change, no deletion, no emptying."""
    return [
        pgtrigger.Protect(name="no_change", operation=pgtrigger.Update | pgtrigger.Delete),
        pgtrigger.Trigger(
            name="no_emptying", level=pgtrigger.Statement, when=pgtrigger.Before, operation=pgtrigger.Truncate,
            func="RAISE EXCEPTION 'this table only grows';",
        ),
    ]  # fmt: skip
