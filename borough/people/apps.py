"""People: the customers of the council and what we hold about them."""

from django.apps import AppConfig


class PeopleConfig(AppConfig):
    """Residents, businesses and visitors."""

    name = "borough.people"
    label = "people"
