"""People, looked up by staff."""

from collections.abc import Collection

from django.db.models import F, Func, QuerySet, Value

from borough.people.models import HeldFact, Person
from borough.people.queries.same import one_that_stands, same_as, taken
from borough.people.rules import people as rules
from borough.people.types import By, Details, Fact, Found

ON_A_PAGE = 25
MOST_PAGES = 20


def find(reference: str) -> int | None:
    """The id of the person with a reference."""
    return Person.objects.filter(reference=reference).values_list("pk", flat=True).first()


def person_of_account(account_id: int) -> int | None:
    """The id of the person whose account it is."""
    found = Person.objects.filter(account_id=account_id).values_list("pk", "merged_into_id").first()
    if found is None:
        return None
    return one_that_stands(found[0]) if found[1] else found[0]


def names_of(ids: Collection[int]) -> dict[int, str]:
    """The names of several people, by id; those erased are left out. Of merged records, that of the one that stands."""
    rows = list(Person.objects.filter(pk__in=ids, erased_at=None).values_list("pk", "name", "merged_into_id"))
    over = {pk: one_that_stands(pk) for pk, _, into in rows if into}
    names = dict(Person.objects.filter(pk__in=over.values()).values_list("pk", "name")) if over else {}
    return {pk: names[over[pk]] if pk in over else name for pk, name, _ in rows}


def details_of(person: Person) -> Details:
    """A row as staff see it."""
    shown = {name: getattr(person, name) for name in Details.__dataclass_fields__ if name != "version"}
    return Details(**shown, version=rules.version_of(shown.values()))


def details(reference: str) -> Details | None:
    """The person with a reference."""
    person = Person.objects.filter(reference=reference).first()
    return details_of(person) if person else None


def facts_of(person_id: int) -> dict[str, Fact]:
    """What is held about a person, by key: of their record too, for which it is said since when it stands.

    Of records that were merged, each fact stands as it was stated last, with its own source.
    """
    same = same_as(person_id)
    person = Person.objects.filter(pk__in=same[:1], erased_at=None).first()
    if person is None:
        return {}
    held = _held(person, same)
    values = {key: getattr(person, key) for key in rules.REACH} | {
        "address": rules.address_fact(person.address, person.uprn)
    }
    values |= {key: one.value for key, one in held.items() if key not in rules.REACH}
    found = {}
    for key, value in values.items():
        one = held.get(key)
        since = one.stated_at if one else person.made_at
        if value:
            found[key] = Fact(
                key=key, value=value, source=one.source if one else "record", sure=one.sure if one else "heard",
                stated_at=since, confirmed_at=one.confirmed_at if one else since,
            )  # fmt: skip
    return found


def _held(person: Person, same: tuple[int, ...]) -> dict[str, HeldFact]:
    """The fact that stands for each key; of a record's own columns, that of the record they were taken from."""
    rows = HeldFact.objects.filter(person_id__in=same).order_by("stated_at", "confirmed_at", "id")
    if len(same) == 1:
        return {one.key: one for one in rows}
    found = {one.key: one for one in rows if one.key not in rules.REACH}
    over = taken(person.pk)
    for one in rows:
        after, source = over.get(one.key, (None, person.pk))
        if one.key in rules.REACH and one.person_id == (source if getattr(person, one.key) == after else person.pk):
            found[one.key] = one
    return found


def reference_of(person_id: int) -> str:
    """The reference of a person: of the record that stands, where theirs was merged."""
    reference, into = Person.objects.values_list("reference", "merged_into_id").get(pk=person_id)
    return reference if into is None else reference_of(into)


def search(words: str, page: int = 1) -> Found:
    """People by reference, whole email address, phone number or part of a name; erased ones by reference alone."""
    by, text = rules.read_search(words)
    rows = _matching(by, text).order_by("name", "id")
    start = (max(1, min(page, MOST_PAGES)) - 1) * ON_A_PAGE
    some = list(rows[start : start + ON_A_PAGE + 1])
    shown = {one.pk: one for one in map(_standing, some[:ON_A_PAGE])}  # found by what a merged record says, too
    people = tuple(details_of(one) for one in shown.values())
    return Found(by=by, people=people, more=len(some) > ON_A_PAGE and page < MOST_PAGES)


def _standing(row: Person) -> Person:
    return row if row.merged_into_id is None else Person.objects.get(pk=one_that_stands(row.pk))


def _matching(by: By, text: str) -> QuerySet[Person]:
    if by is By.REFERENCE:
        return Person.objects.filter(reference=text)
    present = Person.objects.filter(erased_at=None)
    if by is By.EMAIL:
        return present.filter(email__iexact=text)
    if by is By.PHONE:
        digits = Func(F("phone"), Value(r"\D"), Value(""), Value("g"), function="regexp_replace")
        return present.annotate(digits=digits).filter(digits__endswith=text[1:])  # whatever stands for the first 0
    for word in text.split():
        present = present.filter(name__icontains=word)
    return present
