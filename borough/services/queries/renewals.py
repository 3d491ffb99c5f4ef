"""Garden waste renewals: who is due a reminder, and who has had one."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from borough.kernel.periods import Period
from borough.kernel.references import format_reference
from borough.kernel.refusals import Refused
from borough.payments.public import Reminder as DirectDebit
from borough.people import public as people
from borough.services.models import Reminder
from borough.waste import public as waste

DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Renewal:
    """A subscription that ends unless renewed, and its price in pence where known.

    reminded_at: when a message was created; tried: an attempt was made but no channel was available.
    """

    reference: str
    person_id: int
    ends_on: date
    bins: int
    concession: bool
    price: int | None
    reminded_at: datetime | None = None
    tried: bool = False

    @property
    def last_day(self) -> date:
        """Return the last day of service."""
        return self.ends_on - DAY


def renewals(today: date) -> list[Renewal]:
    """Return subscriptions ending within the council's reminder period, soonest first."""
    terms = waste.terms()
    days = min(terms.remind_days, terms.renew_opens_days)
    due = waste.due_for_renewal(Period(today + DAY, today + DAY * (days + 1)))
    rows = Reminder.objects.filter(ends_on__gt=today, ends_on__lte=today + DAY * days)
    reminders = {(row.subscription, row.ends_on): row for row in rows}
    renewals = [
        _renewal(item, item.person_id, reminders.get((item.reference, item.ends_on))) for item in due if item.person_id
    ]
    return sorted(renewals, key=lambda item: (item.ends_on, item.reference))


def _renewal(subscription: waste.Subscription, person_id: int, row: Reminder | None) -> Renewal:
    concession = subscription.terms[-1].concession
    try:
        price = waste.quote(bins=subscription.bins, concession=concession, on=subscription.ends_on).pence
    except Refused:  # the fee of the next season is not set yet
        price = None
    return Renewal(
        reference=subscription.reference,
        person_id=person_id,
        ends_on=subscription.ends_on,
        bins=subscription.bins,
        concession=concession,
        price=price,
        reminded_at=row.tried_at if row and row.message else None,
        tried=bool(row and not row.message),
    )


def direct_debits(today: date) -> Iterator[DirectDebit]:
    """Yield every renewal with a known price, for the direct debit system."""
    due = [renewal for renewal in renewals(today) if renewal.price is not None]
    names = people.names_of([renewal.person_id for renewal in due])
    for renewal in due:
        yield DirectDebit(
            reference=format_reference(renewal.reference),
            name=names.get(renewal.person_id, ""),
            amount=renewal.price or 0,
            due_on=renewal.ends_on,
        )
