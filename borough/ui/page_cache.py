"""Cache of public pages for anonymous visitors, for a few seconds, compressed and uncompressed."""

import gzip
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.template.response import SimpleTemplateResponse
from django.urls import ResolverMatch
from django.utils.cache import patch_vary_headers

MOST_PAGES = 200
View = Callable[..., HttpResponse]
Key = tuple[bool, str, str, str]


@dataclass(frozen=True)
class _Page:
    """A cached page: expiry, route, headers, body, and compressed body."""

    until: float
    route: ResolverMatch | None
    headers: dict[str, str]
    plain: bytes
    small: bytes


_pages: "OrderedDict[Key, _Page]" = OrderedDict()


def cached_public_page(view: View) -> View:
    """Share one rendering of the page between visitors without a session for `settings.SHARED_SECONDS`.

    The page must be identical for all of them: no form, no visitor data. Compression is therefore safe, since it
    contains no secret.
    """

    @wraps(view)
    def once_for_all(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        if isinstance(response, SimpleTemplateResponse):
            response.render()
        response.may_be_shared = True  # type: ignore[attr-defined]
        return response

    return once_for_all


def page_cache_middleware(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Outermost middleware, before sessions: return a cached page, or cache the rendered one.

    A page is cached with every header of the inner middleware, so it has the same security headers.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        seconds: float = settings.SHARED_SECONDS
        if not seconds or request.method not in ("GET", "HEAD") or settings.SESSION_COOKIE_NAME in request.COOKIES:
            return get_response(request)
        key = (request.is_secure(), request.get_host(), request.path_info, request.META.get("QUERY_STRING", ""))
        page = _pages.get(key)
        if page is None or page.until < time.monotonic():
            response = get_response(request)
            if not _is_cacheable(response):
                return response
            page = _store(key, request, response, seconds)
        return _answer(request, page)

    return middleware


def _is_cacheable(response: HttpResponse) -> bool:
    """Return whether the page was declared shared, succeeded, and has no cookie or nonce."""
    return (
        getattr(response, "may_be_shared", False)
        and response.status_code == 200
        and not response.cookies
        and "'nonce-" not in response.get("Content-Security-Policy", "")
    )


def _store(key: Key, request: HttpRequest, response: HttpResponse, seconds: float) -> _Page:
    patch_vary_headers(response, ["Accept-Encoding"])
    del response["Content-Length"]
    small = gzip.compress(response.content, 6, mtime=0)
    headers = dict(response.items())
    page = _Page(time.monotonic() + seconds, request.resolver_match, headers, response.content, small)
    _pages[key] = page
    _pages.move_to_end(key)
    while len(_pages) > MOST_PAGES:
        _pages.popitem(last=False)
    return page


def _answer(request: HttpRequest, page: _Page) -> HttpResponse:
    request.resolver_match = page.route
    if (tag := page.headers.get("ETag")) and tag in request.headers.get("If-None-Match", ""):
        headers = {name: value for name, value in page.headers.items() if name != "Content-Type"}
        return HttpResponseNotModified(headers=headers)
    if "gzip" in request.META.get("HTTP_ACCEPT_ENCODING", ""):
        return HttpResponse(page.small, headers=page.headers | {"Content-Encoding": "gzip"})
    return HttpResponse(page.plain, headers=page.headers)


def clear_page_cache() -> None:
    """Clear the cache, so that every page is rendered again."""
    _pages.clear()
