"""Services sent whole by other systems: as the pages would have it, once, and seen by whoever sent it alone."""

import base64
import json

import jsonschema_rs
import pytest
from django.test import Client

from borough.access.public import create_token
from borough.api.v1 import services as rest
from borough.cases.models import Case
from borough.contacts.models import Contact
from borough.forms import kinds
from borough.services import public as services
from borough.services.models import Draft, Submission, Upload
from tests.services.conftest import homes  # noqa: F401 - a fixture
from tests.services.walker import AT, HOUSE, PDF, TODAY, walk

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("homes")]
COMPLAINT = {"about": "service"}
NOT_SEEN = {"reference", "fee", "state", "payment_url", "duplicate"}


@pytest.fixture
def secret(monkeypatch):
    monkeypatch.setattr(rest, "now", lambda: AT)
    monkeypatch.setattr(rest, "today", lambda: TODAY)
    return token()


def token(*scopes):
    return create_token(by="system:test", at=AT, name="forms", scopes=scopes or ("services.submit",)).secret


def send(secret, service, body, key="k1"):
    headers = {"authorization": f"Bearer {secret}", "idempotency-key": key}
    sent = body if isinstance(body, bytes | str) else json.dumps(body)
    return Client().post(
        f"/api/v1/services/{service}/submissions", sent, content_type="application/json", headers=headers
    )


def read(secret, reference):
    return Client().get(f"/api/v1/submissions/{reference}", headers={"authorization": f"Bearer {secret}"})


def as_json(question, stored):
    """A kept answer as a machine would write it."""
    if isinstance(question.kind, kinds.Address):
        return {"uprn": stored["uprn"]}
    if isinstance(question.kind, kinds.Upload):
        return [{"name": file["name"], "content": base64.b64encode(PDF).decode()} for file in stored]
    if isinstance(question.kind, kinds.Spot):
        return {key: stored[key] for key in ("near", "details")}
    return stored


def walked(key):
    """The answers of a service as the pages took them, and the words they were kept in."""
    reference = walk(key, services.Mode.COUNTER)
    draft = Draft.objects.get(reference=reference)
    known = services.service_of(key).questions()
    route = services.draft_pages.open_draft(reference=reference, today=TODAY, at=AT).route
    answers = {name: as_json(known[name], stored) for name, stored in route.answers.items()}
    sent = services.submit(by="nobody", at=AT, today=TODAY, reference=draft.reference)
    return answers, Submission.objects.get(reference=sent.reference)


@pytest.mark.parametrize("key", sorted(services.catalogue()))
def test_complete_submission_matches_the_web_journey(secret, key):
    answers, by_page = walked(key)
    described = Client().get(f"/api/v1/services/{key}").json()
    jsonschema_rs.validate(described["answers"], answers)
    if key == "missed-bin":  # the same bin cannot be reported twice
        answers["address"] = {"uprn": HOUSE + 3}
    answer = send(secret, key, {"answers": answers})
    assert answer.status_code == 201, answer.json()
    submission = Submission.objects.exclude(pk=by_page.pk).get()
    assert (submission.mode, submission.fee, submission.state) == ("machine", by_page.fee, by_page.state)
    if key != "missed-bin":
        assert submission.wording == by_page.wording
    assert Contact.objects.filter(source_id=submission.reference).count() == (0 if submission.fee else 1)
    assert bool(submission.case) == bool(by_page.case)
    assert answer.json()["payment_url"].startswith("http") == bool(submission.fee)


def good():
    return {
        "problem": "dog-fouling",
        "dangerous": False,
        "email": "rosa@home.example",
        "spot": {"near": "High Street", "details": "By the gate", "latitude": 53.6531, "longitude": -2.6315},
    }


def test_report_by_point_and_text_creates_a_contact_and_a_case(secret):
    answer = send(secret, "report-it", {"answers": good(), "source_id": "crm-1"})
    assert answer.status_code == 201, answer.json()
    spot = Submission.objects.get().answers["spot"]
    assert (spot["easting"], spot["northing"]) == (358358, 417584)
    assert (Contact.objects.get().channel, Case.objects.count()) == ("machine", 1)


def test_the_same_key_and_the_same_id_are_answered_with_the_first_receipt(secret):
    body = {"answers": good(), "source_id": "crm-1"}
    first, again, other = (send(secret, "report-it", body, key) for key in ("k1", "k1", "k2"))
    assert again.content == first.content
    assert (other.status_code, other.json()["duplicate"]) == (200, True)
    assert other.json()["reference"] == first.json()["reference"]
    assert send(secret, "complaint", {"answers": {}, "source_id": "crm-1"}, "k3").status_code == 422
    assert (Submission.objects.count(), Contact.objects.count(), Case.objects.count()) == (1, 1, 1)


def test_another_token_sees_nothing_of_it_and_has_its_own_ids(secret):
    body = {"answers": good(), "source_id": "crm-1"}
    reference = send(secret, "report-it", body).json()["reference"]
    other = token()
    assert read(other, reference).status_code == 404
    assert read(token("contacts.view"), reference).status_code == 403
    assert send(other, "report-it", body).status_code == 201
    data = read(secret, reference).json()
    assert (data["status"], data["service"]) == ("Received, not started yet", "report-it")
    assert "rosa" not in json.dumps(data)


