"""My Borough: a resident sees what is theirs, with everything working, and nothing of anybody else's."""

import pytest

from borough.cases import public as cases
from borough.foundation.clock import now, today
from borough.messaging import public as messaging
from borough.payments import public as payments
from borough.people import public as people
from borough.services import public as services
from borough.services.jobs import notify_received
from borough.services.models import Draft
from borough.waste import public as waste
from tests.client import Visitor, make_resident, sign_in
from tests.services.conftest import homes  # noqa: F401 - a fixture
from tests.services.walker import AT, HOUSE, TODAY, walk

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HERE = "/account/my/"
LISTS = [HERE, *(f"{HERE}{path}/" for path in ("requests", "messages", "payments", "details", "details/change"))]


def resident(name):
    account = make_resident(name=f"{name} Resident", email=f"{name.lower()}@home.example")
    visitor = sign_in(Visitor(), account)
    visitor.person = people.register_person(
        by="command:test", at=now(), name=f"{name} Resident", email=f"{name.lower()}@home.example", account_id=account
    )
    return visitor


@pytest.fixture
def rosa(db):
    return resident("Rosa")


@pytest.fixture
def omar(db):
    return resident("Omar")


@pytest.fixture
def complaint(homes, rosa):  # noqa: F811
    """A complaint of Rosa's: its reference and its case's."""
    draft = walk("complaint", account_id=rosa.account_id, wanted={"happened": "The lid was broken."})
    receipt = services.submit(by="resident:1", at=AT, today=TODAY, reference=draft)
    return receipt.reference, services.submission_of(receipt.reference).case


def text(visitor, path, status=200):
    answer = visitor.get(path)
    assert answer.status_code == status, (path, answer.status_code)
    return answer.content.decode()


@pytest.mark.parametrize("path", LISTS)
def test_new_resident_sees_an_empty_account(path):
    assert text(sign_in(Visitor(), make_resident()), path)


@pytest.mark.parametrize("path", LISTS)
def test_a_stranger_signs_in_and_staff_have_nothing_here(path, visitor, as_role):
    assert visitor.get(path)["Location"].startswith("/account/login/")
    answer = as_role("adviser").get(path)
    assert answer.status_code == (302 if path == HERE else 404)


def test_request_page_lists_status_and_only_customer_messages(complaint, rosa, omar):
    reference, case = complaint
    cases.note(by="staff:1", at=now(), reference=case, text="They have been rude before.")
    cases.note(by="staff:1", at=now(), reference=case, text="We have ordered a lid.", for_customer=True)
    for path in (HERE, f"{HERE}requests/"):
        page = text(rosa, path)
        assert "Make a complaint" in page and "Received, not started yet" in page and reference in page
        assert reference not in text(omar, path)
    page = text(rosa, f"{HERE}requests/{reference}/")
    assert "We have ordered a lid." in page and "rude" not in page and "The lid was broken." in page
    version = cases.case_of(case, today()).version
    cases.move(
        by="staff:1", at=now(), reference=case, verb=cases.Verb.FINISH, version=version, text="A lid was brought."
    )
    page = text(rosa, f"{HERE}requests/{reference}/")
    assert "It is finished" in page and "A lid was brought." in page
    text(omar, f"{HERE}requests/{reference}/", status=404)
    text(rosa, f"{HERE}requests/{'0' * 16}/", status=404)


def test_what_was_sent_by_phone_is_theirs_too_and_lists_are_paged(rosa, omar, monkeypatch):
    monkeypatch.setattr("borough.website.account.views.overview.ON_A_PAGE", 2)
    sent = []
    for _ in range(3):
        draft = walk("freedom-of-information", services.Mode.PHONE, person_id=rosa.person)
        sent.append(services.submit(by="staff:1", at=AT, today=TODAY, reference=draft).reference)
    first, second = (text(rosa, f"{HERE}requests/?page={number}") for number in (1, 2))
    assert [reference in first for reference in sent] == [False, True, True] and [
        reference in second for reference in sent
    ] == [
        True,
        False,
        False,
    ]
    assert "Earlier ones" in first and "Later ones" in second
    assert not any(reference in text(omar, f"{HERE}requests/") for reference in sent)
    assert text(rosa, f"{HERE}requests/?page=none") == text(rosa, f"{HERE}requests/")


def test_draft_is_resumed_in_a_new_browser_only_by_its_owner(rosa, omar):
    draft = services.begin(
        by="resident:1",
        at=now(),
        today=today(),
        service="complaint",
        mode=services.Mode.WEB,
        account_id=rosa.account_id,
    )
    assert draft in text(rosa, HERE) and draft not in text(omar, HERE)
    assert omar.post(f"{HERE}drafts/{draft}/").status_code == 404
    assert "drafts" not in omar.session
    answer = rosa.post(f"{HERE}drafts/{draft}/")
    assert answer["Location"].startswith("/services/complaint/") and rosa.session["drafts"] == {"complaint": draft}
    assert text(rosa, answer["Location"])


def test_bin_days_are_those_of_their_home(homes, rosa, omar):  # noqa: F811
    page = rosa.get(f"{HERE}address/{HOUSE}/").content.decode()
    assert "Is this your address?" in page
    assert rosa.post(f"{HERE}address/{HOUSE}/")["Location"] == f"{HERE}details/"
    assert people.facts_of(rosa.person)["address"].value["uprn"] == HOUSE
    page = text(rosa, HERE)
    assert f"/bins/{HOUSE}/" in page and "Rubbish" in page
    assert "Tell us where you live" in text(omar, HERE)
    assert people.facts_of(omar.person).get("address") is None
    text(rosa, f"{HERE}address/99/", status=404)


