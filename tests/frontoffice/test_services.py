"""An adviser goes through a service with a resident, helps with what another began, and works on the case."""

import re

import pytest

from borough.cases import public as cases
from borough.contacts import public as contacts
from borough.foundation.clock import now, today
from borough.people import public as people
from borough.services import public as services
from tests.client import Visitor, make_staff, sign_in
from tests.services.conftest import homes  # noqa: F401 - a street of houses
from tests.services.walker import AT, PDF, TODAY, walk

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def on(visitor, where, **fields):
    answer = visitor.post(where, fields)
    assert answer.status_code == 302, answer.content.decode()[-3000:]
    return answer["Location"]


def test_call_becomes_a_phone_contact_and_known_facts_are_not_requested(as_role):
    adviser = as_role("adviser")
    person = people.register_person(
        by="nobody",
        at=now(),
        name="Rosa Resident",
        email="rosa@home.example",
        phone="01632 960001",
        address="1 High Street, PR7 4EX",
    )
    reference = people.reference_of(person)
    assert "Begin a service" in adviser.get(f"/office/services/?person={reference}").content.decode()
    where = on(adviser, "/office/services/start/complaint/", mode="phone", person=reference)
    assert where.endswith("/prefilled/")
    assert "Rosa Resident" in adviser.get(where).content.decode()
    where = on(adviser, where)
    for fields in ({"before": "no"}, {"about": "bins"}, {"happened": "It was late."}, {}, {"put_right": "Come."}, {}):
        assert adviser.get(where).status_code == 200
        where = on(adviser, where, **fields)
    assert where.endswith("/check/")
    page = adviser.get(where).content.decode()
    assert "We held this since" in page
    sent = on(adviser, where)
    assert on(adviser, where) == sent
    assert adviser.post(where.replace("/check/", "/before/"), {"before": "yes"}).status_code == 404  # it is sent
    assert "Reference" in adviser.get(sent).content.decode()
    submission = services.submission_of(sent.rstrip("/").rpartition("/")[2])
    entry = contacts.find_entry(submission.contact)
    assert (entry.channel, submission.person_id) == ("phone", person)


def test_nobody_opens_a_draft_another_adviser_began(as_role):
    adviser = as_role("adviser")
    where = on(adviser, "/office/services/start/complaint/", mode="counter")
    other = sign_in(Visitor(), make_staff("adviser", email="other@council.example"))
    assert other.get(where).status_code == 404
    assert other.post(where, {"before": "no"}).status_code == 404
    assert other.get(where.replace("/before/", "/check/")).status_code == 404


def test_a_draft_handed_over_goes_on_with_its_answers_and_comes_back(visitor, as_role):
    visitor.post("/services/complaint/")
    visitor.post("/services/complaint/before/", {"before": "no"})
    page = visitor.post("/services/complaint/help/", {"how": "call"})
    assert "Enter your phone number" in page.content.decode()
    done = visitor.post("/services/complaint/help/", {"how": "call", "details": "01632 960001, after 4pm"})
    assert "Someone will help you" in done.content.decode()
    adviser = as_role("adviser")
    waiting = adviser.get("/office/services/").content.decode()
    assert "after 4pm" in waiting
    draft = services.drafts_awaiting_help()[0]
    assert adviser.get(f"/office/services/{draft.reference}/about/").status_code == 404  # not taken on yet
    where = on(adviser, f"/office/services/{draft.reference}/take-on/")
    assert where.endswith("/about/")
    assert "01632 960001" in adviser.get(where).content.decode()
    on(adviser, where, about="bins")
    on(adviser, f"/office/services/{draft.reference}/hand-back/")
    assert adviser.get(where).status_code == 404
    assert visitor.get("/services/complaint/happened/").status_code == 200  # what the adviser answered is there
    [case] = cases.cases(cases.CaseFilters(), today=today())[0]
    assert (case.kind, case.source) == ("help-with-form", "help")


def test_case_is_assigned_noted_and_finished_with_a_readable_history(as_role):
    adviser = as_role("adviser")
    reference = cases.open_case(
        by="nobody",
        at=now(),
        kind="complaint",
        service="complaint",
        team="customer-services",
        title="Late bin",
        source="test",
        source_id="1",
        promised_by=today(),
        details=[["", [["What", ["It was late"]]]]],
    )
    here = f"/office/cases/{reference}/"
    assert "Late bin" in adviser.get("/office/cases/").content.decode()
    assert "It was late" in adviser.get(here).content.decode()
    on(adviser, f"{here}move/", verb="take", version=0)
    refused = adviser.post(f"{here}move/", {"verb": "finish", "version": 1, "text": ""})
    assert refused.status_code == 400 and "as the customer will read it" in refused.content.decode()
    stale = adviser.post(f"{here}move/", {"verb": "finish", "version": 0, "text": "We came today"})
    assert stale.status_code == 409 and "We came today" in stale.content.decode()
    on(adviser, f"{here}note/", text="Called the crew")
    on(adviser, f"{here}tasks/", title="Send a letter")
    on(adviser, f"{here}tasks/{cases.tasks_of(reference, today())[0].id}/")
    on(adviser, f"{here}hand-over/", to="me", version=1)
    on(adviser, f"{here}move/", verb="finish", version=2, text="We came today")
    page = adviser.get(here).content.decode()
    for text in (
        "Opened",
        "Work began",
        "Called the crew",
        "To do: Send a letter",
        "Given to Ada Officer",
        "Finished",
    ):
        assert text in page
    assert cases.case_of(reference, today()).state is cases.State.DONE


