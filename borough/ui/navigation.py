"""The places a layout's navigation offers, named by the apps that own them when they start."""

from dataclasses import dataclass
from enum import StrEnum

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse


class Face(StrEnum):
    """The layouts that have a navigation."""

    PUBLIC = "public"
    STAFF = "staff"


@dataclass(frozen=True, kw_only=True)
class Place:
    """One entry: shown to those who may open it, in order. The key is a browser access key."""

    label: str
    url_name: str
    order: int
    permission: str | None = None
    key: str | None = None
    group: str = ""  # the job it belongs to in the front office's side navigation
    icon: str = ""  # a symbol of static/ui/icons.svg


_PLACES: dict[Face, dict[str, Place]] = {face: {} for face in Face}


def offer(face: Face, *places: Place) -> None:
    """Add places to a face's navigation; call it from an app's `ready()`."""
    for place in places:
        _PLACES[face][place.url_name] = place


def entries(face: str, request: HttpRequest) -> list[dict[str, object]]:
    """The navigation for this request, as the service navigation component wants it."""
    offered = sorted(_PLACES[Face(face)].values(), key=lambda place: (place.order, place.label))
    made = (_entry(place, request) for place in offered if _open_to(place, request))
    return [entry for entry in made if entry]


def _open_to(place: Place, request: HttpRequest) -> bool:
    if place.permission is None:
        return True
    may = getattr(request, "may", None)  # set by the gate; missing on a page that failed before it
    return bool(may and may(place.permission))


def _entry(place: Place, request: HttpRequest) -> dict[str, object] | None:
    try:
        href = reverse(place.url_name)
    except NoReverseMatch:
        return None
    here = request.path == href
    attributes = {"accesskey": place.key} if place.key else {}
    within = href.count("/") > 2 and request.path.startswith(href)
    entry: dict[str, object] = {"text": place.label, "href": href, "current": here, "active": within}
    return entry | {"attributes": attributes, "group": place.group, "icon": place.icon}


def grouped(items: list[dict[str, object]]) -> list[tuple[str, list[dict[str, object]]]]:
    """Navigation entries by group, each group where its first entry stands."""
    groups: dict[str, list[dict[str, object]]] = {}
    for item in items:
        groups.setdefault(str(item["group"]), []).append(item)
    return list(groups.items())
