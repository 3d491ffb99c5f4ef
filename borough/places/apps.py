"""Places: the gazetteer of streets, land and property, on which every service hangs."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """The Local Land and Property Gazetteer (BS 7666), its wards and parishes, and ways to find an address in it."""

    name = "borough.places"
    label = "places"
