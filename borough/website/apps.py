"""Django app of the public website."""

from django.apps import AppConfig

from borough.kernel.messages import msg
from borough.ui.navigation import NavArea, NavItem, register_nav_items


class WebsiteConfig(AppConfig):
    """Pages for residents and councillors."""

    name = "borough.website"

    def ready(self) -> None:
        """Register the public places."""
        register_nav_items(
            NavArea.PUBLIC,
            NavItem(label=msg("Services"), url_name="website:services", order=10),
            NavItem(label=msg("Performance"), url_name="website:performance", order=20),
            NavItem(label=msg("Help and contact"), url_name="website:help", order=30),
            NavItem(label=msg("My Borough"), url_name="website:my", order=35),
            NavItem(label=msg("Your account"), url_name="access:home", order=40),
        )
