"""The pages of street naming and numbering: every address is shown with its checks before any is made."""

import pytest

from borough.gazetteer.actions.number_ranges import add_range
from borough.gazetteer.models import Address, Property, Street
from borough.gazetteer.types.numbers import NumberKind
from tests.frontoffice.test_property_edits import filled, gazetteer, officer, page_text, save  # noqa: F401 - fixtures
from tests.gazetteer.supplies import AT

pytestmark = pytest.mark.django_db
OWN, USRN, FIND = 10099000001, 99100001, "/office/gazetteer/streets/"
LINE = "358000 417000\n358100 417000"
STREET = {
    "name": "Invented Close",
    "locality": "Adlington",
    "town": "Chorley",
    "administrative_area": "Lancashire",
    "line": LINE,
}
NUMBERS = {"first": "1", "last": "16", "suffixed": "12A", "line": LINE, "postcode": "pr7 4ex", "classification": "rd02"}


@pytest.fixture
def namer(officer):  # noqa: F811
    add_range(by="command:test", at=AT, kind=NumberKind.USRN, first=USRN, last=USRN + 8)
    return officer


def named(namer):
    path = FIND + "new/"
    page = namer.post(path, filled(namer.get(path)) | STREET)
    assert "INVENTED CLOSE" in page_text(page) and not Street.objects.filter(pk=USRN).exists()
    return namer.post(path, filled(page) | {"save": "1"}, follow=True)


def test_street_is_searched_by_name(namer):
    page = page_text(namer.post(FIND, {"street": "high"}))
    assert f"{FIND}90000001/" in page and f"{FIND}90000002/" in page
    assert "There is no street of that name" in page_text(namer.post(FIND, {"street": "zzz"}))
    assert "Enter the name of a street" in page_text(namer.post(FIND, {"street": ""}))
    assert "HIGH STREET" in page_text(namer.get(f"{FIND}90000001/"))
    for path in (f"{FIND}90000077/", f"{FIND}90000077/number/", f"{FIND}999999999999999999999/"):
        assert namer.get(path).status_code == 404


def test_a_street_is_named_numbered_and_approved(namer):
    page = named(namer)
    assert "The street is in the gazetteer" in page_text(page) and "There are none on this street" in page_text(page)
    path = f"{FIND}{USRN}/number/"
    page = namer.post(path, filled(namer.get(path)) | NUMBERS)
    assert "16 addresses will be made" in page_text(page)
    assert "12A INVENTED CLOSE, ADLINGTON, PR7 4EX" in page_text(page) and "13 INVENTED CLOSE" not in page_text(page)
    assert not Address.objects.filter(street_id=USRN).exists()
    fields = filled(page) | {"save": "1"}
    namer.post(path, fields)
    assert "saved already" in page_text(namer.post(path, fields, follow=True))
    assert Address.objects.filter(street_id=USRN, status=6).count() == 16
    path = f"{FIND}{USRN}/"
    page = namer.get(path)
    assert "12A INVENTED CLOSE, PR7 4EX" in page_text(page)
    ticked = {"uprns": [str(OWN), str(OWN + 1)]}
    save(namer, path, filled(page) | ticked, **ticked)
    assert Property.objects.get(pk=OWN).status == 1
    assert "not provisional any more" in page_text(namer.post(path, filled(namer.get(path)) | ticked))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"line": "358000 417000"}, "two or more different points"),
        ({"last": "700"}, "Make 500 at most"),
        ({"skipped": "x"}, "is no number like"),
        ({"first": ""}, "Enter the first number"),
        ({"side": "odd", "first": "2", "last": "2"}, "No number is left"),
    ],
    ids=str,
)
def test_invalid_street_shows_an_error_and_retains_input(namer, change, sentence):
    path = f"{FIND}90000003/number/"
    page = namer.post(path, filled(namer.get(path)) | NUMBERS | {"skipped": "13, 17"} | change)
    assert sentence in page_text(page)
    assert "12A" in page_text(page)


def test_faults_are_listed_next_to_their_address(namer):
    path = f"{FIND}90000001/number/"
    page = save(namer, path, filled(namer.get(path)) | NUMBERS | {"status": "1", "state": "2", "last": "3"})
    assert "Another property in use has the same address. (9000006, property 10090000001)" in page_text(page)
    assert "choose why they are saved" in page_text(page)
    assert not Property.objects.filter(pk=OWN).exists()


@pytest.mark.parametrize("role", ["adviser", "auditor", "resident"])
def test_only_who_keeps_the_gazetteer_names_streets(as_role, role):
    visitor = as_role(role)
    for path in (FIND, FIND + "new/", f"{FIND}90000001/", f"{FIND}90000001/number/"):
        assert (visitor.get(path).status_code, visitor.post(path).status_code) == (403, 403)
