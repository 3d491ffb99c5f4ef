"""The fixtures of every test here."""

from tests.post.posting import notify, templates  # noqa: F401 - fixtures
