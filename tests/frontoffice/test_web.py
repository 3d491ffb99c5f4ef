"""The front office's pages: the latest contacts, one contact, recording, and jobs."""

import re

import pytest

from borough.access.public import Permission
from borough.contacts import public as contacts
from borough.foundation.clock import now
from borough.foundation.models import Event
from borough.gazetteer import public as gazetteer_app
from borough.gazetteer.actions import matching
from borough.gazetteer.actions.address_questions import answer_question
from borough.webhooks.models import Delivery, WebhookEndpoint
from tests.gazetteer.supplies import bring, house, street, supply

pytestmark = pytest.mark.django_db
MANY_QUERIES = 15  # the plan's ceiling for a staff page


@pytest.fixture
def services():
    from borough.staff.public import set_service_team

    for key, name in {"garden-waste": "Garden waste", "council-tax": "Council tax"}.items():
        set_service_team(by="command:test", at=now(), key=key, name=name, team="Front office")


def _record_contact(**more):
    facts = {
        "by": "command:test",
        "at": now(),
        "channel": contacts.Channel.PHONE,
        "service": "council-tax",
        "nature": contacts.Nature.ENQUIRY,
        "outcome": contacts.Outcome.COMPLETED,
    }
    return contacts.record(**(facts | more))


def _answers(page, **more):
    key = re.search(r'name="key" value="([^"]+)"', page.content.decode())[1]
    usual = {
        "channel": "phone",
        "service": "council-tax",
        "nature": "enquiry",
        "outcome": "completed",
        "who": "customer",
    }
    return usual | {"key": key} | more


@pytest.mark.parametrize(
    "role", ["adviser", "team_manager", "digital_lead", "finance_officer", "auditor", "administrator"]
)
def test_every_role_of_staff_has_a_home(role, as_role, services, django_assert_max_num_queries):
    _record_contact()
    visitor = as_role(role)
    with django_assert_max_num_queries(MANY_QUERIES):
        answer = visitor.get("/office/")
    sees = role in {"adviser", "team_manager", "digital_lead"}
    assert ("Council tax" in answer.content.decode()) == sees


def test_a_contact_is_recorded_by_the_form(as_role, services):
    visitor = as_role("adviser")
    sent = _answers(visitor.get("/office/record/"), minutes="7", barrier="no_skills", assisted="on")
    answer = visitor.post("/office/record/", sent, follow=True)
    assert "is recorded." in answer.content.decode()
    entry = contacts.list_recent(contacts.Filters())[0]
    assert (entry.channel, entry.minutes, entry.barrier, entry.assisted) == ("phone", 7, "no_skills", True)
    assert entry.handled_by == f"staff:{visitor.account_id}"


def test_walk_in_is_recorded_with_a_single_button(as_role, services):
    visitor = as_role("adviser")
    key = _answers(visitor.get("/office/record/"))["key"]
    visitor.post("/office/record/", {"key": key, "quick": "garden-waste"})
    entry = contacts.list_recent(contacts.Filters())[0]
    assert (entry.channel, entry.service, entry.outcome) == ("face_to_face", "garden-waste", "completed")


def test_double_click_records_a_single_contact(as_role, services):
    visitor = as_role("adviser")
    sent = _answers(visitor.get("/office/record/"))
    visitor.post("/office/record/", sent)
    answer = visitor.post("/office/record/", sent, follow=True)
    assert "was recorded already" in answer.content.decode()
    assert len(contacts.list_recent(contacts.Filters())) == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"service": ""}, "Choose the service"),
        ({"minutes": "x"}, "Minutes must be a whole number"),
        ({"minutes": "-1"}, "Minutes must be 0 or more"),
        ({"channel": "pigeon"}, "Channel: choose one from the list"),
    ],
)
def test_invalid_contact_shows_an_error_and_records_nothing(wrong, sentence, as_role, services):
    visitor = as_role("adviser")
    answer = visitor.post("/office/record/", _answers(visitor.get("/office/record/"), **wrong))
    assert sentence in answer.content.decode()
    assert "<title>Error: " in answer.content.decode()
    assert contacts.list_recent(contacts.Filters()) == []


@pytest.fixture
def gazetteer(settings, tmp_path):
    settings.HOME = tmp_path / "home"
    matching._matcher.cache_clear()
    bring(tmp_path, supply(street(), *(house(n) for n in range(1, 4))))


