"""Public pages and the pages for when something did not work."""

import pytest
from django.test import Client, RequestFactory

from borough.website import errors
from tests.client import check_page

BANNED = ("please", "sorry", "invalid", "oops", "forbidden")


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/help/", "/accessibility/", "/privacy/", "/cookies/"])
def test_public_pages(path, visitor):
    answer = visitor.get(path)
    assert answer.status_code == 200
    assert not [word for word in BANNED if word in answer.content.decode().lower()]


@pytest.mark.django_db
def test_a_public_page_sets_no_cookie_and_asks_little_of_the_database(visitor, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        answer = visitor.get("/")
    assert not answer.cookies


@pytest.mark.django_db
def test_missing_page_has_a_plain_error(visitor):
    answer = visitor.get("/no/such/page/")
    assert answer.status_code == 404
    assert "Page not found" in answer.content.decode()


@pytest.mark.django_db
def test_pages_for_other_roles_are_refused_plainly(as_role):
    answer = as_role("resident").get("/office/")
    assert answer.status_code == 403
    assert "You cannot see this page" in answer.content.decode()
    assert "people who work for the council" in answer.content.decode()
    assert "for other roles" in as_role("waste_officer").get("/office/access/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/address/choose/", "/bins/choose/"])
def test_the_address_of_a_form_opened_by_itself_is_a_page_and_no_blank(visitor, address):
    answer = visitor.get(address)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert "Go back to the page before" in answer.content.decode()


@pytest.mark.parametrize("view", [errors.server_error, errors.away])
def test_the_page_for_our_own_faults_needs_no_database(view):
    answer = view(RequestFactory().get("/"))
    assert b"What you had saved is safe" in answer.content


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("view", "status"),
    [
        (errors.bad_request, 400),
        (errors.forbidden, 403),
        (errors.page_missing, 404),
        (errors.wrong_method, 405),
        (errors.stale, 409),
        (errors.too_many, 429),
        (errors.server_error, 500),
        (errors.away, 503),
        (errors.form_expired, 403),
    ],
)
def test_every_error_page_has_its_status_and_plain_text(view, status):
    answer = view(RequestFactory().get("/"))
    text = answer.content.decode().lower()
    assert answer.status_code == status
    assert not [word for word in BANNED if word in text]


@pytest.mark.django_db
def test_oversized_request_has_a_plain_error():
    from django.core.exceptions import RequestDataTooBig

    answer = errors.bad_request(RequestFactory().get("/"), RequestDataTooBig())
    assert answer.status_code == 413


@pytest.mark.django_db
def test_machines_are_answered_in_json():
    answer = errors.page_missing(RequestFactory().get("/api/v1/nothing"))
    assert answer.headers["Content-Type"] == "application/problem+json"


@pytest.mark.django_db
def test_the_checker_of_pages_sees_what_is_wrong():
    answer = Client().get("/")
    answer.content = answer.content.replace(b"</h1>", b"</h1><h1>Another</h1><input name=x><p style='a'>{{ x }}</p>")
    with pytest.raises(AssertionError) as failure:
        check_page(answer)
    for fault in ("2 main headings", "x has no label", "inline style", "left unfilled"):
        assert fault in str(failure.value)
