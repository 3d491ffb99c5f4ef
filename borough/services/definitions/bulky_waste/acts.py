"""Bulky waste look-ups, and actions: reserve places until payment, then confirm them."""

from datetime import date, datetime

from borough.forms.kinds.address import AddressAnswer
from borough.forms.service import ActionContext, ActionResult
from borough.kernel.messages import format_weekday
from borough.kernel.refusals import Refused
from borough.services.definitions.bulky_waste import rules
from borough.waste import public as waste


def price(items: rules.Items) -> int | str:
    """Return the price in pence, or why the items cannot be collected at once."""
    try:
        return waste.bulky.bulky_quote(rules.counted(items)).pence
    except Refused as refused:
        return str(refused)


def days(address: AddressAnswer, items: rules.Items, now: datetime) -> rules.Offered:
    """Return the days with enough free places, to choose from."""
    if address.uprn is None:
        return ()
    try:
        places = waste.bulky.bulky_quote(rules.counted(items)).places
    except Refused:
        return ()
    free_days = [day for day in waste.bulky.bulky_days(address.uprn, now) if day.capacity - day.places_booked >= places]
    return tuple((day.day.isoformat(), format_weekday(day.day)) for day in free_days[:12])


def hold(done: ActionContext) -> None:
    """Reserve places until payment. Raises Refused when they have been taken meanwhile."""
    _reserve(done)


def act(done: ActionContext) -> ActionResult:
    """Confirm the places. Raises Refused when the payment arrived after they were released and taken."""
    reservation = waste.confirm(by=done.by, at=done.at, reference=_reserve(done).reference, payment=done.payment)
    return ActionResult(
        lines=(f"We collect on {format_weekday(reservation.day)}. Put it outside by 6am.",), settled=True
    )


def _reserve(done: ActionContext) -> waste.bulky.Reservation:
    return waste.reserve(
        by=done.by,
        at=done.at,
        key=f"submission {done.reference}",
        uprn=done.answers["address"].uprn,
        day=date.fromisoformat(done.answers["day"]),
        items=rules.counted(done.answers["items"]),
        person_id=done.person_id,
    )
