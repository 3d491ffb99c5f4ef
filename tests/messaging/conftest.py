"""The fixtures of every test here."""

from tests.messaging.sample_messages import notify, templates  # noqa: F401 - fixtures
