"""Organisations and households in the office: found, added, opened, changed and ended, by those who may."""

import re

import pytest

from borough.contacts import public as contacts
from borough.foundation.clock import now, today
from borough.gazetteer.actions import address_search
from borough.gazetteer.public import update_index
from borough.people import public as people
from borough.people.models import HouseholdMember, Organisation, OrganisationRole
from borough.services import public as services
from tests.gazetteer.supplies import bring, house, street, supply
from tests.services.walker import AT, TODAY, walk

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
FIRST = 10090000000
HOME = FIRST + 2
DAY = {"starts_on-day": "1", "starts_on-month": "2", "starts_on-year": "2020"}
DETAILS = {
    "kind": "charity",
    "name": "Riverside Scouts",
    "register": "charity",
    "number": "1234567",
    "known": "register",
    "email": "hello@scouts.example",
}


@pytest.fixture
def homes(settings, tmp_path):
    settings.HOME = tmp_path
    address_search._open_cached.cache_clear()
    bring(tmp_path, supply(street(), *(house(n) for n in range(1, 4))))
    update_index()


@pytest.fixture
def ann(db):
    return people.register_person(by="x", at=now(), name="Ann Actor", uprn=HOME)


@pytest.fixture
def scouts(db):
    return people.organisations.add(by="x", at=now(), kind="charity", name="Riverside Scouts")


def text(answer):
    return answer.content.decode()


def page_of(person):
    return f"/office/people/{people.reference_of(person)}/"


def at(organisation):
    return f"/office/people/organisations/{organisation}/"


def test_organisation_is_added_searched_opened_and_corrected(as_role):
    visitor = as_role("adviser")
    assert "Add an organisation" in text(visitor.get("/office/people/"))
    page = text(visitor.post("/office/people/organisations/add/", DETAILS, follow=True))
    assert "The organisation is added" in page and "A public register says so" in page
    listing = text(visitor.post("/office/people/", {"query": "1234567"}))
    here = re.search(r'href="(/office/people/organisations/\w{16}/)"', listing)[1]
    assert "Nobody was found" not in listing and "Charity" in text(visitor.get(here))
    version = re.search(r'name="version" value="(\w+)"', text(visitor.get(f"{here}correct/")))[1]
    page = text(visitor.post(f"{here}correct/", DETAILS | {"version": version, "phone": "01632 960 100"}, follow=True))
    assert "01632 960 100" in page
    stale = visitor.post(f"{here}correct/", DETAILS | {"version": version, "name": "Rowers"})
    assert stale.status_code == 409 and "Rowers" in text(stale) and "Riverside Scouts" in text(stale)
    page = text(visitor.post(f"{here}facts/", {"website": "scouts.example", "known": "themselves"}, follow=True))
    assert "scouts.example" in page and "They told us" in page


def test_same_name_is_flagged_and_saved_when_confirmed_different(as_role, scouts):
    visitor, details = as_role("adviser"), DETAILS | {"name": " riverside  SCOUTS"}
    page = text(visitor.post("/office/people/organisations/add/", details))
    assert at(scouts) in page and "There is one of this name already" in page and Organisation.objects.count() == 1
    page = text(visitor.post("/office/people/organisations/add/", details | {"another": "1"}, follow=True))
    assert "The organisation is added" in page and Organisation.objects.count() == 2


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"name": ""}, "Enter the name"),
        ({"kind": ""}, "Select what kind"),
        ({"known": ""}, "Select how we know"),
        ({"number": "12"}, "The charity number must be"),
        ({"register": "company", "number": ""}, "Enter the number"),
        ({"register": ""}, "Select which register"),
        ({"email": "x"}, "email address"),
        ({"phone": "x"}, "phone number"),
    ],
)
def test_invalid_organisation_shows_an_error_and_adds_nothing(as_role, wrong, message):
    page = text(as_role("adviser").post("/office/people/organisations/add/", DETAILS | wrong))
    assert "There is a problem" in page and message in page and ("Riverside" in page or "name" in wrong)
    assert not Organisation.objects.exists()


def test_member_is_searched_added_changed_and_ended(as_role, ann, scouts):
    visitor, here = as_role("adviser"), at(scouts)
    assert "Ann Actor" in text(visitor.post(f"{here}people/add/", {"query": "ann act"}))
    chosen = {
        "query": "ann act",
        "save": "1",
        "chosen": people.reference_of(ann),
        "role": "trustee",
        "known": "themselves",
        **DAY,
    }
    wrong = text(visitor.post(f"{here}people/add/", chosen | {"chosen": ""}))
    assert "Select one of the people found" in wrong and 'value="2020"' in wrong
    page = text(visitor.post(f"{here}people/add/", chosen, follow=True))
    assert "Ann Actor" in page and "Trustee" in page and "1 February 2020" in page
    assert "already at that time" in text(visitor.post(f"{here}people/add/", chosen))
    assert "Riverside Scouts" in text(visitor.get(page_of(ann)))
    row = OrganisationRole.objects.get()
    days = {"role": "treasurer", **DAY, "ends_on-day": "1", "ends_on-month": "1", "ends_on-year": "2021"}
    page = text(visitor.post(f"{here}people/{row.pk}/", days, follow=True))
    assert "Treasurer" in page and "1 January 2021" in page
    assert "must be after" in text(visitor.post(f"{here}people/{row.pk}/", days | {"ends_on-year": "2019"}))
    page = text(visitor.post(f"{here}people/{row.pk}/remove/", follow=True))
    assert "taken out" in page and not OrganisationRole.objects.exists()
    assert visitor.get(f"{here}people/{row.pk}/").status_code == 404
    assert "taken this out meanwhile" in text(visitor.post(f"{here}people/{row.pk}/remove/", follow=True))


