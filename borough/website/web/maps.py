"""Pictures of the gazetteer around a point: the same for everybody, with nothing that a street map does not show."""

import hashlib

from django.http import Http404, HttpRequest, HttpResponse

from borough.access.public import open_to_all, within_limit
from borough.kernel import grid
from borough.places import public as places
from borough.services.public import ACROSS

LOOKS = "240/m/ip"
KEPT = "public, max-age=3600"


@open_to_all()
def drawing(request: HttpRequest, easting: int, northing: int, across: int) -> HttpResponse:
    """A square of streets and addresses as SVG.

    ?pin=easting,northing puts a pin in it; ?size=280 is for narrow screens.
    """
    if across not in ACROSS or easting > grid.EAST or northing > grid.NORTH:
        raise Http404
    if not within_limit(request, "map", LOOKS):
        return HttpResponse(status=429)
    size = next((one for one in places.SIZES if str(one) == request.GET.get("size")), places.SIZES[0])
    plan = places.plan(easting, northing, across)
    picture = places.drawn(plan, _pin(request.GET.get("pin", "")), size).encode()
    tag = f'"{hashlib.sha256(picture).hexdigest()[:16]}"'
    headers = {"Cache-Control": KEPT, "ETag": tag, "X-Content-Type-Options": "nosniff"}
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(picture, content_type="image/svg+xml", headers=headers)


def _pin(told: str) -> tuple[int, int] | None:
    east, comma, north = told.partition(",")
    if not comma or not all(one.isdecimal() and one.isascii() and len(one) <= 7 for one in (east, north)):
        return None
    return int(east), int(north)
