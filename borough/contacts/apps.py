"""Contacts: the ledger of every contact anyone has with the council, on any channel."""

from django.apps import AppConfig


class ContactsConfig(AppConfig):
    """The spine."""

    name = "borough.contacts"
    label = "contacts"

    def ready(self) -> None:
        """Hear what an address means."""
        from borough.contacts import listeners  # noqa: PLC0415 - the apps below must be ready first

        listeners.connect()
