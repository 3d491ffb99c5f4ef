"""Remind people whose garden waste subscription ends soon, once a season, by their preferred channel."""

from datetime import date, datetime

from django.conf import settings
from django.db import transaction

from borough.forms.kinds.numbers import pounds
from borough.foundation import audit
from borough.kernel.messages import format_day
from borough.kernel.references import format_reference
from borough.kernel.refusals import Refused
from borough.messaging import public as messaging
from borough.payments import public as payments
from borough.people import public as people
from borough.services import message_texts
from borough.services.catalogue import catalogue
from borough.services.models import Reminder
from borough.services.queries.renewals import Renewal, direct_debits, renewals

__all__ = ["TEMPLATE", "Renewal", "direct_debit_file", "link", "remind_renewals", "renewals"]
SERVICE = "garden-waste"
TEMPLATE = messaging.Template(
    key=message_texts.RENEW,
    name="Your garden waste subscription ends soon",
    subject="Renew your garden waste collection",
    email=message_texts.RENEW_EMAIL,
    text=message_texts.RENEW_TEXT,
    letter="=email",
    service=SERVICE,
    sample=(
        ("name", "Rosa Resident"),
        ("bins", "2 bins"),
        ("last_day", "31 March 2027"),
        ("price", "It costs £75.00"),
        ("reference", "7QK2-M9XA-01BD-4HZT"),
        ("phone", "Call 01632 960 001."),
        ("council", "Borough"),
        ("link", "our page"),
    ),
)


def remind_renewals(*, by: str, at: datetime, today: date) -> tuple[int, int]:
    """Remind everyone not yet reminded; can be resumed. Return how many were reminded and how many are unreachable."""
    outcomes = [_remind(by, at, renewal) for renewal in renewals(today) if renewal.reminded_at is None]
    sent, missed = outcomes.count(True), outcomes.count(False)
    if outcomes:
        detail = {"reminded": sent, "not_reached": missed}
        audit.record(by=by, at=at, verb="services.remind_renewals", subject=f"service:{SERVICE}", detail=detail)
    return sent, missed


def _remind(by: str, at: datetime, renewal: Renewal) -> bool:
    """Send and record one reminder in one transaction. Return False if the person has no usable channel."""
    with transaction.atomic():
        row, _ = Reminder.objects.select_for_update().get_or_create(
            subscription=renewal.reference,
            ends_on=renewal.ends_on,
            defaults={"person_id": renewal.person_id, "tried_at": at},
        )
        if row.message:
            return True
        row.message, row.tried_at = _message(by, at, renewal), at
        row.save(update_fields=["message", "tried_at"])
    return bool(row.message)


def link() -> str:
    """Return the URL where the subscription is renewed."""
    return f"{settings.PUBLIC_URL}/services/{SERVICE}/"


def _message(by: str, at: datetime, renewal: Renewal) -> str:
    name = people.names_of([renewal.person_id]).get(renewal.person_id, "")
    values = {
        "name": name or "there",
        "bins": f"{renewal.bins} bin{'s' if renewal.bins > 1 else ''}",
        "last_day": format_day(renewal.last_day),
        "link": link(),
        "price": f"It costs {pounds(renewal.price)}" if renewal.price else "You see the price before you pay",
        "reference": format_reference(renewal.reference),
        "phone": catalogue()[SERVICE].routes.phone,
        "council": settings.COUNCIL_NAME,
    }
    try:
        sent = messaging.send(
            by=by,
            at=at,
            key=f"{message_texts.RENEW} {renewal.reference} {renewal.ends_on}",
            template=message_texts.RENEW,
            to=messaging.Recipient(person_id=renewal.person_id),
            values=values,
            case=f"waste:{renewal.reference}",
        )
    except Refused:
        return ""
    return sent.reference


def direct_debit_file(*, by: str, at: datetime, today: date) -> str:
    """Return the due renewals as CSV for the direct debit system, and record the download."""
    rows = list(direct_debits(today))
    with transaction.atomic():
        detail = {"rows": len(rows)}
        audit.record(by=by, at=at, verb="services.export_renewals", subject=f"service:{SERVICE}", detail=detail)
    return payments.direct_debit_file(rows)
