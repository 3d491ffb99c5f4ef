"""Contacts: the ledger of every contact anyone has with the council, on any channel."""

from django.apps import AppConfig


class ContactsConfig(AppConfig):
    """The spine."""

    name = "borough.contacts"
    label = "contacts"
