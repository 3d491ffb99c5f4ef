"""Access middleware: default deny, with machines and people kept separate."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseNotAllowed,
    JsonResponse,
)
from django.shortcuts import redirect
from django.urls import get_callable
from django.utils.cache import patch_cache_control, patch_vary_headers

from borough.access import queries
from borough.access.rules.view_permissions import is_allowed, requirements_of
from borough.access.types import Requirement
from borough.foundation.clock import now

Answer = Callable[[HttpRequest], HttpResponseBase]


class AccessMiddleware:
    """Enforces the views' access declarations (see access.public); an undeclared view returns 404."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Set the request's principal, and keep pages of signed-in users out of shared caches."""
        request.principal = queries.ANONYMOUS  # type: ignore[attr-defined]
        request.may = partial(_may, request)  # type: ignore[attr-defined]
        response = self.get_response(request)
        if request.principal.is_signed_in and "Cache-Control" not in response:  # type: ignore[attr-defined]
            patch_cache_control(response, private=True, no_store=True)
        patch_vary_headers(response, ["Cookie"])
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: object, _kwargs: object
    ) -> HttpResponseBase | None:
        """Let the request through, or return a response."""
        if _holds_nul(request):
            raise BadRequest("What was sent holds a character that nothing can be written with.")
        asks = requirements_of(view)
        if not asks:
            raise Http404("This view does not say who may come.")
        method = "GET" if request.method == "HEAD" else str(request.method)
        if method not in asks:
            return _wrong_method(request, asks)
        ask = asks[method]
        if ask.machines:
            return _check_machine(request, ask)
        return _check_person(request, ask)


def _wrong_method(request: HttpRequest, requirements: Mapping[str, Requirement]) -> HttpResponse:
    """Return the 405 response; a person who opened a form's URL directly gets a page."""
    bare = HttpResponseNotAllowed(sorted(requirements))
    if request.method != "GET" or any(ask.machines for ask in requirements.values()):
        return bare
    page: HttpResponse = get_callable(settings.WRONG_METHOD_VIEW)(request)
    page.headers["Allow"] = bare.headers["Allow"]
    return page


def _holds_nul(request: HttpRequest) -> bool:
    """Return whether a path or form contains a NUL character, which the database cannot store.

    JSON from machines is validated field by field.
    """
    query_dicts = [request.GET] if request.content_type == "application/json" else [request.GET, request.POST]
    values = (value for query_dict in query_dicts for _, several in query_dict.lists() for value in several)
    return "\0" in request.path or any("\0" in str(value) for value in values)


def _may(request: HttpRequest, permission: str) -> bool:
    return bool(request.principal.may(permission))  # type: ignore[attr-defined]


def _check_machine(request: HttpRequest, requirement: Requirement) -> HttpResponse | None:
    principal = queries.check_token(request.headers.get("Authorization", ""), now()) or queries.ANONYMOUS
    request.principal = principal  # type: ignore[attr-defined]
    if is_allowed(requirement, principal):
        return None
    if not principal.is_signed_in:
        wanted = "Send an API token: Authorization: Bearer borough_…"
        return JsonResponse({"error": wanted}, status=401, headers={"WWW-Authenticate": "Bearer"})
    return JsonResponse({"error": f"This token may not do this: it needs {requirement.permission}."}, status=403)


def _check_person(request: HttpRequest, requirement: Requirement) -> HttpResponseBase | None:
    principal = queries.session_principal(request)
    request.principal = principal  # type: ignore[attr-defined]
    if is_allowed(requirement, principal):
        return None
    if not principal.is_signed_in:
        return redirect_to_login(request.get_full_path() if request.method in {"GET", "HEAD"} else "/")
    if principal.needs_second_step:
        return redirect("mfa_index")
    raise PermissionDenied
