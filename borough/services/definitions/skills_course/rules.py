"""What a digital skills course is asked for."""


def title(topic: tuple[str, ...] | None) -> str:
    """What the case is called."""
    return f"Digital skills: {', '.join(topic or ('anything',)).replace('-', ' ')}"
