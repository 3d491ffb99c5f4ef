"""How a search is read, how numbers compare, and what may be corrected and erased."""

from datetime import UTC, datetime

import pytest

from borough.kernel.refusals import Refused
from borough.people.rules.people import check_can_correct, check_can_erase, number, parse_search, sections
from borough.people.types import SearchType


@pytest.mark.parametrize(
    ("query", "by", "text"),
    [
        ("7qk2-m9xa-01bd-4hzt", SearchType.REFERENCE, "7QK2M9XA01BD4HZT"),
        (" Rosa@Home.example ", SearchType.EMAIL, "rosa@home.example"),
        ("+44 (0)1632 960001", SearchType.PHONE, "01632960001"),
        ("01632 960 001", SearchType.PHONE, "01632960001"),
        ("  rosa   resident ", SearchType.NAME, "rosa resident"),
    ],
)
def test_a_search_is_read(query, by, text):
    assert parse_search(query) == (by, text)


@pytest.mark.parametrize("query", ["", "ab", "12", "%%%", "___"])
def test_a_search_for_everybody_is_refused(query):
    with pytest.raises(Refused):
        parse_search(query)


def test_a_number_is_the_same_however_it_is_written():
    assert {number(text) for text in ("01632 960001", "+44 1632 960001", "44 1632 960001", "+44(0)1632-960001")} == {
        "01632960001"
    }


@pytest.mark.parametrize(
    ("erased", "changes"),
    [(True, {"name": "x"}), (False, {"id": "1"}), (False, {"kind": "king"}), (False, {"prefers": "owl"})],
)
def test_what_cannot_be_corrected(erased, changes):
    with pytest.raises(Refused):
        check_can_correct(erased=erased, changes=changes)


def test_erasing_has_a_ground_and_is_done_once():
    for erased, ground in ((True, "Objected"), (False, " ")):
        with pytest.raises(Refused):
            check_can_erase(erased=erased, ground=ground)


def test_lists_and_dates_are_rendered_as_text():
    case_details = [["", [["To learn", ["Forms"]], ["Place", ["The town centre"]]]]]
    data = {"cases.Case": [{"details": case_details, "on": "2026-11-23", "at": "2026-11-23T19:49:44.088725+00:00"}]}
    (section,) = sections(data)
    rendered = dict(section.records[0])
    assert "[" not in rendered["Details"] and "The town centre" in rendered["Details"]
    assert (rendered["On"], rendered["At"]) == ("23 November 2026", "23 November 2026 at 7:49pm")


def test_records_are_rendered_as_text_without_empty_fields():
    data = {
        "people.Person": [{"name": "Rosa", "created_at": datetime(2018, 1, 5, 9, tzinfo=UTC), "phone": "", "pgh_id": 1}]
    }
    (section,) = sections(data)
    assert section.name == "Details"
    assert section.records == ((("Name", "Rosa"), ("Created at", "5 January 2018 at 9am")),)
    case = {"outcome": "case_opened", "promised_by": "2026-11-27", "details": [["", [["Files", ["a.pdf", "b.pdf"]]]]]}
    ((record,),) = (item.records for item in sections({"cases.Case": [case]}))
    assert dict(record) == {
        "Outcome": "case opened",
        "Promised by": "27 November 2026",
        "Details": "Files: a.pdf, b.pdf",
    }
    assert sections({"waste.GardenSubscription": []})[0].name == "Garden subscription"
