"""How a rule says no."""


class Refused(Exception):  # noqa: N818 - it is what happened, not a fault
    """A rule does not allow it; the message is a sentence for the person who asked."""
