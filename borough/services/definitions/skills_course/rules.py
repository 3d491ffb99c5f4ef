"""Rules of a digital skills course booking."""


def title(topic: tuple[str, ...] | None) -> str:
    """Return the case title."""
    return f"Digital skills: {', '.join(topic or ('anything',)).replace('-', ' ')}"
