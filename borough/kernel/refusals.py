"""How a rule says no."""


class Refused(Exception):
    """A rule does not allow it; the message is a sentence for the person who asked."""
