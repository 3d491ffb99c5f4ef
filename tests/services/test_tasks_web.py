"""The list of tasks as a resident and an adviser meet it."""

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HERE = "/services/discretionary-support"


def rows(page):
    return [line for line in ("Completed", "In progress", "Not yet started", "Cannot start yet") if line in page]


def test_a_resident_begins_at_the_list_and_goes_in_any_order(visitor):
    assert visitor.post(f"{HERE}/")["Location"] == f"{HERE}/tasks/"
    page = visitor.get(f"{HERE}/tasks/").content.decode()
    assert "You have completed 0 of 5 sections" in page
    assert rows(page) == ["Not yet started", "Cannot start yet"]
    assert visitor.get(f"{HERE}/rent/")["Location"] == f"{HERE}/tasks/"
    assert visitor.post(f"{HERE}/benefits/", {"benefits": "housing-benefit"})["Location"] == f"{HERE}/tasks/"
    assert visitor.post(f"{HERE}/rent/", {"rent": "90"})["Location"] == f"{HERE}/income/"
    page = visitor.get(f"{HERE}/tasks/").content.decode()
    assert rows(page) == ["Completed", "In progress", "Not yet started", "Cannot start yet"]
    assert f"{HERE}/income/" in page
    assert "Check your answers" not in page
    assert visitor.get(f"{HERE}/check/")["Location"] == f"{HERE}/tasks/"
    assert f'href="{HERE}/tasks/"' in visitor.get(f"{HERE}/rent/").content.decode()


def test_ineligible_person_sees_the_exit_page_not_the_task_list(visitor):
    visitor.post(f"{HERE}/")
    assert visitor.post(f"{HERE}/benefits/", {"benefits": "none"})["Location"] == f"{HERE}/not-entitled/"
    assert visitor.get(f"{HERE}/tasks/")["Location"] == f"{HERE}/not-entitled/"


def test_an_adviser_has_the_same_list(as_role):
    adviser = as_role("adviser")
    first = adviser.post("/office/services/start/discretionary-support/", {"mode": "phone"})["Location"]
    assert first.endswith("/tasks/")
    assert "You have completed 0 of 5 sections" in adviser.get(first).content.decode()


def test_a_service_without_tasks_has_no_list(visitor):
    visitor.post("/services/complaint/")
    assert visitor.get("/services/complaint/tasks/")["Location"] == "/services/complaint/before/"
    assert visitor.get(f"{HERE}/tasks/").status_code == 410