def test_several_cases_are_done_at_once_and_the_refused_are_named(as_role):
    adviser = as_role("adviser")
    references = [
        cases.open_case(
            by="nobody",
            at=now(),
            kind="k",
            service="complaint",
            team="waste",
            title=f"Number {n}",
            source="test",
            source_id=str(n),
        )
        for n in range(3)
    ]
    cases.move(by="nobody", at=now(), reference=references[0], verb=cases.Verb.WITHDRAW, version=0, text="Not needed")
    adviser.post("/office/cases/bulk/", {"case": references, "do": "take"})
    page = adviser.get("/office/cases/").content.decode()
    assert "2 cases begun." in page and "that is withdrawn" in page


def test_who_only_sees_contacts_sees_no_case(as_role):
    assert as_role("finance_officer").get("/office/cases/").status_code == 403


def test_evidence_is_opened_only_by_authorised_staff(homes, as_role, visitor):  # noqa: F811
    receipt = services.submit(by="nobody", at=AT, today=TODAY, reference=walk("discretionary-support"))
    adviser = as_role("adviser")
    [file] = services.files_of(receipt.reference)
    here = f"/office/services/submissions/{receipt.reference}/files/{file.reference}/"
    assert file.name in adviser.get(f"/office/services/submissions/{receipt.reference}/").content.decode()
    answer = adviser.get(here)
    assert b"".join(answer.streaming_content) == PDF
    assert answer["Content-Type"] == "application/octet-stream" and "attachment" in answer["Content-Disposition"]
    assert adviser.get(here.replace(receipt.reference, "0" * 16)).status_code == 404
    assert adviser.get(here.replace(file.reference, "../../secret.key")).status_code == 404
    assert as_role("finance_officer").get(here).status_code == 403
    assert visitor.get(here).status_code == 302


@pytest.mark.usefixtures("homes")
@pytest.mark.parametrize(
    ("role", "then"), [("adviser", "/office/payments/"), ("inclusion_officer", "/office/services/")]
)
def test_the_link_to_pay_is_sent_from_where_the_call_ends(as_role, role, then):
    sent = services.submit(by="nobody", at=AT, today=TODAY, reference=walk("garden-waste", services.Mode.PHONE))
    visitor = as_role(role)
    page = visitor.get(f"/office/services/submissions/{sent.reference}/").content.decode()
    assert 'value="rosa@home.example"' in page
    key, where = (
        re.search(r'name="key" value="([^"]+)"', page)[1],
        re.search(r'action="(/office/payments/[^"]+)"', page)[1],
    )
    answer = visitor.post(where, {"key": key, "to": "rosa@home.example"})
    assert (answer.status_code, answer["Location"].startswith(then)) == (302, True)
    assert visitor.get(answer["Location"]).status_code == 200


def test_request_starts_from_the_person_record_and_lists_their_cases(as_role):
    adviser = as_role("adviser")
    person = people.register_person(
        by="nobody", at=now(), name="Rosa Resident", email="rosa@home.example", phone="01632 960001", address=""
    )
    reference = people.reference_of(person)
    cases.open_case(
        by="nobody",
        at=now(),
        kind="k",
        service="complaint",
        team="waste",
        title="The lid broke",
        source="test",
        source_id="1",
        person_id=person,
    )
    page = adviser.get(f"/office/people/{reference}/").content.decode()
    begin = f"/office/services/?person={reference}"
    assert f'href="{begin}"' in page and "The lid broke" in page
    assert begin in adviser.post("/office/people/", {"query": "Rosa"}).content.decode()
    assert "Begin a service for Rosa Resident" in adviser.get(begin).content.decode()
    assert "The lid broke" not in as_role("inclusion_officer").get(f"/office/people/{reference}/").content.decode()


def test_a_letter_is_compared_not_read_out(as_role):
    adviser = as_role("adviser")
    person = people.register_person(
        by="nobody", at=now(), name="Rosa Resident", email="rosa@home.example", phone="01632 960001", address=""
    )
    fields = {"person": people.reference_of(person)}
    letter = adviser.get(on(adviser, "/office/services/start/complaint/", mode="post", **fields)).content.decode()
    assert "Compare these with the letter" in letter and "Read these out" not in letter
    call = adviser.get(on(adviser, "/office/services/start/complaint/", mode="phone", **fields)).content.decode()
    assert "Read these out" in call and "letter" not in call.partition("<main")[2]


def test_nobody_says_where_the_adviser_is_for_where_the_trouble_is(as_role, visitor):
    adviser = as_role("adviser")
    where = on(adviser, "/office/services/start/report-it/", mode="phone")
    where = on(adviser, on(adviser, where, problem="fly-tipping"), dangerous="no")
    page = adviser.get(where).content.decode()
    assert "Where is it?" in page and "Use where I am now" not in page


def test_bulk_message_is_retained_when_no_case_is_selected(as_role):
    adviser = as_role("adviser")
    reference = cases.open_case(
        by="nobody", at=now(), kind="k", service="complaint", team="waste", title="One", source="test", source_id="1"
    )
    answer = adviser.post("/office/cases/bulk/?state=new", {"do": "finish", "text": "We came on Monday"})
    page = answer.content.decode()
    assert answer.status_code == 400 and "Tick the cases to do it to" in page and "We came on Monday" in page
    done = adviser.post("/office/cases/bulk/?state=new", {"case": [reference], "do": "take"})
    assert done["Location"] == "/office/cases/?state=new"
    bare = adviser.post("/office/cases/bulk/", {"case": [reference], "do": "finish", "text": " "})
    error_page = bare.content.decode()
    assert (
        bare.status_code == 400 and "Enter what was done" in error_page and f'value="{reference}" checked' in error_page
    )
