"""What a view says about who may come: the gate refuses a view, or a method, that says nothing."""

from collections.abc import Callable
from typing import Any, TypeVar

from borough.access.types import Audience, Permission, Principal, Requirement

View = TypeVar("View", bound=Callable[..., Any])
ATTRIBUTE = "access_asks"


def requirements_of(view: Callable[..., Any]) -> dict[str, Requirement]:
    """What the view asks, by method; empty when it never said."""
    requirements: dict[str, Requirement] = getattr(view, ATTRIBUTE, {})
    return requirements


def declare_requirement(view: View, methods: str, requirement: Requirement) -> View:
    """Write on the view what the methods (“GET POST”) ask. HEAD goes with GET."""
    asks = dict(requirements_of(view)) | dict.fromkeys(methods.split(), requirement)
    setattr(view, ATTRIBUTE, asks)
    return view


def public(methods: str = "GET") -> Callable[[View], View]:
    """Everybody may come: `@open_to_all()` or `@open_to_all("GET POST")`."""
    return lambda view: declare_requirement(view, methods, Requirement(audience=Audience.EVERYBODY))


def requires_sign_in(methods: str = "GET", *, before_second_step: bool = False) -> Callable[[View], View]:
    """Whoever has signed in may come, staff only after their second step."""
    ask = Requirement(audience=Audience.SIGNED_IN, before_second_step=before_second_step)
    return lambda view: declare_requirement(view, methods, ask)


def requires(permission: Permission, methods: str = "GET") -> Callable[[View], View]:
    """Those with the permission may come. Stack two for two methods that ask differently."""
    return lambda view: declare_requirement(view, methods, Requirement(audience=Audience.PERMITTED, permission=permission))


def machine_only(permission: Permission | None, methods: str = "GET") -> Callable[[View], View]:
    """A machine may come, with a token of that scope; with None any machine may, without one."""
    who = Audience.PERMITTED if permission else Audience.EVERYBODY
    return lambda view: declare_requirement(view, methods, Requirement(audience=who, permission=permission, machines=True))


def is_allowed(requirement: Requirement, principal: Principal) -> bool:
    """Whether the principal gets past what is asked."""
    if requirement.audience is Audience.EVERYBODY:
        return True
    if not principal.is_signed_in or (principal.needs_second_step and not requirement.before_second_step):
        return False
    return requirement.audience is Audience.SIGNED_IN or principal.may(str(requirement.permission))
