"""URLs of the public website: the `urls` modules of every domain folder."""

from borough.ui.domains import domain_urls

app_name = "website"
urlpatterns = domain_urls("borough.website")
