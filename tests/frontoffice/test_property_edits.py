"""The gazetteer officer's pages: looked at before anything is written, saved once, and nothing typed is lost."""

import re
from datetime import date

import pytest

from borough.foundation.models import AuditEntry
from borough.gazetteer.actions import address_search
from borough.gazetteer.actions.areas import declare_area
from borough.gazetteer.actions.number_ranges import add_range
from borough.gazetteer.models import Address, Change, Property
from borough.gazetteer.public import candidate, raise_candidate, update_index
from borough.gazetteer.types import AreaKind, CandidateSource
from borough.gazetteer.types.numbers import NumberKind
from tests.client import Visitor, make_staff, sign_in
from tests.gazetteer.supplies import AT, bring, house, street, supply

pytestmark = pytest.mark.django_db
FIRST, OWN = 10090000000, 10099000001
ADD = "/office/gazetteer/add/"


@pytest.fixture(autouse=True)
def gazetteer(settings, tmp_path):
    settings.HOME = tmp_path
    address_search._open_cached.cache_clear()
    declare_area(by="command:test", at=AT, kind=AreaKind.WARD, code="E05000001", name="North", since=date(2001, 1, 1))
    streets = (street(), street(90000002, "HIGH STREET", locality="COPPULL"), street(90000003, "LOW ROAD"))
    bring(tmp_path, supply(*streets, *(house(n) for n in range(1, 6))))
    add_range(by="command:test", at=AT, kind=NumberKind.UPRN, first=OWN, last=OWN + 99)
    update_index()


@pytest.fixture
def officer(as_role):
    return as_role("gazetteer_officer")


def filled(page):
    """What a form on a page would send as it stands."""
    import html5lib

    tree = html5lib.parse(page.content.decode(), namespaceHTMLElements=False)
    form = next(
        element
        for element in tree.iter("form")
        if element.get("method") == "post" and element.find(".//*[@name='key']") is not None
    )
    fields = {}
    for field in form.iter():
        name = field.get("name")
        if field.tag == "select":
            chosen = field.find("./option[@selected]")
            chosen = chosen if chosen is not None else field.find("./option")
            fields[name] = chosen.get("value", "") if chosen is not None else ""
        elif field.tag == "textarea":
            fields[name] = (field.text or "").strip()
        elif (
            field.tag == "input"
            and name
            and (field.get("type") not in ("radio", "checkbox") or field.get("checked") is not None)
        ):
            fields[name] = field.get("value", "")
    return fields


def save(visitor, path, fields, **more):
    """Look at an edit, then save it as it was looked at."""
    page = visitor.post(path, fields)
    return visitor.post(path, filled(page) | {"save": "1"} | more, follow=True)


def page_text(answer):
    return answer.content.decode().replace("&#39;", "'")


NEW = {
    "street": "LOW ROAD",
    "number": "7a",
    "postcode": "pr74ey",
    "post_town": "Chorley",
    "classification": "rd04",
    "easting": "358010",
    "northing": "417010",
    "start_on-day": "1",
    "start_on-month": "11",
    "start_on-year": "2026",
    "ward": "E05000001",
}


def test_a_property_is_added_after_it_was_looked_at_and_once(officer):
    fields = filled(officer.get(ADD)) | NEW
    page = officer.post(ADD, fields)
    assert "Every check of these records is passed" in page_text(page)
    assert not Property.objects.filter(pk=OWN).exists()
    fields = filled(page) | {"save": "1"}
    done = officer.post(ADD, fields, follow=True)
    assert "7A LOW ROAD, ADLINGTON, CHORLEY, PR7 4EY" in page_text(done)
    assert "is in the gazetteer" in page_text(done)
    assert "This was saved already" in page_text(officer.post(ADD, fields, follow=True))
    changed = officer.post(ADD, fields | {"number": "9"})
    assert "Nothing is saved yet" in page_text(changed)
    assert "saved before with other answers" in page_text(officer.post(ADD, filled(changed) | {"save": "1"}))
    assert Property.objects.filter(pk__gte=OWN).count() == 1


