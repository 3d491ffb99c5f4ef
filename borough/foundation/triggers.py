"""Database triggers that enforce invariants."""

import pgtrigger

_CLEARING_TRIGGER = """
IF TG_OP = 'UPDATE' AND NEW.{field} IS NULL AND to_jsonb(NEW) - '{field}' = to_jsonb(OLD) - '{field}' THEN
    RETURN NEW;
END IF;
RAISE EXCEPTION 'this table only grows; of {field} nothing but the clearing is allowed';
"""


def append_only(clearing: str = "") -> list[pgtrigger.Trigger]:
    """Return triggers that make a table append-only: no update, delete or truncate.

    clearing: a field that alone may be set empty, when the person it is about is erased.
    """
    change = pgtrigger.Update | pgtrigger.Delete
    return [
        pgtrigger.Trigger(
            name="no_change", operation=change, when=pgtrigger.Before, func=_CLEARING_TRIGGER.format(field=clearing)
        )
        if clearing
        else pgtrigger.Protect(name="no_change", operation=change),
        pgtrigger.Trigger(
            name="no_emptying",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func="RAISE EXCEPTION 'this table only grows';",
        ),
    ]
