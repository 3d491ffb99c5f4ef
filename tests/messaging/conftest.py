"""The fixtures of every test here."""

from tests.messaging.posting import notify, templates  # noqa: F401 - fixtures
