"""The request as views see it after the access middleware."""

from collections.abc import Callable

from django.http import HttpRequest

from borough.access.types import Principal


class BoroughRequest(HttpRequest):
    """A request with its principal: the middleware sets both attributes on every request it lets through."""

    principal: Principal
    may: Callable[[str], bool]  # whether the principal holds a permission
