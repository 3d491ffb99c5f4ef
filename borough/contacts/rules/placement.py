"""A contact's ward once its property becomes known, or unknown again."""


def ward_after(*, first: str, now: str, before: str, property_ward: str) -> str:
    """Return a contact's ward. A ward given by the source or corrected by hand is kept.

    first: as first recorded. now: the current ward. before: the ward of the property set until now, empty if none.
    property_ward: the ward of its new property.
    """
    ours = not first and now in ("", before)
    return property_ward if ours else now


def wards_differ(stated: str, code: str, name: str) -> bool:
    """Return whether the source's ward, by name or code, differs from the property's."""
    return bool(stated and code) and stated.casefold().strip() not in (code.casefold(), name.casefold())


def conflict(stated: str, name: str) -> str:
    """Return the note about a difference; it contains no address."""
    return f"The source says ward {stated}; the property lies in {name}."
