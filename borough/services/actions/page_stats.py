"""Count what happens to pages, and tie it to nobody."""

from datetime import date

from borough.services.models import Visit


def count(*, on: date, service: str, mode: str, page: str, what: str) -> None:
    """One more of something on a day."""
    Visit.objects.create(on=on, service=service, mode=mode, page=page, what=what)
