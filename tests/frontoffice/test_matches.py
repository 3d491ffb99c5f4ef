"""Staff say what address texts mean, one after another by keyboard, and are told when someone else was first."""

from datetime import UTC, datetime

import pytest

from borough.gazetteer.actions import address_questions, address_search, matching
from borough.gazetteer.models import Candidate
from borough.gazetteer.public import match, question_of, queue_address, update_index
from borough.gazetteer.types.address_questions import QuestionState
from tests.gazetteer.supplies import bring, house, street, supply

pytestmark = pytest.mark.django_db
FIRST = 10090000000
DAY = datetime(2026, 5, 3, 9, tzinfo=UTC)
UNSURE = "5 High Road, Adlington"


@pytest.fixture(autouse=True)
def gazetteer(settings, tmp_path):
    settings.HOME = tmp_path / "home"
    matching._matcher.cache_clear()
    address_search._open_cached.cache_clear()
    bring(tmp_path, supply(street(), *(house(n) for n in range(1, 13))))
    update_index()


@pytest.fixture
def officer(as_role):
    return as_role("gazetteer_officer")


def new_question(text=UNSURE, source_id="1", source="form", **more):
    number = queue_address(by="staff:1", at=DAY, source=source, source_id=source_id, text=text, **more)
    address_questions.answer_question(by="system:worker", at=DAY, question=number)
    return number


def url(number, act=""):
    return f"/office/addresses/matches/{number}/{act}"


def decide(officer, number, choice, version="waiting 0", **more):
    fields = {"version": version, "choice": str(choice), "note": "", **more}
    return officer.post(url(number, "decide/"), fields)


def page(answer):
    return answer.content.decode()


def test_the_queue_shows_what_waits_oldest_first_and_can_be_narrowed(officer):
    (
        new_question("6 High Road, Adlington", "2"),
        new_question("2 High Street, Adlington, PR7 4EX", "3"),
        new_question(source_id="4"),
    )
    new_question("7 High Road, Adlington", "x:7", source="file")
    listing = page(officer.get("/office/addresses/matches/"))
    assert listing.index("6 High Road") < listing.index("5 High Road") < listing.index("7 High Road")
    assert "3 waiting" in listing and "2 High Street" not in listing
    assert "2 High Street" in page(officer.get("/office/addresses/matches/?state=accepted"))
    narrowed = page(officer.get("/office/addresses/matches/?source=file&state=all"))
    assert "7 High Road" in narrowed and "6 High Road" not in narrowed
    assert officer.get("/office/addresses/matches/?after=x").status_code == 404
    assert "There is a problem" in page(officer.get("/office/addresses/matches/?state=zzz"))


def test_the_queue_is_paged(officer, monkeypatch):
    monkeypatch.setattr("borough.frontoffice.gazetteer.views.matches.ON_A_PAGE", 2)
    numbers = [new_question(f"{n} High Road, Adlington", str(n)) for n in range(3, 6)]
    assert f"?after={numbers[1]}" in page(officer.get("/office/addresses/matches/"))
    later = page(officer.get(f"/office/addresses/matches/?after={numbers[1]}"))
    assert "5 High Road" in later and "3 High Road" not in later and "Oldest" in later


def test_match_is_decided_with_a_single_click_and_the_next_opens(officer):
    first, second = new_question(), new_question("6 High Road, Adlington", "2")
    before = page(officer.get(url(first)))
    assert 'accesskey="1"' in before and "5 HIGH STREET, ADLINGTON" in before and "%" in before
    answer = decide(officer, first, FIRST + 5, note="Told by phone")
    assert answer.headers["Location"] == url(second)
    assert match(UNSURE).uprn == FIRST + 5
    last = decide(officer, second, "cannot be told")
    assert last.headers["Location"] == "/office/addresses/matches/"
    done = page(officer.get(url(first)))
    assert "Told by phone" in done and f"property {FIRST + 5}, by Ada Officer" in done


def test_the_next_is_of_the_same_source(officer):
    first, _, third = (
        new_question(),
        new_question("6 High Road, Adlington", "2", source="file"),
        new_question("7 High Road", "3"),
    )
    assert decide(officer, first, "cannot be told", source="form").headers["Location"] == url(third) + "?source=form"


