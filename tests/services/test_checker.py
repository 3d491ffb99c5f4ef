"""The checker finds what it is for: each test breaks a service in one way and sees that way named."""

from dataclasses import replace

import pytest

from borough.services.catalogue import catalogue
from borough.forms.checker import faults_of, readability, sentences_of
from borough.forms.common import question_page
from borough.forms.conditions import Is, When
from borough.forms.kinds import Date, Text
from borough.forms.pages import Jump, Page
from borough.forms.service import Fee, AccessRoutes
from tests.services.walker import TODAY

WHOLE = catalogue()["complaint"]


def faults(service, **others):
    found = faults_of(catalogue() | {service.key: service} | others, TODAY)
    return [fault for fault in found if fault.service == service.key]


def checks(service, **others):
    return {fault.check for fault in faults(service, **others)}


def with_page(page):
    return replace(WHOLE, pages=(*WHOLE.pages, page))


def test_every_service_we_ship_may_be_published():
    assert faults_of(catalogue(), TODAY) == []


def test_a_second_question_for_a_date_of_birth_is_found_and_both_services_are_named():
    again = with_page(question_page("born", "What is your date of birth?", Date(), missing="Enter your date of birth"))
    [fault] = faults(again)
    assert (fault.service, fault.check, fault.where) == ("complaint", "ask-once", "born")
    assert "discretionary-support" in fault.sentence


def test_one_fact_asked_twice_in_a_service_is_found():
    again = with_page(question_page("other_name", "What is your full name?", Text(), missing="Enter your full name", fact="name"))
    assert checks(again) == {"ask-once"}


def test_a_fault_that_is_meant_says_why():
    again = with_page(question_page("born", "What is your date of birth?", Date(), missing="Enter your date of birth"))
    assert faults(replace(again, justified={"born": "It is about their child"})) == []


def test_a_page_nothing_leads_to_is_found():
    page = question_page("lost", "Why?", Text(), missing="Enter why", only_if=When("before", Is.IS, "perhaps"))
    assert {(fault.check, fault.where) for fault in faults(with_page(page))} == {("reachable", "lost")}


def test_a_way_that_goes_round_and_round_is_found():
    first = replace(WHOLE.pages[0], then=(Jump("evidence"),))
    assert "reachable" in checks(replace(WHOLE, pages=(first, *WHOLE.pages[1:])))


def test_a_jump_to_nowhere_and_a_page_that_says_nothing_are_found():
    first = replace(WHOLE.pages[0], then=(Jump("atlantis", When("before", Is.IS, "never")),))
    broken = replace(WHOLE, pages=(first, *WHOLE.pages[1:], Page(key="empty")))
    assert {"keys", "empty"} <= checks(broken)


@pytest.mark.parametrize("route", ["phone", "face_to_face", "post", "assisted"])
def test_a_service_without_another_way_to_it_is_found(route):
    told = {name: getattr(WHOLE.routes, name) for name in ("phone", "face_to_face", "post", "assisted")}
    assert "routes" in checks(replace(WHOLE, routes=AccessRoutes(**told | {route: ""})))


@pytest.mark.parametrize(
    ("change", "check"),
    [
        ({"owner": ""}, "owner"), ({"lgsl": None}, "lgsl"), ({"retention": "for ever"}, "retention"),
        ({"next_steps": ()}, "next-steps"), ({"opens": None}, "outcome"),
        ({"promise": replace(WHOLE.promise, text="")}, "promise"),
        ({"fee": Fee(rule=lambda: 1, text="", source="")}, "fee"),
        ({"about": (" ".join(["word"] * 30) + ".",)}, "sentence"),
    ],
)  # fmt: skip
def test_what_is_not_told_is_found(change, check):
    assert check in checks(replace(WHOLE, **change))


def test_hard_words_are_found():
    hard = "Notwithstanding considerations hitherto promulgated, representations concerning administrative determinations necessitate."
    assert "reading-age" in checks(replace(WHOLE, about=tuple([hard] * 40)))


def test_the_index_is_that_of_its_authors():
    """Senter and Smith (1967): 4.71 letters a word + 0.5 words a sentence - 21.43."""
    sentences = ["abcd " * 10] * 20
    assert readability(sentences) == pytest.approx(4.71 * 4 + 0.5 * 10 - 21.43)
    assert readability(["few words"]) is None


def test_sentences_are_told_apart_in_markdown():
    text = "# A heading here\n- One thing.\n- Two [linked words](/somewhere/). Three more words!"
    assert sentences_of(text) == ["A heading here", "One thing.", "Two linked words.", "Three more words!"]


def test_an_error_in_words_people_do_not_use_is_found():
    bad = with_page(question_page("x", "Why?", Text(), missing="Please enter a valid reason"))
    assert checks(bad) == {"errors"}
