"""URLs of the public website: those of every domain folder that has a `urls` module."""

from borough.ui.domains import domain_urls

app_name = "website"
urlpatterns = domain_urls("borough.website")
