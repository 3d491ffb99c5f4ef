"""Public pages are made once for all who have not signed in, and never shared with or by those who have."""

import gzip

import pytest
from django.test import Client

from borough.ui.page_cache import clear_page_cache
from tests.client import Visitor, make_staff, sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _sharing(settings):
    clear_page_cache()
    settings.SHARED_SECONDS = 60.0
    yield
    clear_page_cache()


def test_second_visitor_receives_the_cached_page(django_assert_num_queries):
    first = Client().get("/")
    with django_assert_num_queries(0):
        second = Client().get("/")
    assert (second.status_code, second.content) == (200, first.content)
    assert "unsafe" not in second["Content-Security-Policy"]


def test_a_shared_page_goes_out_with_every_header_of_the_first():
    first, second = Client().get("/"), Client().get("/")
    assert dict(first.items()) == dict(second.items())
    assert second["X-Frame-Options"] == "DENY" and second["X-Content-Type-Options"] == "nosniff"


def test_insecure_page_is_not_served_to_a_secure_request(settings):
    settings.SECURE_SSL_REDIRECT = True
    assert Client().get("/", secure=True).status_code == 200
    assert Client().get("/").status_code == 301


def test_page_with_a_form_is_rendered_for_each_visitor(settings):
    first, second = (Client().get("/address/").cookies[settings.CSRF_COOKIE_NAME].value for _ in range(2))
    assert first != second


def test_a_page_is_compressed_for_who_can_read_it():
    plain, small = Client().get("/"), Client().get("/", headers={"accept-encoding": "gzip"})
    assert small["Content-Encoding"] == "gzip" and gzip.decompress(small.content) == plain.content
    assert {"Cookie", "Accept-Encoding"} <= {word.strip() for word in small["Vary"].split(",")}


def test_who_has_signed_in_neither_gets_nor_leaves_a_shared_page():
    Client().get("/")
    visitor = sign_in(Visitor(), make_staff("adviser", name="Ada Officer"))
    assert "no-store" in visitor.get("/")["Cache-Control"]
    assert "no-store" not in Client().get("/").get("Cache-Control", "")


def test_other_addresses_and_hosts_are_other_pages(settings):
    settings.ALLOWED_HOSTS = ["a.example", "b.example"]
    pages = {Client().get(path, headers={"host": host}).content for path in ("/", "/help/") for host in ("a.example",)}
    assert len(pages) == 2
    assert Client().get("/", headers={"host": "other.example"}).status_code == 400


def test_error_pages_are_not_cached():
    assert Client().get("/performance/figures/nothing/2017-18/").status_code == 404
    assert Client().get("/performance/figures/nothing/2017-18/").status_code == 404
