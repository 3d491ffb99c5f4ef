"""Triggers by which the database itself refuses what must not be."""

import pgtrigger

_CLEARING_TRIGGER = """
IF TG_OP = 'UPDATE' AND NEW.{field} IS NULL AND to_jsonb(NEW) - '{field}' = to_jsonb(OLD) - '{field}' THEN
    RETURN NEW;
END IF;
RAISE EXCEPTION 'this table only grows; of {field} nothing but the clearing is allowed';
"""


def append_only(clearing: str = "") -> list[pgtrigger.Trigger]:
    """The triggers of a table that only grows: no change, no deletion, no emptying.

    clearing: a field that may be emptied, and nothing else with it, when the person it tells of is erased.
    """
    change = pgtrigger.Update | pgtrigger.Delete
    return [
        pgtrigger.Trigger(
            name="no_change", operation=change, when=pgtrigger.Before, func=_CLEARING_TRIGGER.format(field=clearing)
        ) if clearing else pgtrigger.Protect(name="no_change", operation=change),
        pgtrigger.Trigger(
            name="no_emptying", level=pgtrigger.Statement, when=pgtrigger.Before, operation=pgtrigger.Truncate,
            func="RAISE EXCEPTION 'this table only grows';",
        ),
    ]  # fmt: skip
