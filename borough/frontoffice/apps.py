"""Django app of the front office."""

from django.apps import AppConfig
from django.conf import settings

from borough.messaging.types import Template
from borough.ui.navigation import NavArea, register_nav_items

PAY_LINK = Template(
    key="pay-link",
    name="Link to pay",
    subject="Pay for ((what))",
    email="You asked us about ((what)).\n\nThe price is ((amount)).\n\n[Pay by card](((link)))\n\n"
    "You can pay with this link until ((until)). You pay on GOV.UK Pay. We never ask for your card number.",
    text="Pay ((amount)) for ((what)) by ((until)): ((link))",
    sample=(
        ("what", "garden waste, 1 bin"),
        ("amount", "£45"),
        ("until", "21 December 2026"),
        ("link", f"{settings.PUBLIC_URL}/pay/"),
    ),
)
"""Payment link message for callers, so that they never read card numbers to an adviser."""


class FrontofficeConfig(AppConfig):
    """Pages for staff."""

    name = "borough.frontoffice"

    def ready(self) -> None:
        """Register the staff navigation."""
        from borough.ui.domains import domain_modules  # noqa: PLC0415 - the apps below must be ready first

        for module in domain_modules("borough.frontoffice", "contributions"):
            register_nav_items(NavArea.STAFF, *module.NAVIGATION)
        from borough.frontoffice.listeners import connect  # noqa: PLC0415 - the apps below must be ready first
        from borough.messaging.public import register_templates as offer_messages  # noqa: PLC0415 - as above

        offer_messages([PAY_LINK])
        connect()
