"""Garden waste renewals: who is reminded, the message, and the direct debit file."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from borough.access.public import BoroughRequest, Permission, principal_name, requires
from borough.foundation.clock import now, today
from borough.frontoffice.presenters import page_of
from borough.frontoffice.waste.views.rounds import cell
from borough.kernel.references import format_reference
from borough.messaging import public as messaging
from borough.services.public import renewal_reminders
from borough.ui.formats import day, number, pounds, short_moment
from borough.waste.public import terms

ON_A_PAGE = 50
COLUMNS = ["Reference", "Last day", "Bins", "To renew", "Reminded"]


@requires(Permission.WASTE_VIEW)
def renewals(request: BoroughRequest) -> HttpResponse:
    """List subscriptions ending soon, soonest first, with the number reminded and the message text."""
    renewals = renewal_reminders.renewals(today())
    page, template, link = page_of(request), renewal_reminders.TEMPLATE, {"link": renewal_reminders.link()}
    page_rows = renewals[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    context: dict[str, Any] = {
        "days": terms().remind_days,
        "counts": _counts(renewals),
        "columns": COLUMNS,
        "rows": [_row(renewal) for renewal in page_rows],
        "previews": [
            (str(channel).capitalize(), messaging.preview(template, link, channel)) for channel in template.channels
        ],
        "earlier": "?" + urlencode({"page": page - 1}) if page > 1 else "",
        "later": "?" + urlencode({"page": page + 1}) if page * ON_A_PAGE < len(renewals) else "",
        "priced": number(sum(renewal.price is not None for renewal in renewals)),
    }
    return render(request, "frontoffice/waste/renewals.html", context)


def _counts(rows: list[renewal_reminders.Renewal]) -> list[tuple[str, str]]:
    reminded, tried = sum(renewal.reminded_at is not None for renewal in rows), sum(renewal.tried for renewal in rows)
    return [
        ("End soon", number(len(rows))),
        ("Reminded", number(reminded)),
        ("To be reminded in the morning", number(len(rows) - reminded - tried)),
        ("Not reached: we hold no email, mobile or address", number(tried)),
    ]


def _row(renewal: renewal_reminders.Renewal) -> list[dict[str, str]]:
    reminded = (
        short_moment(renewal.reminded_at) if renewal.reminded_at else "Not reached" if renewal.tried else "Not yet"
    )
    price = pounds(renewal.price) if renewal.price is not None else "No fee is set yet"
    return [
        cell(format_reference(renewal.reference)),
        cell(day(renewal.last_day)),
        cell(renewal.bins),
        cell(price),
        cell(reminded),
    ]


@requires(Permission.PAYMENTS_EXPORT, "POST")
def file(request: BoroughRequest) -> HttpResponse:
    """Download the due renewals as CSV for the direct debit system."""
    text = renewal_reminders.direct_debit_file(by=principal_name(request), at=now(), today=today())
    headers = {"Content-Disposition": f'attachment; filename="renewals-{today().isoformat()}.csv"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)
