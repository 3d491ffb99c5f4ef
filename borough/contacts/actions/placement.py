"""Correct a contact once the property of its address is known."""

from datetime import datetime

from borough.contacts import queries
from borough.contacts.actions.record import correct
from borough.contacts.rules import placement


def set_property(*, by: str, at: datetime, reference: str, uprn: int | None, question: int) -> None:
    """Correct a contact by the property of its address; None where none matches, or it is no longer known.

    Every correction is a new entry. A ward given by the source is never overwritten: a difference is noted on the
    question. Nothing is written if nothing changes.
    """
    from borough.gazetteer import public as gazetteer  # noqa: PLC0415 - large, and few processes that tell contacts need it

    line = queries.history(reference)
    if not line:
        return
    first, now = line[0], line[-1]
    day = now.happened_on
    wards = gazetteer.wards_on({(known_uprn, day) for known_uprn in (uprn, now.uprn) if known_uprn is not None})
    code, property_ward = wards.get((uprn or 0, day), ("", ""))
    _, before = wards.get((now.uprn or 0, day), ("", ""))
    ward = placement.ward_after(first=first.ward, now=now.ward, before=before, property_ward=property_ward)
    changes = {name: new for name, new, old in (("uprn", uprn, now.uprn), ("ward", ward, now.ward)) if new != old}
    if changes:
        correct(by=by, at=at, reference=now.reference, reason="Its address was matched", **changes)
    if placement.wards_differ(ward, code, property_ward):
        gazetteer.record_conflict(by=by, at=at, question=question, text=placement.conflict(ward, property_ward))
