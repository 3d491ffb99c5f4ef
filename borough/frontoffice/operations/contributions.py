"""What the operations pages add to the front office: navigation."""

from borough.access.public import Permission
from borough.ui.navigation import NavItem

NAVIGATION = (
    NavItem(
        label="Retention",
        url_name="frontoffice:retention",
        order=62,
        permission=Permission.RETENTION_VIEW,
        key="",
        group="Operations",
        icon="clock",
    ),
    NavItem(
        label="Jobs",
        url_name="frontoffice:jobs",
        order=70,
        permission=Permission.JOBS_VIEW,
        key="j",
        group="Operations",
        icon="transfer",
    ),
    NavItem(
        label="Audit",
        url_name="frontoffice:audit",
        order=75,
        permission=Permission.AUDIT_VIEW,
        key="",
        group="Operations",
        icon="eye",
    ),
    NavItem(
        label="Access",
        url_name="access:people",
        order=80,
        permission=Permission.ACCESS_VIEW,
        key="a",
        group="Operations",
        icon="lock",
    ),
)
