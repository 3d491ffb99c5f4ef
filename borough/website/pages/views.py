"""Public pages that need no sign-in."""

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from borough.access.public import BoroughRequest, public
from borough.foundation.ops.instance import is_demonstration
from borough.services import public as services
from borough.ui.page_cache import cached_public_page


@public()
@cached_public_page
def home(request: BoroughRequest) -> HttpResponse:
    """Show the home page with the main tasks."""
    return render(request, "website/pages/home.html", {"demonstration": is_demonstration()})


@public()
@cached_public_page
def help_page(request: BoroughRequest) -> HttpResponse:
    """List every way to contact the council; digital by default is not digital only."""
    known = sorted(services.catalogue().values(), key=lambda service: service.name)
    phones = [
        (service.name, reverse("website:service_start", args=[service.key]), service.routes.phone) for service in known
    ]
    return render(request, "website/pages/help.html", {"phones": phones})


@public()
@cached_public_page
def accessibility(request: BoroughRequest) -> HttpResponse:
    """Show the accessibility statement: SI 2018/952, regulation 8."""
    return render(request, "website/pages/accessibility.html")


@public()
@cached_public_page
def privacy(request: BoroughRequest) -> HttpResponse:
    """Show which data is stored about whom, and for how long."""
    return render(request, "website/pages/privacy.html")


@public()
@cached_public_page
def cookies(request: BoroughRequest) -> HttpResponse:
    """Describe the two cookies, both essential, so that no banner is needed: PECR, regulation 6(4)."""
    names = {"session": settings.SESSION_COOKIE_NAME, "csrf": settings.CSRF_COOKIE_NAME}
    return render(request, "website/pages/cookies.html", {"names": names})
