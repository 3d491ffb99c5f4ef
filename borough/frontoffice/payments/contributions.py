"""What the payments pages add to the front office: navigation."""

from borough.access.public import Permission
from borough.ui.navigation import NavItem

NAVIGATION = (
    NavItem(
        label="Payments",
        url_name="frontoffice:payments",
        order=40,
        permission=Permission.PAYMENTS_VIEW,
        key="y",
        group="Money",
        icon="card",
    ),
)
