"""The OpenAPI description is complete, and the API behaves as it says: errors, HEAD, OPTIONS, caching."""

import gzip
import json

import pytest
from django.test import Client

from borough.access.actions.tokens import create_token
from borough.foundation.clock import now
from borough.foundation.http.problems import KINDS, MEDIA_TYPE

pytestmark = pytest.mark.django_db
CONTACT = {
    "client_reference": "crm-1",
    "channel": "phone",
    "service": "council-tax",
    "nature": "enquiry",
    "outcome": "completed",
}


@pytest.fixture
def schema():
    return Client().get("/api/v1/openapi.json").json()


@pytest.fixture
def auth():
    token = create_token(by="command:test", at=now(), name="CRM", scopes=["contacts.record", "contacts.view"])
    return {"Authorization": f"Bearer {token.secret}"}


@pytest.fixture
def service():
    from borough.staff.public import set_service_team

    set_service_team(by="command:test", at=now(), key="council-tax", name="Council tax", team="Front office")


def operations(schema):
    return [
        (path, method, operation)
        for path, operations in schema["paths"].items()
        for method, operation in operations.items()
    ]


def test_every_operation_has_an_id_security_and_the_common_errors(schema):
    assert schema["servers"][0]["url"].startswith("http")
    assert schema["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    ids = [operation["operationId"] for _, _, operation in operations(schema)]
    assert len(ids) == len(set(ids)) > 20
    for path, method, operation in operations(schema):
        assert {"404", "422", "429", "503"} <= set(operation["responses"]), (path, method)
        if operation["security"]:
            assert {"401", "403"} <= set(operation["responses"]), (path, method)
        if method == "post":
            assert {"400", "409", "413", "415"} <= set(operation["responses"]), (path, method)
            assert operation["requestBody"]["content"]["application/json"]["schema"], path


def test_every_reference_leads_somewhere(schema):
    text = json.dumps(schema)
    for reference in {part.split('"')[0] for part in text.split('"$ref": "#/')[1:]}:
        target = schema
        for part in reference.split("/"):
            target = target[part]
        assert target


def test_writes_declare_the_idempotency_key_they_require(schema, auth, service):
    (create,) = [operation for _, _, operation in operations(schema) if operation["operationId"] == "contacts_create"]
    assert [p["name"] for p in create["parameters"] if p["required"]] == ["Idempotency-Key"]
    response = Client().post("/api/v1/contacts", CONTACT, content_type="application/json", headers=auth)
    assert (response.status_code, response.json()["code"]) == (400, "idempotency-key-missing")


@pytest.mark.parametrize(
    ("change", "pointer"),
    [({"chanel": "web"}, "/chanel"), ({"service": "unknown-service"}, "/service"), ({"minutes": -1}, "/minutes")],
)
def test_unknown_and_invalid_fields_are_refused_by_pointer(auth, service, change, pointer):
    headers = auth | {"Idempotency-Key": f"k-{pointer}"}
    response = Client().post("/api/v1/contacts", CONTACT | change, content_type="application/json", headers=headers)
    assert response.status_code == 422 and response["Content-Type"] == MEDIA_TYPE
    assert [error["pointer"] for error in response.json()["errors"]] == [pointer]


def test_the_example_of_an_operation_is_accepted(schema, auth, service):
    (create,) = [operation for _, _, operation in operations(schema) if operation["operationId"] == "contacts_create"]
    example = create["requestBody"]["content"]["application/json"]["example"]
    headers = auth | {"Idempotency-Key": "example"}
    response = Client().post("/api/v1/contacts", example, content_type="application/json", headers=headers)
    assert response.status_code == 201, response.content


@pytest.mark.parametrize(
    ("path", "status"),
    [("/api/v1/nothing", 404), ("/api/v2/contacts", 404), ("/bins/1.json", 404), ("/api/v1/contacts", 401)],
)
def test_errors_of_machine_paths_are_problem_details(path, status):
    response = Client().get(path)
    body = response.json()
    assert (response.status_code, response["Content-Type"], body["status"]) == (status, MEDIA_TYPE, status)
    assert body["type"].endswith(body["code"]) and body["code"] in KINDS


def test_a_wrong_method_is_a_problem_with_allow():
    response = Client().delete("/api/v1/figures")
    assert (response.status_code, response.json()["code"], response["Allow"]) == (405, "method-not-allowed", "GET")


def test_head_is_get_without_a_body():
    head, get = Client().head("/api/v1/services"), Client().get("/api/v1/services")
    assert (head.status_code, head.content, head["Content-Length"]) == (200, b"", str(len(get.content)))


def test_options_lists_methods_and_open_data_may_be_read_from_any_page(auth):
    public = Client().options("/api/v1/services")
    assert (public.status_code, public["Allow"], public["Access-Control-Allow-Origin"]) == (
        204,
        "GET, HEAD, OPTIONS",
        "*",
    )
    private = Client().options("/api/v1/contacts")
    assert private["Allow"] == "GET, HEAD, OPTIONS, POST" and "Access-Control-Allow-Origin" not in private


def test_open_data_is_cached_by_etag_and_compressed():
    first = Client().get("/api/v1/services", headers={"Accept-Encoding": "gzip"})
    assert first["Access-Control-Allow-Origin"] == "*" and json.loads(gzip.decompress(first.content))["services"]
    plain = Client().get("/api/v1/services")
    again = Client().get("/api/v1/services", headers={"If-None-Match": plain["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_private_data_is_neither_shared_nor_compressed(auth):
    response = Client().get("/api/v1/contacts", headers=auth | {"Accept-Encoding": "gzip"})
    assert response.status_code == 200 and "Content-Encoding" not in response
    assert "Access-Control-Allow-Origin" not in response and "no-store" in response["Cache-Control"]


def test_the_docs_page_lists_every_operation_and_problem(visitor, schema):
    page = visitor.get("/api/docs").content.decode()
    for path, _, operation in operations(schema):
        assert f'id="{operation["operationId"]}"' in page and path in page
    assert all(f'id="problem-{code}"' in page for code in KINDS)