def test_address_entered_with_a_contact_sets_its_property(as_role, services, gazetteer):
    visitor = as_role("adviser")
    fields = {"address": "2 High Street, Adlington", "postcode": "PR7 4EX"}
    visitor.post("/office/record/", _answers(visitor.get("/office/record/"), **fields))
    (question,) = gazetteer_app.questions()
    answer_question(by="system:worker", at=now(), question=question.id)
    page = visitor.get(f"/office/contacts/{contacts.list_recent(contacts.Filters())[0].reference}/").content.decode()
    assert "/office/addresses/10090000002/" in page
    assert "Corrections, oldest first" in page and "High Street" not in page


def test_unknown_property_is_reported_and_input_is_retained(as_role, services, gazetteer):
    visitor = as_role("adviser")
    sent = _answers(visitor.get("/office/record/"), uprn="10099999999", minutes="7")
    page = visitor.post("/office/record/", sent).content.decode()
    assert "There is no property with that UPRN" in page
    assert 'value="10099999999"' in page and 'value="7"' in page
    assert contacts.list_recent(contacts.Filters()) == []


def test_contacts_are_narrowed(as_role, services):
    _record_contact()
    _record_contact(channel=contacts.Channel.POST, service="garden-waste")
    page = as_role("adviser").get("/office/contacts/?channel=post").content.decode()
    table = page[page.index("<tbody") :]
    assert "Garden waste" in table
    assert "Council tax" not in table


def test_contacts_come_a_page_at_a_time_and_none_is_passed_over(as_role, services):
    references = {_record_contact().reference for _ in range(53)}
    visitor = as_role("adviser")
    first = visitor.get("/office/contacts/").content.decode()
    older = re.search(r'rel="next" href="([^"]+)"', first)[1].replace("&amp;", "&")
    second = visitor.get(f"/office/contacts/{older}").content.decode()
    listed = re.findall(r"/office/contacts/(\w{16})/", first + second)
    assert (len(listed), set(listed)) == (53, references)


def test_invalid_date_is_reported(as_role, services):
    answer = as_role("adviser").get("/office/contacts/?first-day=31&first-month=2&first-year=2018")
    assert "The first day must be a real date" in answer.content.decode()


def test_a_contact_shows_its_corrections(as_role, services):
    old = _record_contact(minutes=5)
    new = contacts.correct(by="command:test", at=now(), reference=old.reference, reason="Miskeyed", minutes=6)
    visitor = as_role("adviser")
    assert "This entry was corrected" in visitor.get(f"/office/contacts/{old.reference}/").content.decode()
    assert "This entry was corrected" not in visitor.get(f"/office/contacts/{new.reference}/").content.decode()
    assert visitor.get("/office/contacts/0000000000000000/").status_code == 404


