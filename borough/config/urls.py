"""All URLs of the site."""

from django.urls import include, path

from borough.api.urls import urlpatterns as machine_addresses

handler400 = "borough.website.errors.bad_request"
handler403 = "borough.website.errors.forbidden"
handler404 = "borough.website.errors.page_missing"
handler429 = "borough.website.errors.too_many"  # looked up by the sign-in library
handler500 = "borough.website.errors.server_error"

urlpatterns = [
    *machine_addresses,
    path("", include("borough.access.urls")),
    path("office/", include("borough.frontoffice.urls")),
    path("", include("borough.website.urls")),
]
