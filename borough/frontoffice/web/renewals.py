"""Garden waste that ends soon: who is reminded, what they are told, and the file for direct debits."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import urlencode

from borough.access.public import Permission, needs, principal_of
from borough.foundation.clock import now, today
from borough.frontoffice.web.presenters import page_of
from borough.frontoffice.web.waste import cell
from borough.kernel.references import show
from borough.post import public as post
from borough.services.public import renewing
from borough.ui.formats import day, number, pounds, short_moment
from borough.waste.public import terms

ON_A_PAGE = 50
COLUMNS = ["Reference", "Last day", "Bins", "To renew", "Reminded"]


@needs(Permission.WASTE_VIEW)
def renewals(request: HttpRequest) -> HttpResponse:
    """Those whose subscription ends soon, soonest first, with how many were told and what they read."""
    found = renewing.renewals(today())
    page, template, link = page_of(request), renewing.TEMPLATE, {"link": renewing.link()}
    some = found[(page - 1) * ON_A_PAGE : page * ON_A_PAGE]
    context: dict[str, Any] = {
        "days": terms().remind_days, "counts": _counts(found), "columns": COLUMNS, "rows": [_row(one) for one in some],
        "previews": [(str(way).capitalize(), post.preview(template, link, way)) for way in template.channels],
        "earlier": "?" + urlencode({"page": page - 1}) if page > 1 else "",
        "later": "?" + urlencode({"page": page + 1}) if page * ON_A_PAGE < len(found) else "",
        "priced": number(sum(one.price is not None for one in found)),
    }  # fmt: skip
    return render(request, "frontoffice/renewals.html", context)


def _counts(found: list[renewing.Renewal]) -> list[tuple[str, str]]:
    told, tried = sum(one.told_at is not None for one in found), sum(one.tried for one in found)
    return [
        ("End soon", number(len(found))), ("Reminded", number(told)),
        ("To be reminded in the morning", number(len(found) - told - tried)),
        ("Not reached: we hold no email, mobile or address", number(tried)),
    ]  # fmt: skip


def _row(one: renewing.Renewal) -> list[dict[str, str]]:
    told = short_moment(one.told_at) if one.told_at else "Not reached" if one.tried else "Not yet"
    price = pounds(one.price) if one.price is not None else "No fee is set yet"
    return [
        cell(show(one.reference)), cell(day(one.last_day)), cell(one.bins), cell(price), cell(told)
    ]  # fmt: skip


@needs(Permission.PAYMENTS_EXPORT, "POST")
def file(request: HttpRequest) -> HttpResponse:
    """The renewals due as CSV, for the system that collects direct debits."""
    text = renewing.direct_debit_file(by=principal_of(request), at=now(), today=today())
    headers = {"Content-Disposition": f'attachment; filename="renewals-{today().isoformat()}.csv"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)
