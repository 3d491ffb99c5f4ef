"""A resident sees and takes away what is held about them, and nothing about anyone else."""

import pytest

from borough.foundation.clock import now
from borough.people.public import register
from tests.client import Visitor, make_resident, sign_in

pytestmark = pytest.mark.django_db
PAGES = ["/account/my-data/everything/", "/account/my-data/everything/file/"]


@pytest.fixture
def two():
    found = []
    for name in ("Rosa", "Omar"):
        account = make_resident(name=name, email=f"{name.lower()}@home.example")
        register(
            by="command:test",
            at=now(),
            name=f"{name} Resident",
            email=f"{name.lower()}@home.example",
            account_id=account,
        )
        found.append(sign_in(Visitor(), account))
    return found


def test_the_page_leads_to_both_forms(two):
    page = two[0].get("/account/my-data/").content.decode()
    assert all(f'href="{path}"' in page for path in PAGES)
    assert "/account/my-data/" in two[0].get("/account/").content.decode()


@pytest.mark.parametrize("path", PAGES)
def test_each_sees_their_own_and_not_the_others(path, two):
    rosa, omar = (visitor.get(path).content.decode() for visitor in two)
    assert "Rosa Resident" in rosa and "Omar" not in rosa and "omar@" not in rosa
    assert "Omar Resident" in omar and "Rosa" not in omar and "rosa@" not in omar


@pytest.mark.parametrize("path", PAGES)
def test_nothing_that_is_sent_changes_whose_it_is(path, two):
    other = two[1].account_id
    tries = two[0].get(f"{path}?account_id={other}&person_id={other}&reference={other}").content.decode()
    assert "Omar" not in tries


def test_the_file_is_for_keeping(two):
    answer = two[0].get(PAGES[1])
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.json()["people.Person"][0]["name"] == "Rosa Resident"
    assert "no-store" in answer.headers["Cache-Control"]


@pytest.mark.parametrize("path", ["/account/my-data/", *PAGES])
def test_a_stranger_is_asked_to_sign_in(path, visitor):
    assert visitor.get(path).headers["Location"].startswith("/account/login/")


def test_too_many_copies_are_stopped(two, monkeypatch):
    monkeypatch.setattr("borough.website.web.my_data.COPIES", "2/h/user")
    assert [two[0].get(path).status_code for path in [*PAGES, PAGES[0]]] == [200, 200, 429]
