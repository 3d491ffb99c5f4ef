"""The record that stands for a person, held while something is written of them."""

from borough.people.models import Person


def lock_canonical_person(person_id: int) -> Person:
    """The record that stands for this one, held until the transaction ends."""
    person = Person.objects.select_for_update().get(pk=person_id)
    return person if person.merged_into_id is None else lock_canonical_person(person.merged_into_id)
