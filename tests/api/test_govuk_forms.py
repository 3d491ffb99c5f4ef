"""Forms filled in at GOV.UK Forms: sent as the service where they fit, work for staff where they do not, lost never."""

import json
from pathlib import Path

import pytest
from django.test import Client

from borough.access.public import create_token
from borough.api.v1 import services as rest
from borough.cases.models import Case
from borough.contacts.models import Contact
from borough.forms.importers import FormError, read
from borough.forms.importers.govuk_forms import read_form
from borough.forms.json_schema import shape_faults
from borough.services.actions import external_submissions
from borough.services.models import Submission
from tests.services.walker import AT, TODAY

FORM = Path(__file__).parents[1] / "services/forms/govuk-forms/all_question_types_form.json"


def answer_entry(text, answer, number="0", **more):
    return {"question_id": number, "question_text": text, "answer_text": answer} | more


def filled(*answers, reference="ABCD1234", **more):
    return {"submission_reference": reference, "form_name": "A form", "answers": list(answers)} | more


def complaint(**change):
    answers = {
        "Have you complained to us about this before?": "No, this is the first time",
        "What is your complaint about?": "Bins and recycling",
        "What went wrong?": "The bin was left\nin the road",
        "When did it happen?": "27 March 2026",
        "What should we do to put it right?": "Put it back",
        "What is your full name?": "Rosa Resident",
        "What is your email address?": "rosa@home.example",
    } | change
    return filled(*(answer_entry(text, answer) for text, answer in answers.items()))


def test_a_form_of_ours_that_was_brought_in_is_read_by_the_numbers_of_its_questions():
    service = read(FORM.read_text(), "all").service
    address = {
        "address1": "1 Invented Street",
        "address2": "",
        "town_or_city": "Anytown",
        "county": "Shire",
        "postcode": "PR7 1DP",
    }
    payload = filled(
        answer_entry("x", "Some words", "1"),
        answer_entry("x", "1,200", "2"),
        answer_entry("x", "1 Invented Street, Anytown", "3", **address),
        answer_entry("x", "a@b.example", "4"),
        answer_entry("x", "2026-03-27", "5"),
        answer_entry("x", "QQ123456C", "6"),
        answer_entry("x", "01632 960 001", "7"),
        answer_entry("x", "Option 1, Option 3", "8", selections=["Option 1", "Option 3"]),
        answer_entry("x", "Lines\nof it", "9"),
    )
    result = read_form(payload, service)
    assert (result.left, shape_faults(service, result.answers)) == ((), [])
    assert result.answers["q3"] == {
        "line1": "1 Invented Street",
        "line2": "Shire",
        "town": "Anytown",
        "postcode": "PR7 1DP",
    }
    assert result.answers["q8"] == ["Option 1", "Option 3"]
    assert {key: result.answers[key] for key in ("q2", "q5")} == {"q2": "1200", "q5": "2026-03-27"}


@pytest.mark.parametrize(
    "payload",
    [
        None,
        [],
        {},
        {"submission_reference": "a", "answers": {}},
        filled(reference=""),
        filled(reference=7),
        filled({"question_id": 1}),
        filled(answer_entry("a", {})),
        filled(answer_entry("a", "b\0c")),
        filled(answer_entry("\ud800", "b")),
        filled(*[answer_entry("a", "b")] * 1001),
    ],
)
def test_what_is_no_such_form_is_refused(payload):
    with pytest.raises(FormError):
        read_form(payload, read(FORM.read_text(), "all").service)


@pytest.fixture
def send(db, monkeypatch):
    monkeypatch.setattr(rest, "now", lambda: AT)
    monkeypatch.setattr(rest, "today", lambda: TODAY)
    secret = create_token(by="system:test", at=AT, name="forms", scopes=["services.submit"]).secret

    def sent(payload, service="complaint"):
        body = payload if isinstance(payload, str) else json.dumps(payload)
        headers = {"authorization": f"Bearer {secret}"}
        where = f"/api/v1/services/{service}/govuk-forms"
        return Client().post(where, body, content_type="application/json", headers=headers)

    return sent


@pytest.mark.slow
def test_a_form_that_fits_is_the_service_sent_on_the_web_once(send):
    first, again = send(complaint()), send(complaint())
    assert (first.status_code, again.status_code) == (201, 200), first.content
    assert (first.json()["outcome"], again.json()["duplicate"]) == ("sent", True)
    row = Submission.objects.get()
    assert (row.mode, row.answers["happened_on"], row.answers["about"]) == ("web", "2026-03-27", "bins")
    assert (Contact.objects.get().channel, Case.objects.count()) == ("web", 1)


@pytest.mark.slow
@pytest.mark.parametrize(
    "payload",
    [
        complaint(**{"What colour is it?": "Green"}),
        complaint(**{"When did it happen?": "long ago"}),
        complaint(**{"What is your complaint about?": "Volcanoes"}),
        complaint(**{"Do you want to send photos, letters or emails?": "photo.jpg"}),
        filled(answer_entry("Anything", ["several", "answers"])),
    ],
)
def test_mismatched_form_creates_a_case_with_all_answers_and_a_contact(send, payload):
    first, again = send(payload), send(payload)
    assert (first.json()["outcome"], again.json()["duplicate"]) == ("case", True), first.content
    case = Case.objects.get()
    assert [row[0] for row in case.details[0][1]] == [entry["question_text"] for entry in payload["answers"]]
    assert (Contact.objects.count(), Submission.objects.count()) == (1, 0)
    assert case.team == "customer-services"


@pytest.mark.slow
def test_a_form_for_a_service_with_a_fee_waits_for_staff(send):
    assert send(filled(answer_entry("Anything", "x")), "garden-waste").json()["outcome"] == "case"


@pytest.mark.slow
def test_form_received_as_a_case_stays_a_case_when_it_later_fits(send, monkeypatch):
    monkeypatch.setattr(external_submissions, "_unfit", lambda *_: "Not yet.")
    send(complaint())
    monkeypatch.undo()
    assert send(complaint()).json() == send(complaint()).json()
    assert (Case.objects.count(), Contact.objects.count(), Submission.objects.count()) == (1, 1, 0)


def test_what_cannot_be_read_is_answered_in_a_sentence(send):
    assert [send(body).status_code for body in ("[", "{}", '{"answers": NaN}')] == [400, 422, 400]
    assert send(complaint(), "nothing").status_code == 404
