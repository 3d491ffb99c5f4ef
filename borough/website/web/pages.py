"""The pages residents and members read without signing in."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from borough.access.public import open_to_all
from borough.foundation.home import is_demonstration
from borough.services import public as services
from borough.ui.shared import shared


@open_to_all()
@shared
def home(request: HttpRequest) -> HttpResponse:
    """What a resident in a hurry can do here."""
    return render(request, "website/home.html", {"demonstration": is_demonstration()})


@open_to_all()
@shared
def help_page(request: HttpRequest) -> HttpResponse:
    """Every way to reach the council; digital by default is not digital only."""
    known = sorted(services.catalogue().values(), key=lambda one: one.name)
    phones = [(one.name, reverse("website:service_start", args=[one.key]), one.routes.phone) for one in known]
    return render(request, "website/help.html", {"phones": phones})


@open_to_all()
@shared
def accessibility(request: HttpRequest) -> HttpResponse:
    """The accessibility statement: SI 2018/952, regulation 8."""
    return render(request, "website/accessibility.html")


@open_to_all()
@shared
def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept about whom, and for how long."""
    return render(request, "website/privacy.html")


@open_to_all()
@shared
def cookies(request: HttpRequest) -> HttpResponse:
    """The two cookies, both essential, so that no banner is needed: PECR, regulation 6(4)."""
    names = {"session": settings.SESSION_COOKIE_NAME, "csrf": settings.CSRF_COOKIE_NAME}
    return render(request, "website/cookies.html", {"names": names})