def test_faults_are_listed_and_saved_with_a_reason(officer):
    page = save(officer, ADD, filled(officer.get(ADD)) | NEW | {"post_town": ""})
    assert "It is postal, yet has no post town. (check 2400062" in page_text(page)
    assert "choose why they are saved" in page_text(page)
    assert not Property.objects.filter(pk=OWN).exists()
    officer.post(ADD, filled(page) | {"save": "1", "reason": "on-site"})
    assert Property.objects.filter(pk=OWN).exists()
    assert '"reason":"on-site"' in AuditEntry.objects.get(verb="gazetteer.create_property").detail


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"street": "NO SUCH ROAD"}, "There is no street of that name"),
        ({"street": "high"}, "HIGH STREET, COPPULL"),
        ({"street": ""}, "Enter the street"),
        ({"number": "7-"}, "Enter a number like 12"),
        ({"easting": "x"}, "Easting must be metres"),
        ({"start_on-year": "3000"}, "cannot be in the future"),
        ({"parent": "1"}, "There is no property 1"),
        ({"state": "99"}, "choose one from the list"),
        ({"start_on-month": "13"}, "must be a real date"),
    ],
    ids=str,
)
def test_invalid_property_shows_an_error_and_retains_input(officer, change, sentence):
    page = officer.post(ADD, filled(officer.get(ADD)) | NEW | {"building": "MY OWN COTTAGE"} | change)
    assert sentence in page_text(page)
    assert "MY OWN COTTAGE" in page_text(page)


def test_streets_are_suggested_while_typing(officer, visitor):
    offered = officer.post("/office/gazetteer/streets/suggest/", {"q": "high st"}).json()["addresses"]
    assert offered[0] == {"address": "HIGH STREET, ADLINGTON, CHORLEY (90000001)", "open": ""}
    fields = filled(officer.get(ADD)) | NEW | {"street": offered[1]["address"]}
    assert "7A HIGH STREET, PR7 4EY" in page_text(officer.post(ADD, fields))
    assert visitor.post("/office/gazetteer/streets/suggest/", {"q": "high"}).status_code == 302


def test_edit_for_a_candidate_closes_it(officer):
    reference = raise_candidate(
        by="token:1", at=AT, source=CandidateSource.LETTER, source_id="1", text="7A Low Road", postcode="PR7 4EY"
    ).reference
    officer.post(f"/office/gazetteer/candidates/{reference}/assign/")
    link = f"{ADD}?candidate={reference}"
    assert link in page_text(officer.get(f"/office/gazetteer/candidates/{reference}/"))
    page = officer.get(link)
    assert "7A Low Road" in page_text(page) and 'value="PR7 4EY"' in page_text(page)
    save(officer, ADD, filled(page) | NEW)
    detail = candidate(reference)
    assert (detail.state, detail.result_uprn) == ("done", OWN)


def test_a_candidate_closed_meanwhile_does_not_hold_the_edit_up(officer):
    reference = raise_candidate(
        by="token:1", at=AT, source=CandidateSource.LETTER, source_id="1", text="7A Low Road"
    ).reference
    other = sign_in(Visitor(), make_staff("gazetteer_officer", email="second@council.example"))
    other.post(f"/office/gazetteer/candidates/{reference}/assign/")
    page = save(officer, ADD, filled(officer.get(f"{ADD}?candidate={reference}")) | NEW)
    assert "Someone else has this in hand" in page_text(page)
    page = officer.post(ADD, filled(page) | {"alone": "1"})
    officer.post(ADD, filled(page) | {"save": "1"})
    assert Property.objects.filter(pk=OWN).exists()
    assert candidate(reference).state == "in-hand"


def amend_page(number=1):
    return f"/office/addresses/{FIRST + number}/amend/"


def test_a_property_is_amended_from_what_it_is(officer):
    assert amend_page() in page_text(officer.get(f"/office/addresses/{FIRST + 1}/"))
    fields = filled(officer.get(amend_page()))
    assert (fields["number"], fields["postcode"], fields["easting"], fields["street"]) == (
        "1",
        "PR7 4EX",
        "358000.00",
        "HIGH STREET, ADLINGTON, CHORLEY (90000001)",
    )
    page = officer.post(amend_page(), fields | {"building": "The Forge", "number": "", "old": "alternate"})
    assert "THE FORGE HIGH STREET, PR7 4EX" in page_text(page) and "alternate" in page_text(page)
    done = officer.post(amend_page(), filled(page) | {"save": "1"}, follow=True)
    assert "The property is changed" in page_text(done)
    assert sorted(Address.objects.filter(property_id=FIRST + 1).values_list("status", flat=True)) == [1, 3]


