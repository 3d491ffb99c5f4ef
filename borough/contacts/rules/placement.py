"""What a contact's ward becomes when it is known which property it was about, or no longer known."""


def ward_after(*, first: str, now: str, before: str, property_ward: str) -> str:
    """The ward a contact should have. What its source gave, or someone put right by hand, stays.

    first: as it was told at first. now: as it is. before: that of the property it was said to be about until now, empty
    where none was. found: that of the property it is about.
    """
    ours = not first and now in ("", before)
    return property_ward if ours else now


def wards_differ(stated: str, code: str, name: str) -> bool:
    """Whether a ward as a source gave it, by name or code, is another than the property's."""
    return bool(stated and code) and stated.casefold().strip() not in (code.casefold(), name.casefold())


def conflict(stated: str, name: str) -> str:
    """What is noted where they differ; it holds no address."""
    return f"The source says ward {stated}; the property lies in {name}."
