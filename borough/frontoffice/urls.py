"""URLs of the front office: those of every domain folder that has a `urls` module."""

from borough.ui.domains import domain_urls

app_name = "frontoffice"
urlpatterns = domain_urls("borough.frontoffice")
