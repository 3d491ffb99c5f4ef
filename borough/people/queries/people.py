"""People look-ups for staff."""

from collections.abc import Collection

from django.db.models import F, Func, QuerySet, Value

from borough.people.models import Person, StoredFact
from borough.people.queries.merged import canonical_person_id, merged_columns, merged_person_ids
from borough.people.rules import people as rules
from borough.people.types import Fact, PeoplePage, PersonDetail, SearchType

ON_A_PAGE = 25
MOST_PAGES = 20


def find(reference: str) -> int | None:
    """Return the ID of the person with a reference."""
    return Person.objects.filter(reference=reference).values_list("pk", flat=True).first()


def person_of_account(account_id: int) -> int | None:
    """Return the ID of the account's person."""
    row = Person.objects.filter(account_id=account_id).values_list("pk", "merged_into_id").first()
    if row is None:
        return None
    return canonical_person_id(row[0]) if row[1] else row[0]


def names_of(ids: Collection[int]) -> dict[int, str]:
    """Return names by ID, without erased people. For merged records, the canonical record's name."""
    rows = list(Person.objects.filter(pk__in=ids, erased_at=None).values_list("pk", "name", "merged_into_id"))
    over = {pk: canonical_person_id(pk) for pk, _, into in rows if into}
    names = dict(Person.objects.filter(pk__in=over.values()).values_list("pk", "name")) if over else {}
    return {pk: names[over[pk]] if pk in over else name for pk, name, _ in rows}


def details_of(person: Person) -> PersonDetail:
    """Convert a row to the form staff see."""
    data = {name: getattr(person, name) for name in PersonDetail.__dataclass_fields__ if name != "version"}
    return PersonDetail(**data, version=rules.version_of(data.values()))


def details(reference: str) -> PersonDetail | None:
    """Return the person with a reference."""
    person = Person.objects.filter(reference=reference).first()
    return details_of(person) if person else None


def facts_of(person_id: int) -> dict[str, Fact]:
    """Return a person's facts by key, including those in their record, with the time each was stated.

    For merged records, each fact is the one stated last, with its own source.
    """
    same = merged_person_ids(person_id)
    person = Person.objects.filter(pk__in=same[:1], erased_at=None).first()
    if person is None:
        return {}
    stored = _stored_facts(person, same)
    values = {key: getattr(person, key) for key in rules.CONTACT_FACTS} | {
        "address": rules.address_fact(person.address, person.uprn)
    }
    values |= {key: fact.value for key, fact in stored.items() if key not in rules.CONTACT_FACTS}
    facts = {}
    for key, value in values.items():
        fact = stored.get(key)
        since = fact.stated_at if fact else person.created_at
        if value:
            facts[key] = Fact(
                key=key,
                value=value,
                source=fact.source if fact else "record",
                confidence=fact.confidence if fact else "reported",
                stated_at=since,
                confirmed_at=fact.confirmed_at if fact else since,
            )
    return facts


def _stored_facts(person: Person, same: tuple[int, ...]) -> dict[str, StoredFact]:
    """Return the current fact for each key; for record columns, that of the record they were taken from."""
    rows = StoredFact.objects.filter(person_id__in=same).order_by("stated_at", "confirmed_at", "id")
    if len(same) == 1:
        return {fact.key: fact for fact in rows}
    facts = {fact.key: fact for fact in rows if fact.key not in rules.CONTACT_FACTS}
    over = merged_columns(person.pk)
    for fact in rows:
        after, source = over.get(fact.key, (None, person.pk))
        if fact.key in rules.CONTACT_FACTS and fact.person_id == (
            source if getattr(person, fact.key) == after else person.pk
        ):
            facts[fact.key] = fact
    return facts


def reference_of(person_id: int) -> str:
    """Return a person's reference: the canonical record's, if merged."""
    reference, into = Person.objects.values_list("reference", "merged_into_id").get(pk=person_id)
    return reference if into is None else reference_of(into)


def search(query: str, page: int = 1) -> PeoplePage:
    """Search people by reference, full email address, phone number or part of a name; erased ones by reference only."""
    by, text = rules.parse_search(query)
    rows = _matching(by, text).order_by("name", "id")
    start = (max(1, min(page, MOST_PAGES)) - 1) * ON_A_PAGE
    page_rows = list(rows[start : start + ON_A_PAGE + 1])
    by_id = {
        person.pk: person for person in map(_canonical, page_rows[:ON_A_PAGE])
    }  # including matches on a merged record
    people = tuple(details_of(person) for person in by_id.values())
    return PeoplePage(by=by, people=people, more=len(page_rows) > ON_A_PAGE and page < MOST_PAGES)


def _canonical(row: Person) -> Person:
    return row if row.merged_into_id is None else Person.objects.get(pk=canonical_person_id(row.pk))


def _matching(by: SearchType, text: str) -> QuerySet[Person]:
    if by is SearchType.REFERENCE:
        return Person.objects.filter(reference=text)
    present = Person.objects.filter(erased_at=None)
    if by is SearchType.EMAIL:
        return present.filter(email__iexact=text)
    if by is SearchType.PHONE:
        digits = Func(F("phone"), Value(r"\D"), Value(""), Value("g"), function="regexp_replace")
        return present.annotate(digits=digits).filter(digits__endswith=text[1:])  # whatever replaces the leading 0
    for word in text.split():
        present = present.filter(name__icontains=word)
    return present
