"""View permissions: the middleware denies any view or method without a declaration."""

from collections.abc import Callable
from typing import Any, TypeVar

from borough.access.types import Audience, Permission, Principal, Requirement

View = TypeVar("View", bound=Callable[..., Any])
ATTRIBUTE = "access_asks"


def requirements_of(view: Callable[..., Any]) -> dict[str, Requirement]:
    """Return the view's requirements by method; empty if undeclared."""
    requirements: dict[str, Requirement] = getattr(view, ATTRIBUTE, {})
    return requirements


def declare_requirement(view: View, methods: str, requirement: Requirement) -> View:
    """Set the requirement of a view for some methods (“GET POST”). HEAD follows GET."""
    asks = dict(requirements_of(view)) | dict.fromkeys(methods.split(), requirement)
    setattr(view, ATTRIBUTE, asks)
    return view


def public(methods: str = "GET") -> Callable[[View], View]:
    """Allow everybody: `@public()` or `@public("GET POST")`."""
    return lambda view: declare_requirement(view, methods, Requirement(audience=Audience.EVERYBODY))


def requires_sign_in(methods: str = "GET", *, before_second_step: bool = False) -> Callable[[View], View]:
    """Allow signed-in users, staff only after their second factor."""
    ask = Requirement(audience=Audience.SIGNED_IN, before_second_step=before_second_step)
    return lambda view: declare_requirement(view, methods, ask)


def requires(permission: Permission, methods: str = "GET") -> Callable[[View], View]:
    """Allow users with the permission. Stack two decorators for methods with different requirements."""
    return lambda view: declare_requirement(
        view, methods, Requirement(audience=Audience.PERMITTED, permission=permission)
    )


def machine_only(permission: Permission | None, methods: str = "GET") -> Callable[[View], View]:
    """Allow machines with a token of that scope; with None, any machine without a token."""
    who = Audience.PERMITTED if permission else Audience.EVERYBODY
    return lambda view: declare_requirement(
        view, methods, Requirement(audience=who, permission=permission, machines=True)
    )


def is_allowed(requirement: Requirement, principal: Principal) -> bool:
    """Return whether the principal meets the requirement."""
    if requirement.audience is Audience.EVERYBODY:
        return True
    if not principal.is_signed_in or (principal.needs_second_step and not requirement.before_second_step):
        return False
    return requirement.audience is Audience.SIGNED_IN or principal.may(str(requirement.permission))
