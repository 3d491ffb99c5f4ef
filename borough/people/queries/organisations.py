"""Organisations, who acts for them, and what is held about them."""

from collections.abc import Collection, Iterable

from django.db.models import F, Func, Q, QuerySet, Value
from django.db.models.functions import Lower

from borough.kernel.references import tidy
from borough.people.models import Acting, HeldFact, Living, Organisation, Person
from borough.people.queries.same import one_that_stands, same_as
from borough.people.rules import people as people_rules
from borough.people.types import Fact
from borough.people.types.belonging import ActsFor, Belongs, OrganisationsFound, OrganisationShown

ON_A_PAGE = 25
MOST_PAGES = 20
NAMESAKES = 5
MOST = 100  # organisations that one person acts for: an accountant's clients are more, and are found by name


def shown(row: Organisation) -> OrganisationShown:
    """A row as staff see it."""
    told = {name: getattr(row, name) for name in OrganisationShown.__dataclass_fields__ if name != "version"}
    return OrganisationShown(**told, version=people_rules.version_of(told.values()))


def organisation(reference: str) -> OrganisationShown | None:
    """The organisation of a reference."""
    row = Organisation.objects.filter(reference=reference).first()
    return shown(row) if row else None


def names_of(ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """References and names of several organisations, by id."""
    rows = Organisation.objects.filter(pk__in=ids).values_list("pk", "reference", "name")
    return {pk: (reference, name or "Erased") for pk, reference, name in rows}


def find(words: str, page: int = 1) -> OrganisationsFound:
    """Organisations by reference, number, email address, telephone number or part of a name; the erased by none."""
    rows = Organisation.objects.filter(_matching(" ".join(words.split())), erased_at=None).order_by("name", "id")
    start = (max(1, min(page, MOST_PAGES)) - 1) * ON_A_PAGE
    some = list(rows[start : start + ON_A_PAGE + 1])
    return OrganisationsFound(
        organisations=tuple(map(shown, some[:ON_A_PAGE])), more=len(some) > ON_A_PAGE and page < MOST_PAGES
    )


def _matching(text: str) -> Q:
    plain = "".join(text.split()).upper()
    found = Q(reference=tidy(text) or "-") | Q(number=plain) | Q(number=plain.zfill(8))
    if "@" in text:
        return found | Q(email__iexact=text)
    if not any(letter.isalpha() for letter in text):
        return found | (Q(pk__in=_by_phone(people_rules.number(text))) if len(plain) >= 6 else Q())
    name = Q()
    for word in text.split():
        name &= Q(name__icontains=word)
    return found | name


def _by_phone(digits: str) -> QuerySet[Organisation]:
    told = Func(F("phone"), Value(r"\D"), Value(""), Value("g"), function="regexp_replace")
    return Organisation.objects.annotate(digits=told).filter(digits__endswith=digits[1:]).exclude(phone="")


def named(name: str) -> list[OrganisationShown]:
    """Open organisations of the same name, whatever its capitals and spaces: some, to ask whether one is meant."""
    plain = " ".join(name.split()).lower()
    rows = Organisation.objects.alias(lower=Lower("name")).filter(lower=plain, closed_on=None, erased_at=None)
    return [shown(row) for row in rows.order_by("id")[:NAMESAKES]]


def with_number(register: str, number: str) -> str:
    """The reference of the open organisation with a register's number; empty when there is none."""
    rows = Organisation.objects.filter(register=register, number=number, closed_on=None).exclude(number="")
    return rows.values_list("reference", flat=True).first() or ""


def facts(organisation_id: int) -> dict[str, Fact]:
    """What is held about an organisation beside its details, by key, and who said what stands in those."""
    return {
        one.key: Fact(
            key=one.key, value=one.value, source=one.source, sure=one.sure, stated_at=one.stated_at,
            confirmed_at=one.confirmed_at,
        )
        for one in HeldFact.objects.filter(organisation_id=organisation_id).order_by("key")
    }  # fmt: skip


def belongs(rows: Iterable[Acting | Living]) -> list[Belongs]:
    """Who, as what, from when until when. The person is the record that stands; of the erased there is none.

    Two questions however many there are, and one more for each record that was merged.
    """
    some = list(rows)
    found = {one.pk: one for one in Person.objects.filter(pk__in={row.person_id for row in some if row.person_id})}
    over = {pk: one_that_stands(pk) for pk, one in found.items() if one.merged_into_id}
    standing = {one.pk: one for one in Person.objects.filter(pk__in=over.values())} if over else {}
    persons = {pk: standing[over[pk]] if pk in over else one for pk, one in found.items()}
    return [_belongs(row, persons.get(row.person_id) if row.person_id else None) for row in some]


def _belongs(row: Acting | Living, person: Person | None) -> Belongs:
    person = None if person is None or person.erased_at else person
    return Belongs(
        number=row.pk, person=person.reference if person else "", person_name=person.name if person else "",
        role=row.role if isinstance(row, Acting) else "", starts_on=row.starts_on, ends_on=row.ends_on,
        source=row.source, sure=row.sure, said_at=row.said_at,
    )  # fmt: skip


def acting_for(organisation_id: int, page: int = 1) -> tuple[list[Belongs], bool]:
    """A page of those who act or acted for an organisation, those who do now first; and whether there are more."""
    start = (page - 1) * ON_A_PAGE
    rows = Acting.objects.filter(organisation_id=organisation_id)
    some = list(rows.order_by(F("ends_on").desc(nulls_first=True), "-starts_on", "id")[start : start + ON_A_PAGE + 1])
    return belongs(some[:ON_A_PAGE]), len(some) > ON_A_PAGE


def acting(organisation_id: int, number: int) -> Belongs | None:
    """One of those who act for an organisation."""
    row = Acting.objects.filter(organisation_id=organisation_id, pk=number, person__isnull=False).first()
    return belongs([row])[0] if row else None


def acts_for(person_id: int) -> list[ActsFor]:
    """The organisations that a person acts or acted for, those of today first: under whichever of their records."""
    rows = Acting.objects.select_related("organisation").filter(person_id__in=same_as(person_id))
    some = list(rows.order_by(F("ends_on").desc(nulls_first=True), "-starts_on", "id")[:MOST])
    return [
        ActsFor(organisation=shown(row.organisation), how=how) for row, how in zip(some, belongs(some), strict=True)
    ]
