"""How a rule says no."""


class Refused(Exception):
    """A rule does not allow it; the message is a sentence for the person who asked."""


class Stale(Refused):
    """What was to be saved has been changed by someone else since it was read; nothing was saved."""
