"""Error pages in plain words, each saying what to do next."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from borough.access.public import AccountKind, BoroughRequest, Permission
from borough.foundation.http.problems import BY_STATUS, problem

MESSAGES: dict[int, tuple[str, tuple[str, ...]]] = {
    400: (
        "We could not read what your browser sent",
        ("Go back to the page before and try again.", "If you followed a link, part of it may be missing."),
    ),
    403: (
        "You cannot see this page",
        (
            "You are signed in, but this page is for other roles.",
            "Ask your manager if you need it for your work.",
        ),
    ),
    404: (
        "Page not found",
        (
            "If you typed the address, check it is right.",
            "If you pasted it, check you copied all of it.",
            "The page may have moved: start again from the home page.",
        ),
    ),
    405: ("This page cannot be used that way", ("Go back to the page before, and use the button on it.",)),
    409: (
        "Someone else changed this first",
        ("Nothing you typed has been saved.", "Go back, read what is there now, and make your change again."),
    ),
    413: (
        "What you sent is too big",
        ("Choose a smaller file, or send fewer at once. Nothing has been saved.",),
    ),
    429: (
        "Too many tries in a short time",
        ("Wait 5 minutes, then try again.", "We do this to keep people’s accounts safe."),
    ),
    500: (
        "There is a problem with this page",
        (
            "The fault is ours, and it has been noted.",
            "Try again in a few minutes.",
            "What you had saved is safe.",
        ),
    ),
    503: (
        "This service is not available for the moment",
        ("You can use it again soon.", "What you had saved is safe."),
    ),
}
FOR_STAFF = (
    "You cannot see this page",
    ("This page is for people who work for the council.", "What is yours is in My Borough."),
)
FORM_EXPIRED = (
    "This form has been open too long",
    (
        "Nothing has been sent.",
        "Go back, reload the page, and send it again.",
        "Your browser must accept cookies.",
    ),
)


MACHINE_PATHS = ("/api/", "/pay/webhook/", "/messages/receipts/")
MACHINE_ENDINGS = (".json", ".ics", ".xml")


def is_machine_path(path: str) -> bool:
    """Return whether a path is for machines, whose errors are problem details rather than pages."""
    return path.startswith(MACHINE_PATHS) or (path.endswith(MACHINE_ENDINGS) and not path.startswith("/office/"))


def _page(request: BoroughRequest, status: int, text: tuple[str, tuple[str, ...]] | None = None) -> HttpResponse:
    heading, lines = text or MESSAGES[status]
    if is_machine_path(request.path):
        return problem(BY_STATUS[status], f"{heading}.")
    principal = getattr(request, "principal", None)  # set by the middleware; missing if the failure was earlier
    office = request.path.startswith("/office/") and principal is not None and principal.may(Permission.OFFICE_VIEW)
    where = "ui/office_error.html" if office else "website/error.html"
    return render(request, where, {"heading": heading, "lines": lines}, status=status)


def bad_request(request: BoroughRequest, exception: Exception | None = None) -> HttpResponse:
    """Return 400, or 413 if the request was too large."""
    too_big = type(exception).__name__ in {"RequestDataTooBig", "TooManyFilesSent", "TooManyFieldsSent"}
    return _page(request, 413 if too_big else 400)


def forbidden(request: BoroughRequest, exception: Exception | None = None) -> HttpResponse:
    """Return 403: to staff, and to a resident who opened a staff page."""
    del exception
    principal = getattr(request, "principal", None)
    return _page(request, 403, FOR_STAFF if principal and principal.kind == AccountKind.RESIDENT else None)


def page_missing(request: BoroughRequest, exception: Exception | None = None) -> HttpResponse:
    """Return 404."""
    del exception
    return _page(request, 404)


def wrong_method(request: BoroughRequest) -> HttpResponse:
    """Return 405."""
    return _page(request, 405)


def stale(request: BoroughRequest) -> HttpResponse:
    """Return 409."""
    return _page(request, 409)


def too_many(request: BoroughRequest, exception: Exception | None = None) -> HttpResponse:
    """Return 429; the sign-in library looks it up by the name handler429."""
    del exception
    return _page(request, 429)


def server_error(request: BoroughRequest) -> HttpResponse:
    """Return 500 without using the database or session, which may be the cause."""
    heading, lines = MESSAGES[500]
    if is_machine_path(request.path):
        return problem("internal-error", f"{heading}.")
    return render(None, "website/broken.html", {"heading": heading, "lines": lines}, status=500)


def away(request: BoroughRequest) -> HttpResponse:
    """Return 503."""
    del request
    heading, lines = MESSAGES[503]
    return render(None, "website/broken.html", {"heading": heading, "lines": lines}, status=503)


def form_expired(request: BoroughRequest, reason: str = "", **_: Any) -> HttpResponse:
    """Return 403 for a failed CSRF check."""
    del reason
    return _page(request, 403, FORM_EXPIRED)
