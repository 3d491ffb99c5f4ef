"""People, looked up by staff."""

from borough.people.models import Person


def find(reference: str) -> int | None:
    """The id of the person with a reference."""
    return Person.objects.filter(reference=reference).values_list("pk", flat=True).first()


def person_of_account(account_id: int) -> int | None:
    """The id of the person whose account it is."""
    return Person.objects.filter(account_id=account_id).values_list("pk", flat=True).first()
