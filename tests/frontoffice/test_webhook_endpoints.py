"""Webhooks, as staff keep them."""

import re

import pytest

from borough.foundation.clock import now
from borough.foundation.models import Event
from borough.webhooks import endpoints
from borough.webhooks.models import Delivery, WebhookEndpoint

pytestmark = pytest.mark.django_db
SENT = {"name": "CRM", "url": "https://crm.example/hook", "kinds": ["contact-recorded"]}


@pytest.fixture
def visitor(as_role):
    return as_role("administrator")


@pytest.fixture
def endpoint_id():
    values = {"name": "CRM", "url": "https://crm.example/hook", "kinds": []}
    return endpoints.create_endpoint(by="staff:1", at=now(), **values).endpoint_id


def test_a_reader_is_added_and_listed_with_its_choice(visitor):
    page = visitor.post("/office/webhooks/new/", SENT).content.decode()
    assert "It is not shown again" in page
    listed = visitor.get("/office/webhooks/").content.decode()
    assert all(text in listed for text in ("CRM", "https://crm.example/hook", "contact recorded", "Nothing yet"))


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"url": "https://10.0.0.1/"}, "outside the council’s network"),
        ({"url": "ftp://x"}, "begins with https://"),
        ({"name": ""}, "Enter the name"),
        ({"kinds": ["made-up"]}, "made-up"),
    ],
)
def test_what_cannot_be_is_refused_with_nothing_typed_lost(visitor, changed, message):
    answer = visitor.post("/office/webhooks/new/", SENT | changed)
    assert answer.status_code == 400
    assert message in answer.content.decode()
    assert not WebhookEndpoint.objects.exists()
    values = {**SENT, **changed}
    assert values["url"] in answer.content.decode()


def test_a_stale_change_shows_both(visitor, endpoint_id):
    at = f"/office/webhooks/{endpoint_id}/change/"
    assert visitor.post(at, SENT | {"name": "Customers", "version": "1"}).status_code == 302
    answer = visitor.post(at, SENT | {"name": "Others", "version": "1"})
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "Customers" in page and 'value="Others"' in page and 'name="version" value="2"' in page
    assert visitor.post(at, SENT | {"name": "Others", "version": "2"}).status_code == 302


def test_endpoint_is_tested_paused_resumed_rotated_and_removed(visitor, endpoint_id):
    at = f"/office/webhooks/{endpoint_id}/"
    assert "A test is on its way" in visitor.post(f"{at}test/", follow=True).content.decode()
    assert "It is paused" in visitor.post(f"{at}pause/", follow=True).content.decode()
    assert "not running" in visitor.post(f"{at}pause/", follow=True).content.decode()
    assert "Say what to do" in visitor.post(f"{at}resume/").content.decode()
    assert "It is told again" in visitor.post(f"{at}resume/", {"skip": "yes"}, follow=True).content.decode()
    assert re.search(r"whsec_\S+", visitor.post(f"{at}secret/").content.decode())
    assert "The old one works until" in visitor.get(at).content.decode()
    assert "still taking over" in visitor.post(f"{at}secret/", follow=True).content.decode()
    assert "has ended" in visitor.post(f"{at}secret/end/", follow=True).content.decode()
    assert "It is ended" in visitor.post(f"{at}end/", follow=True).content.decode()
    assert "CRM" not in visitor.get("/office/webhooks/").content.decode()
    assert visitor.get(f"{at}change/").status_code == 404
    assert visitor.get("/office/webhooks/987654/").status_code == 404


def test_automatically_paused_endpoint_is_on_the_home_page(visitor, endpoint_id):
    WebhookEndpoint.objects.filter(pk=endpoint_id).update(state="paused", why_paused="failing")
    assert ">CRM</a>, because it stopped answering" in visitor.get("/office/").content.decode()


def test_log_is_filtered_by_endpoint_and_by_failure(visitor, endpoint_id):
    other = endpoints.create_endpoint(
        by="staff:1", at=now(), name="Ledger", url="https://ledger.example/", kinds=[]
    ).endpoint_id
    for number, (reader, accepted) in enumerate([(endpoint_id, True), (endpoint_id, False), (other, True)]):
        event = Event.objects.create(kind="bell", key=f"bell {number}", created_at=now(), position=number + 1, body={})
        status = 200 if accepted else 503
        Delivery.objects.create(
            event=event, endpoint_id=reader, at=now(), status=status, milliseconds=3, accepted=accepted
        )
    page = visitor.get(f"/office/webhooks/deliveries/?endpoint={endpoint_id}").content.decode()
    assert "bell 0" in page and "bell 1" in page and "bell 2" not in page
    page = visitor.get(f"/office/webhooks/deliveries/?endpoint={endpoint_id}&show=untaken").content.decode()
    assert "bell 0" not in page and "bell 1" in page
    again = visitor.post(f"/office/webhooks/deliveries/{event.pk}/redeliver/", {"endpoint": other}, follow=True)
    assert "told once more" in again.content.decode()


def test_others_may_look_or_not_at_all(as_role, endpoint_id):
    auditor = as_role("auditor")
    page = auditor.get(f"/office/webhooks/{endpoint_id}/").content.decode()
    assert "Send a test" not in page
    assert auditor.post(f"/office/webhooks/{endpoint_id}/pause/").status_code == 403
    assert as_role("adviser").get("/office/webhooks/").status_code == 403
