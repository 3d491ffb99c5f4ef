"""Layout navigation, registered by the owning apps at start-up."""

from dataclasses import dataclass
from enum import StrEnum

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse


class NavArea(StrEnum):
    """The layouts with a navigation."""

    PUBLIC = "public"
    STAFF = "staff"


@dataclass(frozen=True, kw_only=True)
class NavItem:
    """A navigation entry, shown to users who may open it, in order. The key is a browser access key."""

    label: str
    url_name: str
    order: int
    permission: str | None = None
    key: str | None = None
    group: str = ""  # the job it belongs to in the front office's side navigation
    icon: str = ""  # a symbol of static/ui/icons.svg


_ITEMS: dict[NavArea, dict[str, NavItem]] = {face: {} for face in NavArea}


def register_nav_items(face: NavArea, *items: NavItem) -> None:
    """Add entries to a layout's navigation; call it from an app's `ready()`."""
    for item in items:
        _ITEMS[face][item.url_name] = item


def nav_items(face: str, request: HttpRequest) -> list[dict[str, object]]:
    """Return the navigation for this request, as the service navigation component expects it."""
    offered = sorted(_ITEMS[NavArea(face)].values(), key=lambda item: (item.order, item.label))
    candidates = (_entry(item, request) for item in offered if _is_visible(item, request))
    return [entry for entry in candidates if entry]


def _is_visible(item: NavItem, request: HttpRequest) -> bool:
    if item.permission is None:
        return True
    may = getattr(request, "may", None)  # set by the middleware; missing if the failure was earlier
    return bool(may and may(item.permission))


def _entry(item: NavItem, request: HttpRequest) -> dict[str, object] | None:
    try:
        href = reverse(item.url_name)
    except NoReverseMatch:
        return None
    here = request.path == href
    attributes = {"accesskey": item.key} if item.key else {}
    within = href.count("/") > 2 and request.path.startswith(href)
    entry: dict[str, object] = {"text": item.label, "href": href, "current": here, "active": within}
    return entry | {"attributes": attributes, "group": item.group, "icon": item.icon}


def grouped_nav_items(items: list[dict[str, object]]) -> list[tuple[str, list[dict[str, object]]]]:
    """Navigation entries by group, each group where its first entry stands."""
    groups: dict[str, list[dict[str, object]]] = {}
    for item in items:
        groups.setdefault(str(item["group"]), []).append(item)
    return list(groups.items())
