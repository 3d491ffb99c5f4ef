"""The canonical record of a person, locked for writing."""

from borough.people.models import Person


def lock_canonical_person(person_id: int) -> Person:
    """Return the canonical record of this person, locked until the transaction ends."""
    person = Person.objects.select_for_update().get(pk=person_id)
    return person if person.merged_into_id is None else lock_canonical_person(person.merged_into_id)
