"""Django app of the front office."""

from django.apps import AppConfig
from django.conf import settings

from borough.access.types import Permission
from borough.messaging.types import Template
from borough.ui.navigation import NavArea, NavItem, register_nav_items

PLACES = (
    ("Home", "frontoffice:home", 10, Permission.OFFICE_VIEW, "h"),
    ("Record", "frontoffice:record", 20, Permission.CONTACTS_RECORD, "r"),
    ("People", "frontoffice:people", 25, Permission.PEOPLE_VIEW, "p"),
    ("Addresses", "frontoffice:addresses", 27, Permission.GAZETTEER_VIEW, "g"),
    ("Gazetteer", "frontoffice:gazetteer", 28, Permission.GAZETTEER_EDIT, ""),
    ("Waste", "frontoffice:waste", 29, Permission.WASTE_VIEW, "b"),
    ("Contacts", "frontoffice:contacts", 30, Permission.CONTACTS_VIEW, "c"),
    ("Services", "frontoffice:services", 15, Permission.SERVICES_ASSIST, "s"),
    ("Cases", "frontoffice:cases", 17, Permission.CASES_VIEW, "w"),
    ("Messages", "frontoffice:messages", 35, Permission.MESSAGING_VIEW, "m"),
    ("Payments", "frontoffice:payments", 40, Permission.PAYMENTS_VIEW, "y"),
    ("Retention", "frontoffice:retention", 62, Permission.RETENTION_VIEW, ""),
    ("Teams", "frontoffice:teams", 78, Permission.STAFF_EDIT, ""),
    ("Erasure", "frontoffice:erasures", 60, Permission.PEOPLE_ERASE, ""),
    ("Jobs", "frontoffice:jobs", 70, Permission.JOBS_VIEW, "j"),
    ("Audit", "frontoffice:audit", 75, Permission.AUDIT_VIEW, ""),
    ("Access", "access:people", 80, Permission.ACCESS_VIEW, "a"),
)
"""Staff navigation: label, URL, permission and browser access key, such as Alt+Shift+R in Firefox."""

GROUPS = {
    "home": ("Desk", "home"),
    "record": ("Desk", "plus"),
    "contacts": ("Desk", "chat"),
    "messages": ("Desk", "mail"),
    "people": ("Customers", "people"),
    "services": ("Services and cases", "form"),
    "cases": ("Services and cases", "folder"),
    "addresses": ("Places", "pin"),
    "gazetteer": ("Places", "book"),
    "waste": ("Waste", "bin"),
    "payments": ("Money", "card"),
    "retention": ("Operations", "clock"),
    "teams": ("Operations", "people"),
    "erasures": ("Operations", "cross"),
    "jobs": ("Operations", "transfer"),
    "audit": ("Operations", "eye"),
}
"""The job of the side navigation that each page belongs to, and its icon, by the last part of the URL name."""

OTHER_GROUP = ("Operations", "lock")


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


def _group(url_name: str) -> tuple[str, str]:
    app, name = url_name.split(":")
    return GROUPS.get(name, OTHER_GROUP) if app == "frontoffice" else OTHER_GROUP


class FrontofficeConfig(AppConfig):
    """Pages for staff."""

    name = "borough.frontoffice"

    def ready(self) -> None:
        """Register the staff navigation."""
        places = (
            NavItem(label=label, url_name=url_name, order=order, permission=permission, key=key, group=group, icon=icon)
            for label, url_name, order, permission, key in PLACES
            for group, icon in [_group(url_name)]
        )
        register_nav_items(NavArea.STAFF, *places)
        from borough.frontoffice.listeners import connect  # noqa: PLC0415 - the apps below must be ready first
        from borough.messaging.public import register_templates as offer_messages  # noqa: PLC0415 - as above

        offer_messages([PAY_LINK])
        connect()
