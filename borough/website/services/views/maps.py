"""Map images of the gazetteer around a point: the same for everybody, with no more than a street map shows."""

import hashlib

from django.http import Http404, HttpResponse

from borough.access.public import BoroughRequest, public, within_limit
from borough.gazetteer import public as gazetteer
from borough.kernel import grid
from borough.services.public import ACROSS

LOOKS = "240/m/ip"
CACHE_CONTROL = "public, max-age=3600"


@public()
def drawing(request: BoroughRequest, easting: int, northing: int, across: int) -> HttpResponse:
    """Return a square of streets and addresses as SVG.

    ?pin=easting,northing adds a marker; ?size=280 is for narrow screens.
    """
    if across not in ACROSS or easting > grid.MAX_EASTING or northing > grid.MAX_NORTHING:
        raise Http404
    if not within_limit(request, "map", LOOKS):
        return HttpResponse(status=429)
    size = next((option for option in gazetteer.SIZES if str(option) == request.GET.get("size")), gazetteer.SIZES[0])
    plan = gazetteer.map_plan(easting, northing, across)
    picture = gazetteer.draw_svg(plan, _pin(request.GET.get("pin", "")), size).encode()
    tag = f'"{hashlib.sha256(picture).hexdigest()[:16]}"'
    headers = {"Cache-Control": CACHE_CONTROL, "ETag": tag, "X-Content-Type-Options": "nosniff"}
    if request.headers.get("If-None-Match") == tag:
        return HttpResponse(status=304, headers=headers)
    return HttpResponse(picture, content_type="image/svg+xml", headers=headers)


def _pin(text: str) -> tuple[int, int] | None:
    east, comma, north = text.partition(",")
    if not comma or not all(part.isdecimal() and part.isascii() and len(part) <= 7 for part in (east, north)):
        return None
    return int(east), int(north)
