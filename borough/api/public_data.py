"""HTTP behaviour of API views: HEAD, conditional requests, compression and CORS for public data."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpResponse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page

from borough.access.public import BoroughRequest

View = Callable[..., HttpResponse]
CORS = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "ETag, Link"}


def head_as_get(view: View) -> View:
    """Answer HEAD as GET without a body, as RFC 9110 asks; the length is that of GET."""

    @wraps(view)
    def head(request: BoroughRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "HEAD":
            return view(request, *args, **kwargs)
        request.method = "GET"
        response = view(request, *args, **kwargs)
        request.method = "HEAD"
        length = str(len(response.content))
        response.content = b""
        response["Content-Length"] = length
        return response

    return head


def public_data(view: View) -> View:
    """Let anyone's page read the answer (CORS), send it compressed, and answer 304 while it is unchanged.

    Only for data that is the same for everybody: compression of answers with secrets would reveal them.
    """
    conditional = gzip_page(conditional_page(view))

    @wraps(view)
    def shared(request: BoroughRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = conditional(request, *args, **kwargs)
        for name, value in CORS.items():
            response[name] = value
        return response

    shared.is_public_data = True  # type: ignore[attr-defined]  # read by the access middleware for OPTIONS
    return shared
