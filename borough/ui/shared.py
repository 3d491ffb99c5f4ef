"""Public pages made once for everyone who has not signed in, and kept for a few seconds, compressed and not."""

import gzip
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import SimpleTemplateResponse

MOST_PAGES = 200
View = Callable[..., HttpResponse]


@dataclass(frozen=True)
class _Page:
    """A page as it was made: until when it will do, its bytes, and the same compressed."""

    until: float
    media_type: str
    plain: bytes
    small: bytes


_pages: "OrderedDict[str, _Page]" = OrderedDict()


def shared(view: View) -> View:
    """Let visitors without a session share one making of the page for `settings.SHARED_SECONDS`.

    The page must be the same for all of them: no form, nothing of the visitor. Compressing it is safe for that reason,
    since it holds no secret.
    """

    @wraps(view)
    def once_for_all(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        seconds: float = settings.SHARED_SECONDS
        if not seconds or request.method not in ("GET", "HEAD") or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return view(request, *args, **kwargs)
        key = f"{request.get_host()} {request.get_full_path()}"
        page = _pages.get(key)
        if page is None or page.until < time.monotonic():
            response = view(request, *args, **kwargs)
            if isinstance(response, SimpleTemplateResponse):
                response.render()
            if response.status_code != 200 or response.cookies:
                return response
            page = _keep(key, response, seconds)
        return _answer(request, page)

    return once_for_all


def _keep(key: str, response: HttpResponse, seconds: float) -> _Page:
    page = _Page(
        time.monotonic() + seconds,
        response["Content-Type"],
        response.content,
        gzip.compress(response.content, 6, mtime=0),
    )
    _pages[key] = page
    _pages.move_to_end(key)
    while len(_pages) > MOST_PAGES:
        _pages.popitem(last=False)
    return page


def _answer(request: HttpRequest, page: _Page) -> HttpResponse:
    compress = "gzip" in request.headers.get("Accept-Encoding", "")
    answer = HttpResponse(page.small if compress else page.plain, content_type=page.media_type)
    if compress:
        answer["Content-Encoding"] = "gzip"
    answer["Vary"] = "Accept-Encoding"
    return answer


def forget_pages() -> None:
    """Make every page anew at its next asking."""
    _pages.clear()
