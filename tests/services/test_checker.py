"""The checker finds what it is for: each test breaks a service in one way and sees that way named."""

from dataclasses import replace

import pytest

from borough.forms.checker import faults_of, readability, sentences_of
from borough.forms.common import question_page
from borough.forms.conditions import Is, When
from borough.forms.kinds import Date, Text
from borough.forms.pages import Jump, Page
from borough.forms.service import AccessRoutes, Fee
from borough.services.catalogue import catalogue
from tests.services.walker import TODAY

COMPLAINT = catalogue()["complaint"]


def faults(service, **others):
    result = faults_of(catalogue() | {service.key: service} | others, TODAY)
    return [fault for fault in result if fault.service == service.key]


def checks(service, **others):
    return {fault.check for fault in faults(service, **others)}


def with_page(page):
    return replace(COMPLAINT, pages=(*COMPLAINT.pages, page))


def test_every_service_we_ship_may_be_published():
    assert faults_of(catalogue(), TODAY) == []


def test_duplicate_date_of_birth_question_names_both_services():
    again = with_page(question_page("born", "What is your date of birth?", Date(), missing="Enter your date of birth"))
    [fault] = faults(again)
    assert (fault.service, fault.check, fault.where) == ("complaint", "ask-once", "born")
    assert "discretionary-support" in fault.sentence


def test_fact_requested_twice_in_a_service_is_a_fault():
    again = with_page(
        question_page("other_name", "What is your full name?", Text(), missing="Enter your full name", fact="name")
    )
    assert checks(again) == {"ask-once"}


def test_a_fault_that_is_meant_says_why():
    again = with_page(question_page("born", "What is your date of birth?", Date(), missing="Enter your date of birth"))
    assert faults(replace(again, justified={"born": "It is about their child"})) == []


def test_unreachable_page_is_a_fault():
    page = question_page("lost", "Why?", Text(), missing="Enter why", only_if=When("before", Is.IS, "perhaps"))
    assert {(fault.check, fault.where) for fault in faults(with_page(page))} == {("reachable", "lost")}


def test_circular_route_is_a_fault():
    first = replace(COMPLAINT.pages[0], then=(Jump("evidence"),))
    assert "reachable" in checks(replace(COMPLAINT, pages=(first, *COMPLAINT.pages[1:])))


def test_jump_to_nowhere_and_empty_page_are_faults():
    first = replace(COMPLAINT.pages[0], then=(Jump("atlantis", When("before", Is.IS, "never")),))
    broken = replace(COMPLAINT, pages=(first, *COMPLAINT.pages[1:], Page(key="empty")))
    assert {"keys", "empty"} <= checks(broken)


@pytest.mark.parametrize("route", ["phone", "face_to_face", "post", "assisted"])
def test_service_without_an_alternative_channel_is_a_fault(route):
    routes = {name: getattr(COMPLAINT.routes, name) for name in ("phone", "face_to_face", "post", "assisted")}
    assert "routes" in checks(replace(COMPLAINT, routes=AccessRoutes(**routes | {route: ""})))


@pytest.mark.parametrize(
    ("change", "check"),
    [
        ({"owner": ""}, "owner"),
        ({"lgsl": None}, "lgsl"),
        ({"retention": "for ever"}, "retention"),
        ({"next_steps": ()}, "next-steps"),
        ({"opens": None}, "outcome"),
        ({"promise": replace(COMPLAINT.promise, text="")}, "promise"),
        ({"fee": Fee(rule=lambda: 1, text="", source="")}, "fee"),
        ({"about": (" ".join(["word"] * 30) + ".",)}, "sentence"),
    ],
)
def test_missing_text_is_a_fault(change, check):
    assert check in checks(replace(COMPLAINT, **change))


def test_difficult_vocabulary_is_a_fault():
    hard = "Notwithstanding considerations hitherto promulgated, representations concerning administrative determinations necessitate."
    assert "reading-age" in checks(replace(COMPLAINT, about=tuple([hard] * 40)))


def test_the_index_is_that_of_its_authors():
    """Senter and Smith (1967): 4.71 letters a word + 0.5 words a sentence - 21.43."""
    sentences = ["abcd " * 10] * 20
    assert readability(sentences) == pytest.approx(4.71 * 4 + 0.5 * 10 - 21.43)
    assert readability(["few words"]) is None


def test_sentences_are_separated_in_markdown():
    text = "# A heading here\n- One thing.\n- Two [linked words](/somewhere/). Three more words!"
    assert sentences_of(text) == ["A heading here", "One thing.", "Two linked words.", "Three more words!"]


def test_error_in_unfamiliar_language_is_a_fault():
    bad = with_page(question_page("x", "Why?", Text(), missing="Please enter a valid reason"))
    assert checks(bad) == {"errors"}
