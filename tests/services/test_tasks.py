"""A long service as a list of tasks: begun in any order, but for what hangs on answers that are missing."""

from dataclasses import replace
from datetime import date

import pytest

from borough.services.definitions.discretionary_support.service import service as support
from borough.forms.checker import faults_of
from borough.forms.common import question_page
from borough.forms.conditions import Is, When
from borough.forms.kinds import Agreement, Text, YesNo
from borough.forms.pages import CHECK, TASKS, Page
from borough.forms.sections import dependencies_of
from borough.forms.service import Lookup
from borough.forms.routing import build_route
from borough.services.queries.task_list import tasks_of
from borough.services.queries.translators import Translator

TODAY = date(2027, 2, 1)


def asked(key, section, kind=None, **more):
    return question_page(key, f"What is {key}?", kind or Text(), missing=f"Enter {key}", section=section, **more)


SERVICE = replace(
    support,
    pages=(
        asked("a", "First"), asked("b", "First"),
        asked("c", "Second"),
        asked("d", "Third", only_if=When("b", Is.IS, "x")), asked("e", "Third", kind=YesNo()),
        asked("signed", "Sign", kind=Agreement()),
    ),
    computed=(),
)  # fmt: skip


def states(answers, service=SERVICE, seen=()):
    pages = frozenset(page.key for page in service.pages if all(q.key in answers for q in page.has_address)) | frozenset(seen)
    way = build_route(service, answers, pages, {"today": TODAY})
    return way, {one.name: (str(one.state), one.page) for one in tasks_of(service, way, Translator(service, "en"))}


def test_what_hangs_on_nothing_may_be_begun_and_what_is_signed_comes_last():
    way, found = states({})
    assert found == {
        "First": ("Not yet started", "a"), "Second": ("Not yet started", "c"),
        "Third": ("Cannot start yet", ""), "Sign": ("Cannot start yet", ""),
    }  # fmt: skip
    assert (way.next_key(), way.complete, way.previous("a"), way.previous("c")) == (TASKS, False, TASKS, TASKS)
    assert way.step("d") is None


def test_a_task_goes_through_its_own_pages_and_back_to_the_list():
    way, found = states({"c": "1", "a": "1"})
    assert (found["First"], found["Second"]) == (("In progress", "b"), ("Completed", "c"))
    assert (way.after("a"), way.after("b"), way.after("c"), way.previous("b")) == ("b", TASKS, TASKS, "a")


@pytest.mark.parametrize(("said", "first"), [("x", "d"), ("y", "e")])
def test_a_task_that_waited_opens_by_the_answers_it_hangs_on(said, first):
    _, found = states({"a": "1", "b": said})
    assert found["Third"] == ("Not yet started", first)


def test_the_end_is_reached_when_every_task_is_done_and_not_before():
    answers = {"a": "1", "b": "y", "c": "1", "e": True}
    way, found = states(answers)
    assert (found["Sign"], way.complete) == (("Not yet started", "signed"), False)
    way, found = states(answers | {"signed": True})
    assert (way.complete, way.next_key(), way.previous(CHECK)) == (True, CHECK, TASKS)


def test_nothing_is_begun_behind_a_section_that_may_end_the_service():
    _, found = states({}, support)
    assert [state for state, _ in found.values()] == ["Not yet started", *["Cannot start yet"] * 4]
    _, found = states({"benefits": ["housing-benefit"]}, support)
    assert [state for state, _ in found.values()] == ["Completed", *["Not yet started"] * 3, "Cannot start yet"]
    way, _ = states({"benefits": ["none"]}, support)
    assert (way.ended.key, way.next_key()) == ("not-entitled", "not-entitled")


def test_a_page_leans_on_what_its_look_ups_ask():
    service = replace(
        SERVICE, lookups=(Lookup(key="found", ask=lambda a: a), Lookup(key="far", ask=lambda found: found))
    )
    assert dependencies_of(service, Page(key="p", only_if=lambda far: far)) == {"far", "found", "a"}


def test_a_page_in_no_section_is_a_fault_of_a_list_of_tasks():
    bare = replace(SERVICE, pages=(*SERVICE.pages, asked("z", "")))
    assert [(one.check, one.where) for one in faults_of({bare.key: bare}, TODAY) if one.check == "tasks"] == [
        ("tasks", "z")
    ]
