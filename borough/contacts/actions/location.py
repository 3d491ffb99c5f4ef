"""Find out where a contact was, as it is recorded: ask about its address, or look up its property."""

from datetime import date, datetime

from borough.kernel.refusals import Refused

# places is loaded only where an address or a property is told: it is large, and most of an import has neither.


def queue_contact_address(
    *, by: str, at: datetime, reference: str, address: str, postcode: str, person_id: int | None
) -> None:  # fmt: skip
    """Have places find out which property a contact's address means; nothing where none is told."""
    if not address.strip() and not postcode.strip():
        return
    from borough.gazetteer import public as gazetteer  # noqa: PLC0415 - as above

    gazetteer.queue_address(
        by=by, at=at, source="contact", source_id=reference, text=address, postcode=postcode, person_id=person_id
    )


def ward_of_property(uprn: int | None, on: date) -> str:
    """The ward, by name where it has one, that a property lay in on the day; raises Refused where there is none."""
    if uprn is None:
        return ""
    from borough.gazetteer import public as gazetteer  # noqa: PLC0415 - as above

    if gazetteer.property_of(uprn, on) is None:
        raise Refused("There is no property with that UPRN. Leave it out, or tell the address")
    return gazetteer.wards_on({(uprn, on)}).get((uprn, on), ("", ""))[1]
