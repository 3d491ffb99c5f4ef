"""A long service as a list of tasks: begun in any order, but for what hangs on answers that are missing."""

from dataclasses import replace
from datetime import date

import pytest

from borough.forms.checker import faults_of
from borough.forms.common import question_page
from borough.forms.conditions import Is, When
from borough.forms.kinds import Agreement, Text, YesNo
from borough.forms.pages import CHECK, TASKS, Page
from borough.forms.routing import build_route
from borough.forms.sections import dependencies_of
from borough.forms.service import Lookup
from borough.services.definitions.discretionary_support.service import service as support
from borough.services.queries.task_list import tasks_of
from borough.services.queries.translators import Translator

TODAY = date(2027, 2, 1)


def text_page(key, section, kind=None, **more):
    return question_page(key, f"What is {key}?", kind or Text(), missing=f"Enter {key}", section=section, **more)


SERVICE = replace(
    support,
    pages=(
        text_page("a", "First"),
        text_page("b", "First"),
        text_page("c", "Second"),
        text_page("d", "Third", only_if=When("b", Is.IS, "x")),
        text_page("e", "Third", kind=YesNo()),
        text_page("signed", "Sign", kind=Agreement()),
    ),
    computed=(),
)


def states(answers, service=SERVICE, seen=()):
    pages = frozenset(page.key for page in service.pages if all(q.key in answers for q in page.asks)) | frozenset(seen)
    route = build_route(service, answers, pages, {"today": TODAY})
    return route, {
        task.name: (str(task.state), task.page) for task in tasks_of(service, route, Translator(service, "en"))
    }


def test_what_hangs_on_nothing_may_be_begun_and_what_is_signed_comes_last():
    route, tasks = states({})
    assert tasks == {
        "First": ("Not yet started", "a"),
        "Second": ("Not yet started", "c"),
        "Third": ("Cannot start yet", ""),
        "Sign": ("Cannot start yet", ""),
    }
    assert (route.next_key(), route.complete, route.before("a"), route.before("c")) == (TASKS, False, TASKS, TASKS)
    assert route.step("d") is None


def test_a_task_goes_through_its_own_pages_and_back_to_the_list():
    route, tasks = states({"c": "1", "a": "1"})
    assert (tasks["First"], tasks["Second"]) == (("In progress", "b"), ("Completed", "c"))
    assert (route.after("a"), route.after("b"), route.after("c"), route.before("b")) == ("b", TASKS, TASKS, "a")


@pytest.mark.parametrize(("value", "first"), [("x", "d"), ("y", "e")])
def test_a_task_that_waited_opens_by_the_answers_it_hangs_on(value, first):
    _, tasks = states({"a": "1", "b": value})
    assert tasks["Third"] == ("Not yet started", first)


def test_the_end_is_reached_when_every_task_is_done_and_not_before():
    answers = {"a": "1", "b": "y", "c": "1", "e": True}
    route, tasks = states(answers)
    assert (tasks["Sign"], route.complete) == (("Not yet started", "signed"), False)
    route, tasks = states(answers | {"signed": True})
    assert (route.complete, route.next_key(), route.before(CHECK)) == (True, CHECK, TASKS)


def test_nothing_is_begun_behind_a_section_that_may_end_the_service():
    _, tasks = states({}, support)
    assert [state for state, _ in tasks.values()] == ["Not yet started", *["Cannot start yet"] * 4]
    _, tasks = states({"benefits": ["housing-benefit"]}, support)
    assert [state for state, _ in tasks.values()] == ["Completed", *["Not yet started"] * 3, "Cannot start yet"]
    route, _ = states({"benefits": ["none"]}, support)
    assert (route.ended.key, route.next_key()) == ("not-entitled", "not-entitled")


def test_a_page_leans_on_what_its_look_ups_ask():
    service = replace(
        SERVICE,
        lookups=(Lookup(key="pages", ask=lambda a: a), Lookup(key="far", ask=lambda pages: pages)),
    )
    assert dependencies_of(service, Page(key="p", only_if=lambda far: far)) == {"far", "pages", "a"}


def test_a_page_in_no_section_is_a_fault_of_a_list_of_tasks():
    bare = replace(SERVICE, pages=(*SERVICE.pages, text_page("z", "")))
    assert [(fault.check, fault.where) for fault in faults_of({bare.key: bare}, TODAY) if fault.check == "tasks"] == [
        ("tasks", "z")
    ]