def test_empty_search_result_is_reported(as_role, scouts):
    visitor = as_role("adviser")
    assert "Nobody was found" in text(visitor.post(f"{at(scouts)}people/add/", {"query": "zzz"}))
    assert "Enter a name, email" in text(visitor.post(f"{at(scouts)}people/add/", {"query": ""}))
    assert "Enter 3 letters" in text(visitor.post(f"{at(scouts)}people/add/", {"query": "z"}))


def test_an_organisation_is_closed_and_opened_again(as_role, scouts):
    visitor = as_role("adviser")
    page = text(visitor.post(f"{at(scouts)}close/", follow=True))
    assert "It is closed since" in page and "Add somebody" not in page
    assert "Add somebody" in text(visitor.post(f"{at(scouts)}close/", follow=True))


def test_members_are_paged(as_role, scouts):
    for number in range(27):
        person = people.register_person(by="x", at=now(), name=f"Zoe {number:02}")
        people.organisations.add_role(
            by="x",
            at=now(),
            reference=scouts,
            person_id=person,
            role="volunteer",
            starts_on=today(),
            source="council",
            confidence=people.Confidence.REPORTED,
        )
    visitor = as_role("adviser")
    first = text(visitor.get(at(scouts)))
    assert "Zoe 24" in first and "Zoe 25" not in first and "?page=2" in first
    assert "Zoe 26" in text(visitor.get(f"{at(scouts)}?page=2"))
    assert visitor.get(f"{at(scouts)}?page=x").status_code == 404


def test_household_is_created_joined_left_and_displayed(as_role, homes, ann):
    visitor = as_role("adviser")
    bob = people.register_person(by="x", at=now(), name="Bob Bystander", uprn=HOME)
    assert "Not known" in text(visitor.get(page_of(ann)))
    offered = text(visitor.get(f"{page_of(ann)}household/"))
    assert "In a household of their own, at 2 H" in offered
    details = {"query": str(HOME), "save": "1", "chosen": f"new{HOME}", "known": "themselves", **DAY}
    page = visitor.post(f"{page_of(ann)}household/", details, follow=True)
    here = page.request["PATH_INFO"]
    assert "Household at" in text(page)
    assert "Lives alone" in text(visitor.get(page_of(ann)))
    assert "With Ann Actor, at" in text(visitor.get(f"{page_of(bob)}household/"))
    assert "Bob Bystander" in text(visitor.post(f"{here}add/", {"query": "bob by"}))
    page = visitor.post(f"{here}add/", details | {"query": "bob by", "chosen": people.reference_of(bob)}, follow=True)
    assert "Bob Bystander" in text(page)
    assert "Lives with Bob Bystander at" in text(visitor.get(page_of(ann)))
    number = HouseholdMember.objects.get(person=bob).pk
    over = {**DAY, "ends_on-day": "1", "ends_on-month": "1", "ends_on-year": "2021"}
    assert "1 January 2021" in text(visitor.post(f"{here}{number}/", over, follow=True))
    assert "Lived at" in text(visitor.get(page_of(bob))) and "Lives alone" in text(visitor.get(page_of(ann)))
    assert "taken out" in text(visitor.post(f"{here}{number}/remove/", follow=True))


def test_unknown_property_is_reported(as_role, homes):
    person = people.register_person(by="x", at=now(), name="No Home")
    visitor = as_role("adviser")
    assert "There is a problem" not in text(visitor.get(f"{page_of(person)}household/"))
    page = text(visitor.post(f"{page_of(person)}household/", {"query": "PR7 4EX"}))
    assert page.count("In a household of their own") == 3
    for query in ("99", "zzqx nowhere", "1" * 20):
        page = text(visitor.post(f"{page_of(person)}household/", {"query": query}))
        assert "No address was found" in page


