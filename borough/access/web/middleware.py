"""Access middleware: default deny, with machines and people kept separate."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import (
    Http404,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
)
from django.shortcuts import redirect
from django.urls import get_callable
from django.utils.cache import patch_cache_control, patch_vary_headers

from borough.access import queries
from borough.access.request import BoroughRequest
from borough.access.rules.view_permissions import is_allowed, requirements_of
from borough.access.types import ANONYMOUS, Requirement
from borough.foundation.clock import now
from borough.foundation.http.problems import problem

Answer = Callable[[BoroughRequest], HttpResponseBase]


class AccessMiddleware:
    """Enforces the views' access declarations (see access.public); an undeclared view returns 404."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: BoroughRequest) -> HttpResponseBase:
        """Set the request's principal, and keep pages of signed-in users out of shared caches."""
        request.principal = ANONYMOUS
        request.may = partial(_may, request)
        response = self.get_response(request)
        if request.principal.is_signed_in and "Cache-Control" not in response:
            patch_cache_control(response, private=True, no_store=True)
        patch_vary_headers(response, ["Cookie"])
        return response

    def process_view(
        self, request: BoroughRequest, view: Callable[..., Any], _args: object, _kwargs: object
    ) -> HttpResponseBase | None:
        """Let the request through, or return a response."""
        if _holds_nul(request):
            raise BadRequest("What was sent holds a character that nothing can be written with.")
        asks = requirements_of(view)
        if not asks:
            raise Http404("This view does not say who may come.")
        if request.method == "OPTIONS" and any(ask.machines for ask in asks.values()):
            return _options(view, asks)
        method = "GET" if request.method == "HEAD" else str(request.method)
        if method not in asks:
            return _wrong_method(request, asks)
        ask = asks[method]
        if ask.machines:
            return _check_machine(request, ask)
        return _check_person(request, ask)


def _options(view: Callable[..., Any], requirements: Mapping[str, Requirement]) -> HttpResponse:
    """Answer OPTIONS with the methods of an API view; those of public data may be called from any page (CORS)."""
    methods = {*requirements, "OPTIONS"} | ({"HEAD"} if "GET" in requirements else set())
    allowed = ", ".join(sorted(methods))
    headers = {"Allow": allowed}
    if getattr(view, "is_public_data", False):
        headers |= {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": allowed}
    return HttpResponse(status=204, headers=headers)


def _wrong_method(request: BoroughRequest, requirements: Mapping[str, Requirement]) -> HttpResponse:
    """Return the 405 response; a person who opened a form's URL directly gets a page."""
    bare = HttpResponseNotAllowed(sorted(requirements))
    if any(ask.machines for ask in requirements.values()):
        return problem("method-not-allowed", headers={"Allow": bare.headers["Allow"]})
    if request.method != "GET":
        return bare
    page: HttpResponse = get_callable(settings.WRONG_METHOD_VIEW)(request)
    page.headers["Allow"] = bare.headers["Allow"]
    return page


def _holds_nul(request: BoroughRequest) -> bool:
    """Return whether a path or form contains a NUL character, which the database cannot store.

    JSON from machines is validated field by field.
    """
    query_dicts = [request.GET] if request.content_type == "application/json" else [request.GET, request.POST]
    values = (value for query_dict in query_dicts for _, several in query_dict.lists() for value in several)
    return "\0" in request.path or any("\0" in str(value) for value in values)


def _may(request: BoroughRequest, permission: str) -> bool:
    return bool(request.principal.may(permission))


def _check_machine(request: BoroughRequest, requirement: Requirement) -> HttpResponse | None:
    principal = queries.check_token(request.headers.get("Authorization", ""), now()) or ANONYMOUS
    request.principal = principal
    if is_allowed(requirement, principal):
        return None
    if not principal.is_signed_in:
        return problem(
            "unauthenticated",
            "Send an API token: Authorization: Bearer borough_…",
            headers={"WWW-Authenticate": 'Bearer realm="borough"'},
        )
    return problem("forbidden", f"This token may not do this: it needs {requirement.permission}.")


def _check_person(request: BoroughRequest, requirement: Requirement) -> HttpResponseBase | None:
    principal = queries.session_principal(request)
    request.principal = principal
    if is_allowed(requirement, principal):
        return None
    if not principal.is_signed_in:
        return redirect_to_login(request.get_full_path() if request.method in {"GET", "HEAD"} else "/")
    if principal.needs_second_step:
        return redirect("mfa_index")
    raise PermissionDenied
