"""The app of the front office."""

from django.apps import AppConfig

from borough.access.types import Permission
from borough.ui.navigation import Face, Place, offer


class FrontofficeConfig(AppConfig):
    """Pages for staff."""

    name = "borough.frontoffice"

    def ready(self) -> None:
        """Offer the staff's places. The keys are browser access keys, such as Alt+Shift+R in Firefox."""
        offer(
            Face.STAFF,
            Place(
                label="Home",
                url_name="frontoffice:home",
                order=10,
                permission=Permission.OFFICE_VIEW,
                key="h",
            ),
            Place(
                label="Record",
                url_name="frontoffice:record",
                order=20,
                permission=Permission.CONTACTS_RECORD,
                key="r",
            ),
            Place(
                label="Contacts",
                url_name="frontoffice:contacts",
                order=30,
                permission=Permission.CONTACTS_VIEW,
                key="c",
            ),
            Place(
                label="People",
                url_name="frontoffice:people",
                order=25,
                permission=Permission.PEOPLE_VIEW,
                key="p",
            ),
            Place(label="Erasure", url_name="frontoffice:erasures", order=60, permission=Permission.PEOPLE_ERASE),
            Place(label="Jobs", url_name="frontoffice:jobs", order=70, permission=Permission.JOBS_VIEW, key="j"),
            Place(label="Access", url_name="access:people", order=80, permission=Permission.ACCESS_VIEW, key="a"),
        )
