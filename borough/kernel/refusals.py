"""Errors raised when a rule does not allow an action."""


class Refused(Exception):
    """A rule does not allow the action; the message is shown to the user."""

    @property
    def sentence(self) -> str:
        """Return the message, still translatable where it was created so."""
        return self.args[0] if self.args else ""


class Stale(Refused):
    """The record was changed by someone else since it was read; nothing was saved."""