def test_the_second_of_two_officers_gets_both_texts_and_may_save_theirs(officer):
    other = sign_in(Visitor(), make_staff("gazetteer_officer", email="second@council.example"))
    mine, theirs = filled(officer.get(amend_page())), filled(other.get(amend_page()))
    theirs = filled(other.post(amend_page(), theirs | {"classification": "RD03"}))
    save(officer, amend_page(), mine | {"classification": "RD02"}, reason="later")
    page = other.post(amend_page(), theirs | {"save": "1", "reason": "later"})
    assert page.status_code == 409
    assert "Someone else has changed this property" in page_text(page)
    assert re.search(r"RD02</td><td[^>]*><strong>RD03</strong>", page_text(page))
    assert Property.objects.get(pk=FIRST + 1).classification == "RD02"
    done = save(other, amend_page(), filled(page), reason="later")
    assert "The property is changed" in page_text(done)
    assert Property.objects.get(pk=FIRST + 1).classification == "RD03"


def test_a_property_is_retired(officer):
    path = f"/office/addresses/{FIRST + 1}/retire/"
    page = officer.post(path, filled(officer.get(path)))
    assert "historic, state no longer existing" in page_text(page)
    done = officer.post(path, filled(page) | {"save": "1"}, follow=True)
    assert "historic now" in page_text(done)
    assert path not in page_text(officer.get(f"/office/addresses/{FIRST + 1}/"))
    assert officer.get(path).status_code == 404


def test_stale_retirement_is_reported_and_can_be_saved_afterwards(officer):
    path = f"/office/addresses/{FIRST + 1}/retire/"
    fields = filled(officer.post(path, filled(officer.get(path))))
    save(officer, amend_page(), filled(officer.get(amend_page())) | {"classification": "RD02"})
    page = officer.post(path, fields | {"save": "1"})
    assert page.status_code == 409
    save(officer, path, filled(page))
    assert Property.objects.get(pk=FIRST + 1).status == 8


@pytest.mark.parametrize(
    ("keep", "parts", "expected"),
    [
        ("flats", "FLAT 1\nFLAT 2", "FLAT 1, 1 HIGH STREET"),
        ("flats-only", "1\n2", "1, 1 HIGH STREET"),
        ("numbers", "1A\n1B", "1A HIGH STREET"),
    ],
)
def test_a_property_is_split(officer, keep, parts, expected):
    path = f"/office/addresses/{FIRST + 1}/split/"
    fields = filled(officer.get(path)) | {"keep": keep, "parts": parts, "classification": "RD02"}
    save(officer, path, fields, reason="on-site")
    assert expected in page_text(officer.get(f"/office/addresses/{OWN}/"))
    assert Property.objects.filter(pk__gte=OWN).count() == 2


def test_properties_are_merged_in_two_steps(officer):
    path = f"/office/addresses/{FIRST + 1}/merge/"
    assert "no property 5 in use" in page_text(officer.post(path, {"others": "5"}))
    assert "is no UPRN" in page_text(officer.post(path, {"others": "x"}))
    assert "at least one other" in page_text(officer.post(path, {"others": str(FIRST + 1)}))
    page = officer.post(path, {"others": f"{FIRST + 2}\n{FIRST + 3}"})
    assert "3 HIGH STREET" in page_text(page)
    page = officer.post(path, filled(page) | {"number": "1-3"})
    done = officer.post(path, filled(page) | {"save": "1"}, follow=True)
    assert "1-3 HIGH STREET" in page_text(done)
    assert Property.objects.filter(pk__in=[FIRST + 1, FIRST + 2, FIRST + 3], status=8).count() == 3
    assert Change.objects.filter(what="gazetteer.merge_properties").count() == 1


def test_ranges_are_listed_and_added(officer):
    path = "/office/gazetteer/numbers/"
    assert "99" in page_text(officer.get(path))
    assert "in a range that is there" in page_text(officer.post(path, {"kind": "uprn", "first": OWN, "last": OWN + 1}))
    assert "The range is added" in page_text(
        officer.post(path, {"kind": "usrn", "first": "99100001", "last": "99100009"}, follow=True)
    )


@pytest.mark.parametrize("role", ["adviser", "auditor", "administrator", "resident"])
def test_only_who_keeps_the_gazetteer_edits_it(as_role, role):
    visitor = as_role(role)
    paths = [ADD, "/office/gazetteer/numbers/"]
    paths += [f"/office/addresses/{FIRST + 1}/{verb}/" for verb in ("amend", "retire", "split", "merge")]
    for path in paths:
        assert (visitor.get(path).status_code, visitor.post(path, {"save": "1"}).status_code) == (403, 403)


def test_no_page_is_there_for_no_property(officer):
    for verb in ("amend", "retire", "split", "merge"):
        assert officer.get(f"/office/addresses/10099999999/{verb}/").status_code == 404
