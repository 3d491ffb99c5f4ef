"""What the contacts pages add to the front office: navigation."""

from borough.access.public import Permission
from borough.ui.navigation import NavItem

NAVIGATION = (
    NavItem(
        label="Record",
        url_name="frontoffice:record",
        order=20,
        permission=Permission.CONTACTS_RECORD,
        key="r",
        group="Desk",
        icon="plus",
    ),
    NavItem(
        label="Contacts",
        url_name="frontoffice:contacts",
        order=30,
        permission=Permission.CONTACTS_VIEW,
        key="c",
        group="Desk",
        icon="chat",
    ),
)