def test_missing_address_is_reported_to_the_gazetteer_officer(officer):
    number = new_question("99 High Street, Adlington")
    decide(officer, number, "not in the gazetteer", note="New homes")
    assert Candidate.objects.get().note == "New homes"


def test_another_property_is_searched_for_and_chosen(officer):
    number = new_question()
    for query in ("7 high street", "PR7 4EX", str(FIRST + 7)):
        results = page(officer.post(url(number), {"query": query, "note": "kept"}))
        assert f'value="{FIRST + 7}"' in results and "7 HIGH STREET" in results and "kept" in results
    assert "Nothing else was found" in page(officer.post(url(number), {"query": "zzqx"}))
    assert "to search for" in page(officer.post(url(number), {"query": " "}))
    decide(officer, number, FIRST + 7)
    assert match(UNSURE).uprn == FIRST + 7


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"choice": ""}, "Choose what the address means"),
        ({"choice": "undone"}, "Choose what the address means"),
        ({"choice": "10099999999"}, "not in the gazetteer any more"),
        ({"choice": "9" * 24}, "Choose what the address means"),
        ({"choice": "cannot be told", "note": "n" * 301}, "300 characters or less"),
    ],
)
def test_invalid_decision_shows_an_error_and_retains_input(officer, fields, message):
    number = new_question()
    answer = decide(officer, number, fields["choice"], note=fields.get("note", "my note"))
    assert answer.status_code == 200
    assert "There is a problem" in page(answer) and message in page(answer)
    assert fields.get("note", "my note") in page(answer)
    assert question_of(number).state is QuestionState.WAITING


def test_second_of_two_deciders_sees_both_texts(officer, as_role):
    number = new_question()
    decide(officer, number, FIRST + 5, note="First")
    answer = decide(officer, number, FIRST + 6, note="Second")
    assert answer.status_code == 409
    for text in (f"property {FIRST + 5}, by Ada Officer", f"property {FIRST + 6}", "First", "Second"):
        assert text in page(answer)
    assert match(UNSURE).uprn == FIRST + 5


def test_a_second_press_of_the_same_button_decides_once(officer):
    number = new_question()
    assert [decide(officer, number, FIRST + 5).status_code for _ in range(2)] == [302, 409]


def test_a_decision_is_undone(officer):
    number = new_question()
    decide(officer, number, FIRST + 5)
    before = page(officer.get(url(number)))
    version = before.split("undo/")[1].split('name="version" value="')[1].split('"')[0]
    back = officer.post(url(number, "undo/"), {"version": version}, follow=True)
    assert "The decision is undone" in page(back) and "Undone, by Ada Officer" in page(back)
    assert question_of(number).state is QuestionState.WAITING
    again = officer.post(url(number, "undo/"), {"version": version}, follow=True)
    assert "Someone else decided" in page(again)


def test_what_is_being_looked_up_or_was_erased_has_a_page_that_says_so(officer):
    number = queue_address(by="staff:1", at=DAY, source="form", source_id="1", text=UNSURE)
    assert "being looked up" in page(officer.get(url(number)))
    assert officer.get(url(10**9)).status_code == officer.get(url(10**20)).status_code == 404


@pytest.mark.parametrize("role", ["adviser", "auditor", "finance_officer", "resident"])
def test_others_neither_see_nor_decide(as_role, role):
    other, number = as_role(role), new_question()
    assert other.get("/office/addresses/matches/").status_code == 403
    assert other.get(url(number)).status_code == other.post(url(number), {"query": "x"}).status_code == 403
    assert decide(other, number, FIRST + 5).status_code == 403
    assert other.post(url(number, "undo/"), {"version": "waiting 0"}).status_code == 403
    assert question_of(number).state is QuestionState.WAITING


def test_the_queue_asks_the_database_no_more_for_more_rows(officer, django_assert_max_num_queries):
    for n in range(3, 12):
        new_question(f"{n} High Road, Adlington", str(n))
    officer.get("/office/addresses/matches/")
    with django_assert_max_num_queries(12):
        officer.get("/office/addresses/matches/")
    number = new_question()
    with django_assert_max_num_queries(22):
        officer.get(url(number))
