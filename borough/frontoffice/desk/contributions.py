"""What the desk pages add to the front office: navigation."""

from borough.access.public import Permission
from borough.ui.navigation import NavItem

NAVIGATION = (
    NavItem(
        label="Home",
        url_name="frontoffice:home",
        order=10,
        permission=Permission.OFFICE_VIEW,
        key="h",
        group="Desk",
        icon="home",
    ),
)
