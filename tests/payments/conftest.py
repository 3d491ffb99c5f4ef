"""The stand-in for every test here."""

from tests.payments.card_payments import pay  # noqa: F401 - a fixture
