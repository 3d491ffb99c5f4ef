"""Every address of the site."""

from django.urls import include, path

from borough.api.urls import urlpatterns as machine_addresses

handler400 = "borough.website.web.errors.bad_request"
handler403 = "borough.website.web.errors.forbidden"
handler404 = "borough.website.web.errors.not_found"
handler429 = "borough.website.web.errors.too_many"  # asked for by the sign-in library
handler500 = "borough.website.web.errors.server_error"

urlpatterns = [
    *machine_addresses,
    path("", include("borough.access.urls")),
    path("office/", include("borough.frontoffice.urls")),
    path("", include("borough.website.urls")),
]
