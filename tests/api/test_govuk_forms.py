"""Forms filled in at GOV.UK Forms: sent as the service where they fit, work for staff where they do not, lost never."""

import json
from pathlib import Path

import pytest
from django.test import Client

from borough.access.public import create_token
from borough.api.v1 import services as rest
from borough.cases.models import Case
from borough.contacts.models import Contact
from borough.services.actions import external_submissions
from borough.forms.json_schema import shape_faults
from borough.forms.importers import FormError, read
from borough.forms.importers.govuk_forms import read_form
from borough.services.models import Submission
from tests.services.walker import AT, TODAY

FORM = Path(__file__).parents[1] / "services/forms/govuk-forms/all_question_types_form.json"


def one(text, answer, number="0", **more):
    return {"question_id": number, "question_text": text, "answer_text": answer} | more


def filled(*answers, reference="ABCD1234", **more):
    return {"submission_reference": reference, "form_name": "A form", "answers": list(answers)} | more


def complaint(**change):
    said = {
        "Have you complained to us about this before?": "No, this is the first time",
        "What is your complaint about?": "Bins and recycling",
        "What went wrong?": "The bin was left\nin the road",
        "When did it happen?": "27 March 2026",
        "What should we do to put it right?": "Put it back",
        "What is your full name?": "Rosa Resident",
        "What is your email address?": "rosa@home.example",
    } | change
    return filled(*(one(text, answer) for text, answer in said.items()))


def test_a_form_of_ours_that_was_brought_in_is_read_by_the_numbers_of_its_questions():
    service = read(FORM.read_text(), "all").service
    address = {"address1": "1 Invented Street", "address2": "", "town_or_city": "Anytown", "county": "Shire",
               "postcode": "PR7 1DP"}  # fmt: skip
    told = filled(
        one("x", "Some words", "1"), one("x", "1,200", "2"), one("x", "1 Invented Street, Anytown", "3", **address),
        one("x", "a@b.example", "4"), one("x", "2026-03-27", "5"), one("x", "QQ123456C", "6"),
        one("x", "01632 960 001", "7"), one("x", "Option 1, Option 3", "8", selections=["Option 1", "Option 3"]),
        one("x", "Lines\nof it", "9"),
    )  # fmt: skip
    found = read_form(told, service)
    assert (found.left, shape_faults(service, found.answers)) == ((), [])
    assert found.answers["q3"] == {
        "line1": "1 Invented Street", "line2": "Shire", "town": "Anytown", "postcode": "PR7 1DP"
    }  # fmt: skip
    assert found.answers["q8"] == ["Option 1", "Option 3"]
    assert {key: found.answers[key] for key in ("q2", "q5")} == {"q2": "1200", "q5": "2026-03-27"}


@pytest.mark.parametrize(
    "told",
    [None, [], {}, {"submission_reference": "a", "answers": {}}, filled(reference=""), filled(reference=7),
     filled({"question_id": 1}), filled(one("a", {})), filled(one("a", "b\0c")), filled(one("\ud800", "b")),
     filled(*[one("a", "b")] * 1001)],
)  # fmt: skip
def test_what_is_no_such_form_is_refused(told):
    with pytest.raises(FormError):
        read_form(told, read(FORM.read_text(), "all").service)


@pytest.fixture
def send(db, monkeypatch):
    monkeypatch.setattr(rest, "now", lambda: AT)
    monkeypatch.setattr(rest, "today", lambda: TODAY)
    secret = create_token(by="system:test", at=AT, name="forms", scopes=["services.submit"]).secret

    def sent(told, service="complaint"):
        body = told if isinstance(told, str) else json.dumps(told)
        headers = {"authorization": f"Bearer {secret}"}
        where = f"/api/v1/services/{service}/govuk-forms"
        return Client().post(where, body, content_type="application/json", headers=headers)

    return sent


@pytest.mark.slow
def test_a_form_that_fits_is_the_service_sent_on_the_web_once(send):
    first, again = send(complaint()), send(complaint())
    assert (first.status_code, again.status_code) == (201, 200), first.content
    assert (first.json()["became"], again.json()["again"]) == ("sent", True)
    row = Submission.objects.get()
    assert (row.mode, row.answers["happened_on"], row.answers["about"]) == ("web", "2026-03-27", "bins")
    assert (Contact.objects.get().channel, Case.objects.count()) == ("web", 1)


@pytest.mark.slow
@pytest.mark.parametrize(
    "told",
    [
        complaint(**{"What colour is it?": "Green"}),
        complaint(**{"When did it happen?": "long ago"}),
        complaint(**{"What is your complaint about?": "Volcanoes"}),
        complaint(**{"Do you want to send photos, letters or emails?": "photo.jpg"}),
        filled(one("Anything", ["several", "answers"])),
    ],
)  # fmt: skip
def test_one_that_does_not_fit_is_a_case_with_all_of_it_and_one_contact(send, told):
    first, again = send(told), send(told)
    assert (first.json()["became"], again.json()["again"]) == ("case", True), first.content
    case = Case.objects.get()
    assert [row[0] for row in case.details[0][1]] == [one["question_text"] for one in told["answers"]]
    assert (Contact.objects.count(), Submission.objects.count()) == (1, 0)
    assert case.team == "customer-services"


@pytest.mark.slow
def test_a_form_for_a_service_with_a_fee_waits_for_staff(send):
    assert send(filled(one("Anything", "x")), "garden-waste").json()["became"] == "case"


@pytest.mark.slow
def test_what_came_as_a_case_stays_one_when_the_form_would_fit_later(send, monkeypatch):
    monkeypatch.setattr(external_submissions, "_unfit", lambda *_: "Not yet.")
    send(complaint())
    monkeypatch.undo()
    assert send(complaint()).json() == send(complaint()).json()
    assert (Case.objects.count(), Contact.objects.count(), Submission.objects.count()) == (1, 1, 0)


def test_what_cannot_be_read_is_answered_in_a_sentence(send):
    assert [send(told).status_code for told in ("[", "{}", '{"answers": NaN}')] == [400, 422, 400]
    assert send(complaint(), "nothing").status_code == 404