def test_script_in_a_contact_is_escaped(as_role, services):
    contact = _record_contact(handled_where="<script>alert(1)</script>")
    page = as_role("adviser").get(f"/office/contacts/{contact.reference}/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_jobs_are_listed_and_a_missing_job_is_not_retried(as_role):
    visitor = as_role("administrator")
    assert "need attention" in visitor.get("/office/jobs/").content.decode()
    answer = visitor.post("/office/jobs/987654/retry/", follow=True)
    assert "not waiting for a person" in answer.content.decode()


def test_role_is_granted_and_removed_on_its_page(as_role):
    from tests.client import make_staff

    visitor, other = as_role("administrator"), make_staff(name="New Officer", email="new@council.example")
    assert "can do nothing" in visitor.get(f"/office/access/{other}/").content.decode()
    assert (
        "Role given."
        in visitor.post(f"/office/access/{other}/grant/", {"role": "adviser"}, follow=True).content.decode()
    )
    assert (
        "Role taken"
        in visitor.post(f"/office/access/{other}/revoke/", {"role": "adviser"}, follow=True).content.decode()
    )
    own = visitor.post(f"/office/access/{visitor.account_id}/grant/", {"role": "auditor"}, follow=True)
    assert "cannot change your own roles" in own.content.decode()
    assert visitor.post(f"/office/access/{other}/grant/", {"role": "king"}).status_code == 404


def test_token_is_displayed_once_and_revoked(as_role):
    visitor = as_role("administrator")
    visitor.get("/office/access/tokens/new/")
    sent = {"name": "Telephone system", "scopes": [Permission.JOBS_VIEW.value], "days": "30"}
    page = visitor.post("/office/access/tokens/new/", sent).content.decode()
    secret = re.search(r'id="token">(borough_[\w-]{43})<', page)[1]
    listed = visitor.get("/office/access/tokens/").content.decode()
    assert "Telephone system" in listed
    assert secret not in listed
    number = re.search(r"/office/access/tokens/(\d+)/revoke/", listed)[1]
    assert "no longer works" in visitor.post(f"/office/access/tokens/{number}/revoke/", follow=True).content.decode()


def test_a_token_may_do_no_more_than_its_maker(as_role):
    visitor = as_role("administrator")
    sent = {"name": "Reader", "scopes": [Permission.CONTACTS_VIEW.value], "days": "30"}
    answer = visitor.post("/office/access/tokens/new/", sent).content.decode()
    assert "borough_" not in answer
    assert "There is a problem" in answer


def test_webhook_deliveries_are_listed_and_redelivered(as_role, settings):
    settings.WEBHOOK_URL = "http://127.0.0.1:1/hook"
    event = Event.objects.create(kind="bell-rung", key="bell-rung 7", created_at=now(), position=3, body={})
    endpoint = WebhookEndpoint.objects.create(name="CRM", url=settings.WEBHOOK_URL, created_at=now(), position=0)
    Delivery.objects.create(
        event=event, endpoint=endpoint, at=now(), status=503, why="", milliseconds=12, accepted=False
    )
    visitor = as_role("administrator")
    page = visitor.get("/office/webhooks/deliveries/?show=untaken").content.decode()
    assert all(text in page for text in ("bell-rung 7", "Answered 503", "Not taken"))
    answer = visitor.post(f"/office/webhooks/deliveries/{event.pk}/redeliver/", {"endpoint": endpoint.pk}, follow=True)
    assert "told once more" in answer.content.decode()
    assert (
        "no such event" in visitor.post("/office/webhooks/deliveries/987654/redeliver/", follow=True).content.decode()
    )
    assert visitor.get("/office/webhooks/deliveries/?page=0").status_code == 404
    assert as_role("adviser").get("/office/webhooks/deliveries/").status_code == 403


@pytest.mark.parametrize(
    ("role", "texts"),
    [
        ("adviser", ["your cases", "cases open", "asked for help with a form", "Find a customer"]),
        ("team_manager", ["letters to print", "possible duplicates", "Service performance"]),
        ("waste_officer", ["missed bins open", "crew tasks to do"]),
        ("gazetteer_officer", ["matches to decide", "change candidates"]),
        ("digital_lead", ["service routes to test", "Service performance"]),
        ("finance_officer", ["Service performance"]),
    ],
)
def test_home_lists_pending_work_by_role_and_every_link_opens(role, texts, as_role, services):
    visitor = as_role(role)
    page = visitor.get("/office/").content.decode()
    assert all(text in page for text in texts)
    for href in re.findall(r'href="(/office/[^"]+)"', page.partition("<main")[2]):
        assert visitor.get(href).status_code == 200


def test_contact_handler_is_named(as_role, services):
    adviser = as_role("adviser")
    page = adviser.get(f"/office/contacts/{_record_contact().reference}/").content.decode()
    assert "command:test" not in page and "Borough" in page
    staff = _record_contact(by="resident:7").reference
    assert "A resident" in adviser.get(f"/office/contacts/{staff}/").content.decode()


def test_what_staff_cannot_see_or_find_leaves_them_in_the_office(as_role):
    adviser = as_role("adviser")
    for where, status in (("/office/access/", 403), ("/office/cases/0000000000000000/", 404)):
        answer = adviser.get(where)
        page = answer.content.decode()
        assert answer.status_code == status and "Go to the front office" in page and 'aria-label="Front office"' in page


def test_counter_buttons_are_the_most_frequent_enquiries(as_role, services, monkeypatch):
    monkeypatch.setattr("borough.frontoffice.contacts.views.QUICK", 1)
    _record_contact(channel=contacts.Channel.FACE_TO_FACE, service="garden-waste")
    adviser = as_role("adviser")
    page = adviser.get("/office/record/").content.decode()
    assert re.findall(r'name="quick" value="([^"]+)"', page) == ["garden-waste"]
    _record_contact(channel=contacts.Channel.FACE_TO_FACE)
    _record_contact(channel=contacts.Channel.FACE_TO_FACE)
    page = adviser.get("/office/record/").content.decode()
    assert re.findall(r'name="quick" value="([^"]+)"', page) == ["council-tax"]
