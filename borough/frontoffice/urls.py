"""URLs of the front office: the `urls` modules of every domain folder."""

from borough.ui.domains import domain_urls

app_name = "frontoffice"
urlpatterns = domain_urls("borough.frontoffice")