def test_address_is_searched_without_query_text_in_the_url(homes, rosa):  # noqa: F811
    assert "Where do you live now?" in text(rosa, f"{HERE}address/")
    answer = rosa.post(f"{HERE}address/", {"query": "High Street"})
    assert "Choose your address" in answer.content.decode() and f'"{HOUSE}"' in answer.content.decode()
    assert rosa.post(f"{HERE}address/choose/", {"query": "High Street", "uprn": HOUSE})["Location"] == (
        f"{HERE}address/{HOUSE}/"
    )
    assert rosa.post(f"{HERE}address/suggest/", {"q": "High"}).json()["addresses"]


def test_garden_waste_is_renewed_from_here_by_its_owner_alone(homes, rosa, omar):  # noqa: F811
    terms = waste.quote(bins=2, concession=False, on=today())
    subscription = waste.subscribe(
        by="nobody",
        at=now(),
        key="before",
        uprn=HOUSE,
        person_id=rosa.person,
        bins=2,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        paid=0,
    )
    assert "2 bins at" in text(rosa, HERE) and "Garden waste" not in text(omar, HERE)
    assert omar.post(f"{HERE}garden-waste/{subscription.reference}/renew/").status_code == 404
    answer = rosa.post(f"{HERE}garden-waste/{subscription.reference}/renew/")
    page = rosa.get(answer["Location"], follow=True).content.decode()
    assert "Does anyone at the address get Council Tax Support?" in page
    draft = Draft.objects.get(account_id=rosa.account_id)
    assert draft.answers["wish"] == "renew" and draft.answers["chosen"] == subscription.reference


def test_messages_are_read_by_whom_they_were_sent_to(complaint, rosa, omar):
    [sent] = services.submissions_of(person_id=rosa.person)
    notify_received(reference=sent.reference)  # the worker's job
    reference = messaging.messages_of(rosa.person)[0].reference
    assert reference in text(rosa, f"{HERE}messages/") and reference not in text(omar, f"{HERE}messages/")
    page = text(rosa, f"{HERE}messages/{reference}/")
    assert "rosa@home.example" in page and "complaint" in page
    text(omar, f"{HERE}messages/{reference}/", status=404)
    text(sign_in(Visitor(), make_resident(email="new@home.example")), f"{HERE}messages/{reference}/", status=404)


def test_payments_say_what_is_due(rosa, omar):
    facts = {"purpose": "services:1", "description": "Garden waste", "return_to": "/help/", "amount": 4550}
    payment = payments.request_payment(by="nobody", at=now(), key="one", person_id=rosa.person, **facts)
    page = text(rosa, f"{HERE}payments/")
    assert "£45.50: to pay" in page and payments.link_of(payment.reference) in page
    assert "£45.50" not in text(omar, f"{HERE}payments/")
    payments.cancel(by="nobody", at=now(), reference=payment.reference)
    page = text(rosa, f"{HERE}payments/")
    assert "£45.50: cancelled" in page and payments.link_of(payment.reference) not in page


def details(**more):
    return {"name": "Rosa Resident", "email": "rosa@home.example", "phone": "", "prefers": ""} | more


def test_details_are_corrected_and_record_their_source(rosa, omar):
    version = people.details(people.reference_of(rosa.person)).version
    rosa.post(f"{HERE}details/change/", details(version=version, phone="01632 960001", prefers="phone"))
    page = text(rosa, f"{HERE}details/")
    assert "01632 960001" in page and "You told us here" in page and "From our records" in page
    assert "960001" not in text(omar, f"{HERE}details/")
    fact = people.facts_of(rosa.person)["phone"]
    assert (fact.source, fact.confidence) == ("account", "stated")
    assert people.facts_of(rosa.person)["name"].source == "record"


def test_a_stale_save_shows_both_and_keeps_what_was_typed(rosa):
    old = people.details(people.reference_of(rosa.person)).version
    people.correct(by="staff:1", at=now(), person_id=rosa.person, version=old, changes={"name": "Rosa Other"})
    answer = rosa.post(f"{HERE}details/change/", details(version=old, name="Rosa Newname"))
    page = answer.content.decode()
    assert answer.status_code == 409 and "Now: Rosa Other" in page and "You typed: Rosa Newname" in page
    assert people.facts_of(rosa.person)["name"].value == "Rosa Other"
    version = people.details(people.reference_of(rosa.person)).version
    assert f'value="{version}"' in page
    assert rosa.post(f"{HERE}details/change/", details(version=version, name="Rosa Newname")).status_code == 302
    assert people.facts_of(rosa.person)["name"].value == "Rosa Newname"


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"name": ""}, "Enter your full name"),
        ({"email": "rosa"}, "Enter an email address"),
        ({"phone": "call me"}, "Enter a phone number"),
        ({"prefers": "email", "email": ""}, "Enter your email address,"),
        ({"prefers": "text"}, "Enter your phone number,"),
        ({"prefers": "pigeon"}, "Select how you like to hear"),
    ],
)
def test_invalid_details_show_an_error_and_retain_input(rosa, sent, message):
    page = rosa.post(f"{HERE}details/change/", details(**sent)).content.decode()
    assert message in page and "There is a problem" in page


def test_unknown_person_is_registered_once():
    visitor = sign_in(Visitor(), make_resident(email="new@home.example"))
    assert "new@home.example" in text(visitor, f"{HERE}details/change/")
    visitor.post(f"{HERE}details/change/", details(version="", email="new@home.example"))
    person = people.person_of_account(visitor.account_id)
    assert people.facts_of(person)["email"].value == "new@home.example"
    again = people.register_own(by="nobody", at=now(), account_id=visitor.account_id, name="X", email="")
    assert again == person


def test_the_account_leads_here(rosa):
    assert HERE in text(rosa, "/account/") and "My Borough" in text(rosa, "/")