def test_submission_is_linked_to_an_organisation_and_listed_there(as_role, scouts, homes):
    visitor = as_role("adviser")
    draft = walk("complaint", services.Mode.PHONE)
    sent = services.submit(by="nobody", at=AT, today=TODAY, reference=draft).reference
    contact = services.submission_of(sent).contact
    assert f"/office/contacts/{contact}/organisation/" in text(visitor.get(f"/office/services/submissions/{sent}/"))
    here = f"/office/contacts/{contact}/organisation/"
    assert "No organisation was found" in text(visitor.post(here, {"query": "zzz"}))
    page = text(visitor.post(here, {"query": "scouts", "save": "1", "chosen": scouts}, follow=True))
    assert "It is noted" in page and "It was for" in page
    assert "It was sent for" in text(visitor.get(f"/office/services/submissions/{sent}/"))
    assert f"/office/services/submissions/{sent}/" in text(visitor.get(f"{at(scouts)}contacts/"))
    corrected = contacts.correct(by="x", at=AT, reference=contact, reason="Misheard.", minutes=4)
    assert "It was for" in text(visitor.get(f"/office/contacts/{corrected.reference}/"))
    other = people.organisations.add(by="x", at=now(), kind="school", name="Other School")
    page = text(visitor.post(here, {"query": "other", "save": "1", "chosen": other}))
    assert "for another organisation" in page
    page = text(visitor.post(f"{here}withdraw/", follow=True))
    assert "It was for" not in page and "None that we know" in text(visitor.get(f"{at(scouts)}contacts/"))


def test_a_request_that_names_an_organisation_is_for_it_only_if_they_act_for_it_now(ann, scouts, homes):
    details = {"starts_on": today(), "source": "themselves", "confidence": people.Confidence.REPORTED}
    people.organisations.add_role(by="x", at=now(), reference=scouts, person_id=ann, role="trustee", **details)
    people.organisations.add(by="x", at=now(), kind="school", name="Other School")

    def behalf(person, named):
        draft = walk("freedom-of-information", services.Mode.PHONE, person_id=person, wanted={"organisation": named})
        sent = services.submit(by="nobody", at=AT, today=TODAY, reference=draft).reference
        return contacts.on_behalf.organisation_of(services.submission_of(sent).contact)

    club = people.organisations.organisation(scouts).id
    assert behalf(ann, " riverside  SCOUTS") == club
    cara = people.register_person(by="x", at=now(), name="Cara Clerk")
    people.organisations.add_role(by="x", at=now(), reference=scouts, person_id=cara, role="secretary", **details)
    assert behalf(cara, "Other School") is None
    bob = people.register_person(by="x", at=now(), name="Bob Bystander")
    assert behalf(bob, "Riverside Scouts") is None


def test_who_may_not_edit_changes_nothing_and_who_may_not_see_sees_nothing(as_role, ann, scouts, homes):
    reader, other = as_role("inclusion_officer"), as_role("digital_lead")
    household = people.households.make(
        by="x",
        at=now(),
        uprn=HOME,
        person_id=ann,
        starts_on=today(),
        source="council",
        confidence=people.Confidence.REPORTED,
    )
    number = people.organisations.add_role(
        by="x",
        at=now(),
        reference=scouts,
        person_id=ann,
        role="trustee",
        starts_on=today(),
        source="council",
        confidence=people.Confidence.REPORTED,
    )
    living, home = HouseholdMember.objects.get().pk, f"/office/people/households/{household}/"
    for here in (at(scouts), home):
        assert "Ann Actor" in text(reader.get(here)) and "Add somebody" not in text(reader.get(here))
        assert other.get(here).status_code == 403
    for here in (
        "/office/people/organisations/add/",
        f"{at(scouts)}correct/",
        f"{at(scouts)}facts/",
        f"{at(scouts)}close/",
        f"{at(scouts)}people/add/",
        f"{at(scouts)}people/{number}/",
        f"{at(scouts)}people/{number}/remove/",
        f"{home}add/",
        f"{home}{living}/",
        f"{home}{living}/remove/",
        f"{page_of(ann)}household/",
    ):
        assert reader.post(here, {}).status_code == 403, here


def test_what_belongs_to_another_has_no_page_here(as_role, ann, scouts, homes):
    visitor = as_role("adviser")
    other = people.organisations.add(by="x", at=now(), kind="school", name="Other School")
    details = {"starts_on": today(), "source": "council", "confidence": people.Confidence.REPORTED}
    number = people.organisations.add_role(by="x", at=now(), reference=other, person_id=ann, role="agent", **details)
    people.households.make(by="x", at=now(), uprn=HOME, person_id=ann, **details)
    second = people.households.make(by="x", at=now(), uprn=HOME + 1, person_id=ann, **details)
    living = HouseholdMember.objects.order_by("pk").first().pk
    assert visitor.get(f"{at(scouts)}people/{number}/").status_code == 404
    assert visitor.get(f"/office/people/households/{second}/{living}/").status_code == 404
    visitor.post(f"{at(scouts)}people/{number}/remove/")
    visitor.post(f"/office/people/households/{second}/{living}/remove/")
    assert OrganisationRole.objects.count() == 1 and HouseholdMember.objects.count() == 2
    assert visitor.get(at("0" * 16)).status_code == 404
    assert visitor.get(f"/office/people/households/{'0' * 16}/").status_code == 404
    assert visitor.get(f"/office/contacts/{'0' * 16}/organisation/").status_code == 404
