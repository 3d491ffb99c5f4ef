"""Pages of a service that ask the same again and again: a row kept, a row taken away."""

from contextlib import suppress

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from borough.access.public import open_to_all, principal_of
from borough.foundation.clock import now, today
from borough.services import public as services
from borough.website.web.services import address, changing_of, draw, go, gone, reference_of


@open_to_all("GET POST")
def row(request: HttpRequest, key: str, page: str, number: int) -> HttpResponse:
    """One row of a page that asks the same again and again."""
    reference = reference_of(request, key)
    if reference is None:
        return gone(request, key)
    heard = None
    if request.method == "POST":
        try:
            heard = services.keep_row(
                by=principal_of(request), at=now(), today=today(), reference=reference, page=page, number=number,
                posted=request.POST,
            )  # fmt: skip
        except services.Gone:
            return go(key, page)
        if heard.passed:
            return _to_rows(request, key, page)
    return draw(request, key, reference, page, heard, max(number, 1), changing=changing_of(request))


@open_to_all("POST")
def row_drop(request: HttpRequest, key: str, page: str, number: int) -> HttpResponse:
    """Take a row away."""
    reference = reference_of(request, key)
    if reference is None:
        return gone(request, key)
    with suppress(services.Gone):
        services.drop_row(at=now(), today=today(), reference=reference, page=page, number=number)
    return _to_rows(request, key, page)


def _to_rows(request: HttpRequest, key: str, page: str) -> HttpResponse:
    return redirect(f"{address(key, page)}{'?change=1' if changing_of(request) else ''}")
