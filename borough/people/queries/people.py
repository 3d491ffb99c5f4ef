"""People, looked up by staff."""

from collections.abc import Collection

from django.db.models import F, Func, QuerySet, Value

from borough.people.models import HeldFact, Person
from borough.people.rules import people as rules
from borough.people.types import By, Details, Fact, Found

ON_A_PAGE = 25
MOST_PAGES = 20


def find(reference: str) -> int | None:
    """The id of the person with a reference."""
    return Person.objects.filter(reference=reference).values_list("pk", flat=True).first()


def person_of_account(account_id: int) -> int | None:
    """The id of the person whose account it is."""
    return Person.objects.filter(account_id=account_id).values_list("pk", flat=True).first()


def names_of(ids: Collection[int]) -> dict[int, str]:
    """The names of several people, by id; those erased are left out."""
    return dict(Person.objects.filter(pk__in=ids, erased_at=None).values_list("pk", "name"))


def details_of(person: Person) -> Details:
    """A row as staff see it."""
    shown = {name: getattr(person, name) for name in Details.__dataclass_fields__ if name != "version"}
    return Details(**shown, version=rules.version_of(shown.values()))


def details(reference: str) -> Details | None:
    """The person with a reference."""
    person = Person.objects.filter(reference=reference).first()
    return details_of(person) if person else None


def facts_of(person_id: int) -> dict[str, Fact]:
    """What is held about a person, by key: of their record too, for which it is said since when it stands."""
    person = Person.objects.filter(pk=person_id, erased_at=None).first()
    if person is None:
        return {}
    held = {one.key: one for one in HeldFact.objects.filter(person_id=person_id)}
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


def reference_of(person_id: int) -> str:
    """The reference of a person."""
    return Person.objects.values_list("reference", flat=True).get(pk=person_id)


def search(words: str, page: int = 1) -> Found:
    """People by reference, whole email address, phone number or part of a name; erased ones by reference alone."""
    by, text = rules.read_search(words)
    rows = _matching(by, text).order_by("name", "id")
    start = (max(1, min(page, MOST_PAGES)) - 1) * ON_A_PAGE
    some = [details_of(row) for row in rows[start : start + ON_A_PAGE + 1]]
    return Found(by=by, people=tuple(some[:ON_A_PAGE]), more=len(some) > ON_A_PAGE and page < MOST_PAGES)


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
