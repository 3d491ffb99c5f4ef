"""How a rule says no."""


class Refused(Exception):
    """A rule does not allow it; the message is a sentence for the person who asked."""

    @property
    def sentence(self) -> str:
        """The message, still to be said in another language where it was made so."""
        return self.args[0] if self.args else ""


class Stale(Refused):
    """What was to be saved has been changed by someone else since it was read; nothing was saved."""
