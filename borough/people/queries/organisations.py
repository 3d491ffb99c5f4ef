"""Organisations, their roles and facts."""

from collections.abc import Collection, Iterable

from django.db.models import F, Func, Q, QuerySet, Value
from django.db.models.functions import Lower

from borough.kernel.references import parse_reference
from borough.people.models import HouseholdMember, Organisation, OrganisationRole, Person, StoredFact
from borough.people.queries.merged import canonical_person_id, merged_person_ids
from borough.people.rules import people as people_rules
from borough.people.types import Fact
from borough.people.types.memberships import Membership, OrganisationDetail, OrganisationMembership, OrganisationsPage

ON_A_PAGE = 25
MOST_PAGES = 20
NAMESAKES = 5
MOST = 100  # organisations of one person: an accountant's clients are more, and are found by name


def detail_of(row: Organisation) -> OrganisationDetail:
    """Convert a row to the form staff see."""
    data = {name: getattr(row, name) for name in OrganisationDetail.__dataclass_fields__ if name != "version"}
    return OrganisationDetail(**data, version=people_rules.version_of(data.values()))


def organisation(reference: str) -> OrganisationDetail | None:
    """Return the organisation of a reference."""
    row = Organisation.objects.filter(reference=reference).first()
    return detail_of(row) if row else None


def names_of(ids: Collection[int]) -> dict[int, tuple[str, str]]:
    """Return references and names of several organisations, by ID."""
    rows = Organisation.objects.filter(pk__in=ids).values_list("pk", "reference", "name")
    return {pk: (reference, name or "Erased") for pk, reference, name in rows}


def find(query: str, page: int = 1) -> OrganisationsPage:
    """Search by reference, number, email address, phone number or part of a name; erased ones are not found."""
    rows = Organisation.objects.filter(_matching(" ".join(query.split())), erased_at=None).order_by("name", "id")
    start = (max(1, min(page, MOST_PAGES)) - 1) * ON_A_PAGE
    organisations = list(rows[start : start + ON_A_PAGE + 1])
    return OrganisationsPage(
        organisations=tuple(map(detail_of, organisations[:ON_A_PAGE])),
        more=len(organisations) > ON_A_PAGE and page < MOST_PAGES,
    )


def _matching(text: str) -> Q:
    plain = "".join(text.split()).upper()
    condition = Q(reference=parse_reference(text) or "-") | Q(number=plain) | Q(number=plain.zfill(8))
    if "@" in text:
        return condition | Q(email__iexact=text)
    if not any(letter.isalpha() for letter in text):
        return condition | (Q(pk__in=_by_phone(people_rules.number(text))) if len(plain) >= 6 else Q())
    name = Q()
    for word in text.split():
        name &= Q(name__icontains=word)
    return condition | name


def _by_phone(digits: str) -> QuerySet[Organisation]:
    stored_digits = Func(F("phone"), Value(r"\D"), Value(""), Value("g"), function="regexp_replace")
    return Organisation.objects.annotate(digits=stored_digits).filter(digits__endswith=digits[1:]).exclude(phone="")


def find_namesakes(name: str) -> list[OrganisationDetail]:
    """Return open organisations of the same name, ignoring case and spaces; a few, to ask if one is meant."""
    plain = " ".join(name.split()).lower()
    rows = Organisation.objects.alias(lower=Lower("name")).filter(lower=plain, closed_on=None, erased_at=None)
    return [detail_of(row) for row in rows.order_by("id")[:NAMESAKES]]


def with_number(register: str, number: str) -> str:
    """Return the reference of the open organisation with a register number; empty if there is none."""
    rows = Organisation.objects.filter(register=register, number=number, closed_on=None).exclude(number="")
    return rows.values_list("reference", flat=True).first() or ""


def facts(organisation_id: int) -> dict[str, Fact]:
    """Return an organisation's facts by key, and the sources of its details."""
    return {
        fact.key: Fact(
            key=fact.key,
            value=fact.value,
            source=fact.source,
            confidence=fact.confidence,
            stated_at=fact.stated_at,
            confirmed_at=fact.confirmed_at,
        )
        for fact in StoredFact.objects.filter(organisation_id=organisation_id).order_by("key")
    }


def memberships(rows: Iterable[OrganisationRole | HouseholdMember]) -> list[Membership]:
    """Return memberships: person, role and dates. The person is the canonical record; None once erased.

    Two queries in total, and one more for each merged record.
    """
    entries = list(rows)
    by_id = {
        person.pk: person
        for person in Person.objects.filter(pk__in={row.person_id for row in entries if row.person_id})
    }
    over = {pk: canonical_person_id(pk) for pk, person in by_id.items() if person.merged_into_id}
    canonical = {person.pk: person for person in Person.objects.filter(pk__in=over.values())} if over else {}
    persons = {pk: canonical[over[pk]] if pk in over else person for pk, person in by_id.items()}
    return [_membership(row, persons.get(row.person_id) if row.person_id else None) for row in entries]


def _membership(row: OrganisationRole | HouseholdMember, person: Person | None) -> Membership:
    person = None if person is None or person.erased_at else person
    return Membership(
        number=row.pk,
        person=person.reference if person else "",
        person_name=person.name if person else "",
        role=row.role if isinstance(row, OrganisationRole) else "",
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        source=row.source,
        confidence=row.confidence,
        stated_at=row.stated_at,
    )


def list_roles(organisation_id: int, page: int = 1) -> tuple[list[Membership], bool]:
    """Return a page of an organisation's roles, current ones first, and whether there are more."""
    start = (page - 1) * ON_A_PAGE
    rows = OrganisationRole.objects.filter(organisation_id=organisation_id)
    entries = list(
        rows.order_by(F("ends_on").desc(nulls_first=True), "-starts_on", "id")[start : start + ON_A_PAGE + 1]
    )
    return memberships(entries[:ON_A_PAGE]), len(entries) > ON_A_PAGE


def find_role(organisation_id: int, number: int) -> Membership | None:
    """Return one role in an organisation."""
    row = OrganisationRole.objects.filter(organisation_id=organisation_id, pk=number, person__isnull=False).first()
    return memberships([row])[0] if row else None


def organisations_of(person_id: int) -> list[OrganisationMembership]:
    """Return a person's organisations, under any merged record, current ones first."""
    rows = OrganisationRole.objects.select_related("organisation").filter(person_id__in=merged_person_ids(person_id))
    entries = list(rows.order_by(F("ends_on").desc(nulls_first=True), "-starts_on", "id")[:MOST])
    return [
        OrganisationMembership(organisation=detail_of(row.organisation), how=how)
        for row, how in zip(entries, memberships(entries), strict=True)
    ]
