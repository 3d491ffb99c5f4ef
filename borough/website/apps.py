"""The app of the public website."""

from django.apps import AppConfig

from borough.kernel.sentences import say
from borough.ui.navigation import Face, Place, offer


class WebsiteConfig(AppConfig):
    """Pages for residents and members."""

    name = "borough.website"

    def ready(self) -> None:
        """Offer the public places."""
        offer(
            Face.PUBLIC,
            Place(label=say("Services"), url_name="website:services", order=10),
            Place(label=say("Performance"), url_name="website:performance", order=20),
            Place(label=say("Help and contact"), url_name="website:help", order=30),
            Place(label=say("My Borough"), url_name="website:my", order=35),
            Place(label=say("Your account"), url_name="access:home", order=40),
        )
