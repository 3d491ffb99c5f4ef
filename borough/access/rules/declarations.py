"""What a view says about who may come: the gate refuses a view, or a method, that says nothing."""

from collections.abc import Callable
from typing import Any, TypeVar

from borough.access.types import Ask, Permission, Principal, Who

View = TypeVar("View", bound=Callable[..., Any])
ATTRIBUTE = "access_asks"


def asks_of(view: Callable[..., Any]) -> dict[str, Ask]:
    """What the view asks, by method; empty when it never said."""
    found: dict[str, Ask] = getattr(view, ATTRIBUTE, {})
    return found


def declare(view: View, methods: str, ask: Ask) -> View:
    """Write on the view what the methods (“GET POST”) ask. HEAD goes with GET."""
    asks = dict(asks_of(view)) | dict.fromkeys(methods.split(), ask)
    setattr(view, ATTRIBUTE, asks)
    return view


def open_to_all(methods: str = "GET") -> Callable[[View], View]:
    """Everybody may come: `@open_to_all()` or `@open_to_all("GET POST")`."""
    return lambda view: declare(view, methods, Ask(who=Who.EVERYBODY))


def signed_in(methods: str = "GET", *, before_second_step: bool = False) -> Callable[[View], View]:
    """Whoever has signed in may come, staff only after their second step."""
    ask = Ask(who=Who.SIGNED_IN, before_second_step=before_second_step)
    return lambda view: declare(view, methods, ask)


def needs(permission: Permission, methods: str = "GET") -> Callable[[View], View]:
    """Those with the permission may come. Stack two for two methods that ask differently."""
    return lambda view: declare(view, methods, Ask(who=Who.PERMITTED, permission=permission))


def machines(permission: Permission | None, methods: str = "GET") -> Callable[[View], View]:
    """A machine may come, with a token of that scope; with None any machine may, without one."""
    who = Who.PERMITTED if permission else Who.EVERYBODY
    return lambda view: declare(view, methods, Ask(who=who, permission=permission, machines=True))


def allows(ask: Ask, principal: Principal) -> bool:
    """Whether the principal gets past what is asked."""
    if ask.who is Who.EVERYBODY:
        return True
    if not principal.signed_in or (principal.needs_second_step and not ask.before_second_step):
        return False
    return ask.who is Who.SIGNED_IN or principal.may(str(ask.permission))
