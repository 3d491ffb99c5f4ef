"""Locate a contact when it is recorded: queue its address for matching, or look up its property."""

from datetime import date, datetime

from borough.kernel.refusals import Refused

# gazetteer is imported only if an address or property is given: it is large, and most imports have neither.


def queue_contact_address(
    *, by: str, at: datetime, reference: str, address: str, postcode: str, person_id: int | None
) -> None:
    """Queue a contact's address for matching by the gazetteer; no effect without an address."""
    if not address.strip() and not postcode.strip():
        return
    from borough.gazetteer import public as gazetteer  # noqa: PLC0415 - as above

    gazetteer.queue_address(
        by=by, at=at, source="contact", source_id=reference, text=address, postcode=postcode, person_id=person_id
    )


def ward_of_property(uprn: int | None, on: date) -> str:
    """Return the ward (its name if any) of a property on a day. Raises Refused if there is none."""
    if uprn is None:
        return ""
    from borough.gazetteer import public as gazetteer  # noqa: PLC0415 - as above

    if gazetteer.property_of(uprn, on) is None:
        raise Refused("There is no property with that UPRN. Leave it out, or tell the address")
    return gazetteer.wards_on({(uprn, on)}).get((uprn, on), ("", ""))[1]
