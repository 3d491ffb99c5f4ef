"""What the teams pages add to the front office: navigation."""

from borough.access.public import Permission
from borough.ui.navigation import NavItem

NAVIGATION = (
    NavItem(
        label="Teams",
        url_name="frontoffice:teams",
        order=78,
        permission=Permission.STAFF_EDIT,
        key="",
        group="Operations",
        icon="people",
    ),
)
