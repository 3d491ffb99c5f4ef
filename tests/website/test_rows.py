"""A list of things: none of them, one of them, and the way there and back."""

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HERE = "/services/move-home"
NEW = {"by-hand": "1", "line1": "1 New Row", "town": "Anytown", "postcode": "PR7 1AA"}
BEFORE = (
    ("move", {"move": "in"}),
    ("new-address", {f"new_address-{part}": text for part, text in NEW.items()}),
    ("moved-on", {"moved_on-day": "1", "moved_on-month": "2", "moved_on-year": "2026"}),
    ("tenure", {"tenure": "own"}),
)
SAM = {"people-person_name": "Sam Newcomer", "people-adult": "yes"}


@pytest.fixture
def household_page(visitor):
    """A browser at the question of who else will live there."""
    visitor.post(f"{HERE}/")
    for page, fields in BEFORE:
        answer = visitor.post(f"{HERE}/{page}/", fields)
        assert answer.status_code == 302, answer.content.decode()[:3000]
    assert answer["Location"] == f"{HERE}/people/"
    return visitor


def finish(visitor):
    for page, fields in (("name", "Nell Newcomer"), ("email", "nell@home.example"), ("phone", "")):
        answer = visitor.post(f"{HERE}/your-{page}/", {page: fields})
    assert answer["Location"] == f"{HERE}/check/"
    return visitor.get(f"{HERE}/check/").content.decode()


def test_who_lives_alone_adds_nobody_and_may_pay_less(household_page):
    page = household_page.get(f"{HERE}/people/").content.decode()
    assert "Who else will live there? (optional)" in page
    assert "Leave this out if you will live alone" in page
    assert "Add the first person" in page
    assert household_page.post(f"{HERE}/people/")["Location"] == f"{HERE}/your-name/"
    assert "You may pay 25% less, because you live alone" in finish(household_page)


def test_a_person_is_added_and_back_leads_to_the_list(household_page):
    page = household_page.get(f"{HERE}/people/1/").content.decode()
    assert f'<a href="{HERE}/people/" class="govuk-back-link">' in page
    assert household_page.post(f"{HERE}/people/1/", SAM)["Location"] == f"{HERE}/people/"
    assert "Add another person" in household_page.get(f"{HERE}/people/").content.decode()
    assert household_page.post(f"{HERE}/people/")["Location"] == f"{HERE}/your-name/"
    assert "The full amount" in finish(household_page)


def test_a_change_from_the_answers_leads_back_to_them(household_page):
    household_page.post(f"{HERE}/people/")
    finish(household_page)
    page = household_page.get(f"{HERE}/people/?change=1").content.decode()
    assert f"{HERE}/people/1/?change=1" in page
    assert household_page.post(f"{HERE}/people/1/?change=1", SAM)["Location"] == f"{HERE}/people/?change=1"
    assert household_page.post(f"{HERE}/people/1/remove/?change=1")["Location"] == f"{HERE}/people/?change=1"
    assert household_page.post(f"{HERE}/people/?change=1")["Location"] == f"{HERE}/check/"


def test_returning_visitor_does_not_have_to_answer_first(household_page):
    household_page.post(f"{HERE}/people/")
    assert household_page.post(f"{HERE}/your-name/", {"name": " ", "later": "1"})["Location"] == f"{HERE}/save/"
    page = household_page.post(f"{HERE}/your-name/", {"name": "x" * 201, "later": "1"}).content.decode()
    assert "Your full name must be 200 characters or less" in page  # what was typed is not let go