def test_what_came_by_the_website_is_not_seen_by_a_token(secret):
    sent = services.submit(by="nobody", at=AT, today=TODAY, reference=walk("complaint"))
    assert read(secret, sent.reference).status_code == 404


def faults(answer):
    assert answer.status_code == 422, answer.content
    return {".".join(fault["pointer"].split("/")[2:]): fault["detail"] for fault in answer.json().get("errors", [])}


@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"nonsense": 1}, "nonsense"),
        ({"problem": ["pothole"]}, "problem"),
        ({"problem": "volcano"}, "problem"),
        ({"spot": "here"}, "spot"),
        ({"spot": {"near": "x" * 600}}, None),
        ({"spot": {"latitude": 0, "longitude": 0}}, "spot.near"),
        ({"spot": {"easting": float("1e300"), "northing": 1}}, "spot.near"),
        ({"spot": {"near": "a", "lines": ["forged"]}}, "spot"),
        ({"more": "R\0sa"}, "more"),
        ({"more": "\ud800"}, "more"),
        ({"more": {"a": "b"}}, "more"),
        ({"dangerous": "perhaps"}, "dangerous"),
        ({"waste": ["bags"]}, "waste"),
        ({"photos": [{"name": "a.jpg", "content": "not base64!"}]}, "photos"),
        ({"photos": [{"id": "0" * 16, "name": "a", "size": 1, "type": "jpg"}]}, "photos.0"),
        ({"problem": None}, "problem"),
    ],
)
def test_invalid_submission_names_the_fields_and_stores_nothing(secret, change, where):
    answer = send(secret, "report-it", {"answers": good() | change})
    if where is None:
        assert answer.status_code == 201
        return
    assert where in faults(answer)
    assert not (Submission.objects.exists() or Draft.objects.exists() or Contact.objects.exists())


def test_everything_of_the_wrong_shape_is_named_at_once(secret):
    errors = faults(send(secret, "report-it", {"answers": good() | {"nonsense": 1, "more": 7, "email": []}}))
    assert set(errors) == {"nonsense", "more", "email"}


def test_a_mended_request_may_use_its_key_again(secret):
    assert send(secret, "report-it", {"answers": {}}).status_code == 422
    assert send(secret, "report-it", {"answers": good()}).status_code == 201


def test_where_a_service_ends_for_somebody_the_page_is_named(secret):
    address = {"uprn": HOUSE + 11}
    errors = faults(send(secret, "missed-bin", {"answers": {"address": address}}))
    assert "We do not collect from there" in errors["not-collected"]


@pytest.mark.parametrize("body", ["", "[", "[]", "{}", '{"answers": NaN}', '{"answers": []}', "[" * 100_000, b"\xff"])
def test_what_is_no_json_of_ours_is_refused_in_a_sentence(secret, body):
    answer = send(secret, "report-it", body)
    assert answer.status_code in (400, 422)
    assert answer.json()["detail"]


@pytest.mark.parametrize("own", [7, "", "x" * 121, "a\0b", {}])
def test_a_source_id_is_a_short_text(secret, own):
    answer = send(secret, "report-it", {"answers": good(), "source_id": own})
    assert answer.status_code == (422)


def test_too_much_at_once_is_refused_with_the_limit(secret):
    answer = send(secret, "report-it", {"answers": good() | {"more": "x" * 3_000_000}})
    assert (answer.status_code, "2.5 MB" in answer.json()["detail"]) == (413, True)


def test_a_file_comes_in_base64_and_is_looked_at_before_it_is_believed(secret):
    photo = {"name": "../a.jpg", "content": base64.b64encode(b"\xff\xd8\xff\xe0" + b"x" * 50).decode()}
    answer = send(secret, "report-it", {"answers": good() | {"photos": [photo]}})
    assert answer.status_code == 201, answer.json()
    assert Upload.objects.get().name == "a.jpg"
    script = {"name": "a.jpg", "content": base64.b64encode(b"<script>").decode()}
    assert "photos" in faults(send(secret, "report-it", {"answers": good() | {"photos": [script]}}, "k2"))


def test_files_of_what_was_refused_do_not_stay(secret, settings):
    photo = {"name": "a.jpg", "content": base64.b64encode(b"\xff\xd8\xff\xe0" + b"x" * 50).decode()}
    assert send(secret, "report-it", {"answers": good() | {"photos": [photo], "email": "no"}}).status_code == 422
    assert not [path for path in (settings.HOME / "uploads").rglob("*") if path.is_file()]


def test_every_service_is_listed_and_described_to_anybody(db):
    listed = Client().get("/api/v1/services").json()["services"]
    assert {row["key"] for row in listed} == set(services.catalogue())
    assert all(Client().get(row["url"]).status_code == 200 for row in listed)
    assert Client().get("/api/v1/services/none").status_code == 404


def test_the_published_interface_has_the_answers_of_each_service(db):
    paths = Client().get("/api/v1/openapi.json").json()["paths"]
    for key, service in services.catalogue().items():
        body = paths[f"/api/v1/services/{key}/submissions"]["post"]["requestBody"]
        answers = body["content"]["application/json"]["schema"]["properties"]["answers"]
        assert set(answers["properties"]) == set(service.questions())
