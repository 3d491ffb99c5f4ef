"""Contacts: the ledger of every contact with the council, on any channel."""

from django.apps import AppConfig


class ContactsConfig(AppConfig):
    """The contact ledger."""

    name = "borough.contacts"
    label = "contacts"

    def ready(self) -> None:
        """Subscribe to address resolution."""
        from borough.contacts import listeners  # noqa: PLC0415 - the apps below must be ready first

        listeners.connect()
