"""Count page events, without any personal identifier."""

from datetime import date

from borough.services.models import Visit


def count(*, on: date, service: str, mode: str, page: str, what: str) -> None:
    """Increment a daily page counter."""
    Visit.objects.create(on=on, service=service, mode=mode, page=page, what=what)
