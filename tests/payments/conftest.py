"""The stand-in for every test here."""

from tests.payments.paying import pay  # noqa: F401 - a fixture
