"""The council's own style sheet, logo and font, at addresses that change with their content."""

from django.http import Http404, HttpResponse

from borough.access.public import BoroughRequest, public
from borough.ui import theme
from borough.ui.page_cache import cached_public_page

FOR_A_YEAR = "public, max-age=31536000, immutable"
CHECKED = "no-cache"  # the address of another version: right now, but not for long


def _answer(file: theme.BrandFile, digest: str) -> HttpResponse:
    headers = {
        "Cache-Control": FOR_A_YEAR if digest == file.digest else CHECKED,
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(file.content, content_type=file.media_type, headers=headers)


@public()
@cached_public_page
def style_sheet(request: BoroughRequest, digest: str) -> HttpResponse:
    """The custom properties of the brand in use."""
    del request
    return _answer(theme.theme(), digest)


@public()
@cached_public_page
def brand_file(request: BoroughRequest, digest: str, name: str) -> HttpResponse:
    """The logo or the font that the council's pack brings."""
    del request
    file = theme.served_file(name)
    if file is None:
        raise Http404
    return _answer(file, digest)
