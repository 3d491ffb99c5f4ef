"""Repeatable question pages of a service: save and delete rows."""

from contextlib import suppress

from django.http import HttpResponse
from django.shortcuts import redirect

from borough.access.public import BoroughRequest, principal_name, public
from borough.foundation.clock import now, today
from borough.services import public as services
from borough.website.services.draft_access import page_url, redirect_to, reference_of
from borough.website.services.views.services import draft_missing_page, is_changing, render_page


@public("GET POST")
def row(request: BoroughRequest, key: str, page: str, number: int) -> HttpResponse:
    """Show or save one row of a repeatable question."""
    reference = reference_of(request, key)
    if reference is None:
        return draft_missing_page(request, key)
    result = None
    if request.method == "POST":
        try:
            result = services.save_row(
                by=principal_name(request),
                at=now(),
                today=today(),
                reference=reference,
                page=page,
                number=number,
                posted=request.POST,
            )
        except services.UnknownDraft:
            return redirect_to(key, page)
        if result.is_accepted:
            return _to_rows(request, key, page)
    return render_page(request, key, reference, page, result, max(number, 1), changing=is_changing(request))


@public("POST")
def row_drop(request: BoroughRequest, key: str, page: str, number: int) -> HttpResponse:
    """Delete a row."""
    reference = reference_of(request, key)
    if reference is None:
        return draft_missing_page(request, key)
    with suppress(services.UnknownDraft):
        services.drop_row(at=now(), today=today(), reference=reference, page=page, number=number)
    return _to_rows(request, key, page)


def _to_rows(request: BoroughRequest, key: str, page: str) -> HttpResponse:
    return redirect(f"{page_url(key, page)}{'?change=1' if is_changing(request) else ''}")
