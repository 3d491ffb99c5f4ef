"""Staff say what is wrong with the gazetteer, and the gazetteer officer takes it in hand and closes it."""

import re

import pytest

from borough.gazetteer.actions import address_search
from borough.gazetteer.models import Candidate
from borough.gazetteer.public import candidate, raise_candidate, update_index
from borough.gazetteer.types import CandidateSource
from tests.client import Visitor, make_staff, sign_in
from tests.gazetteer.supplies import AT, bring, house, street, supply

pytestmark = pytest.mark.django_db
FIRST = 10090000000
QUEUE = "/office/gazetteer/candidates/"


@pytest.fixture(autouse=True)
def gazetteer(settings, tmp_path):
    settings.HOME = tmp_path
    address_search._open_cached.cache_clear()
    bring(tmp_path, supply(street(), *(house(n) for n in range(1, 6))))
    update_index()


@pytest.fixture
def officer(as_role):
    return as_role("gazetteer_officer")


def put(number=1, source=CandidateSource.LETTER, text="3 High St, Adlington", **more):
    return raise_candidate(by="token:1", at=AT, source=source, source_id=str(number), text=text, **more).reference


def key_of(page):
    return re.search(r'name="key" value="([^"]+)"', page.content.decode())[1]


def test_an_adviser_says_what_is_wrong_with_a_property_once(as_role):
    adviser = as_role("adviser")
    path = f"/office/addresses/{FIRST + 1}/report/"
    assert path in adviser.get(f"/office/addresses/{FIRST + 1}/").content.decode()
    page = adviser.get(path)
    assert "1 HIGH STREET, ADLINGTON" in page.content.decode()
    details = {
        "key": key_of(page),
        "source": "letter",
        "text": "1A HIGH STREET",
        "postcode": "PR7 4EX",
        "note": "The door says 1A",
    }
    answer = adviser.post(path, details, follow=True).content.decode()
    assert "The gazetteer officer is told" in answer
    assert "was told already" in adviser.post(path, details, follow=True).content.decode()
    row = Candidate.objects.get()
    assert (row.source, row.uprn, row.note) == ("letter", FIRST + 1, "The door says 1A")
    assert row.raised_by.startswith("staff:")


def test_missing_address_is_reported_and_input_is_retained_on_error(as_role):
    adviser = as_role("adviser")
    nothing = adviser.post("/office/addresses/", {"query": "zzqx"}).content.decode()
    assert "/office/addresses/missing/" in nothing
    page = adviser.post("/office/addresses/missing/", {"key": "k" * 16, "source": "owl", "text": "9 Invented Street"})
    assert "Enter what is wrong" in page.content.decode()
    assert "How was it found? Choose one" in page.content.decode()
    assert "9 Invented Street" in page.content.decode()
    details = {"key": "k" * 16, "source": "contact", "text": "9 Invented Street", "note": "A caller lives there"}
    adviser.post("/office/addresses/missing/", details)
    assert Candidate.objects.get().uprn is None


def test_the_queue_is_narrowed_and_paged(officer):
    for number in range(52):
        put(number, text=f"{number} Invented Street")
    put(1, CandidateSource.CREW, text="A crew's place")
    page = officer.get(QUEUE).content.decode()
    assert "53 waiting, 0 in hand" in page
    assert "49 Invented Street" in page and "50 Invented Street" not in page
    following = re.search(r'href="(\?[^"]+)"', page)[1].replace("&amp;", "&")
    assert "51 Invented Street" in officer.get(QUEUE + following).content.decode()
    only = officer.get(QUEUE + "?source=crew").content.decode()
    assert "A crew’s place" in only.replace("&#39;", "’") and "1 Invented Street" not in only
    assert "There are none" in officer.get(QUEUE + "?state=done").content.decode()
    assert officer.get(QUEUE + "?after=x").status_code == 404
    assert officer.get(QUEUE + "?after=" + "9" * 30).status_code == 404
    assert "choose" in officer.get(QUEUE + "?state=lost").content.decode().lower()


def test_candidate_is_displayed_with_possible_properties(officer):
    reference = put(uprn=FIRST + 3, usrn=90000001)
    page = officer.get(f"{QUEUE}{reference}/").content.decode()
    assert "3 High St, Adlington" in page and "Letter returned" in page and "HIGH STREET" in page
    panel = officer.get(f"{QUEUE}{reference}/matches/").content.decode()
    assert f"/office/addresses/{FIRST + 3}/" in panel
    assert "It is this one" not in panel
    assert officer.get(f"{QUEUE}{'0' * 16}/").status_code == 404
    assert officer.get(f"{QUEUE}{'0' * 16}/matches/").status_code == 404


def test_candidate_is_assigned_released_and_closed(officer):
    reference = put()
    path = f"{QUEUE}{reference}/"
    assert "Put back" in officer.post(path + "assign/", follow=True).content.decode()
    assert f"{path}?there={FIRST + 3}" in officer.get(path + "matches/").content.decode()
    assert f'value="{FIRST + 3}"' in officer.get(f"{path}?there={FIRST + 3}").content.decode()
    assert "Take in hand" in officer.post(path + "assign/", {"back": "1"}, follow=True).content.decode()
    officer.post(path + "assign/")
    wrong = officer.post(path + "decide/", {"state": "already-there", "outcome": "It is there"}).content.decode()
    assert "Enter the UPRN" in wrong and "It is there" in wrong
    details = {"state": "already-there", "uprn": str(FIRST + 3), "outcome": "It is there"}
    done = officer.post(path + "decide/", details, follow=True).content.decode()
    assert "The candidate is closed" in done
    assert candidate(reference).result_uprn == FIRST + 3
    assert "already there: closed by Ada Officer" in officer.get(path).content.decode().replace("Already", "already")


def test_concurrent_edit_is_reported_and_loses_no_input(officer):
    reference = put()
    path = f"{QUEUE}{reference}/"
    other = sign_in(Visitor(), make_staff("gazetteer_officer", email="second@council.example"))
    officer.post(path + "assign/")
    assert "is in hand meanwhile" in other.post(path + "assign/", follow=True).content.decode()
    officer.post(path + "decide/", {"state": "no-change", "outcome": "Not ours"})
    late = other.post(path + "decide/", {"state": "done", "outcome": "I mended it"})
    assert late.status_code == 409
    page = late.content.decode()
    assert "was closed with no change needed" in page and "Not ours" in page and "I mended it" in page


@pytest.mark.parametrize("role", ["adviser", "auditor", "resident"])
def test_only_who_keeps_the_gazetteer_sees_the_queue(as_role, role):
    reference = put()
    visitor = as_role(role)
    for path in (QUEUE, f"{QUEUE}{reference}/", f"{QUEUE}{reference}/matches/"):
        assert visitor.get(path).status_code == 403
    for verb in ("assign", "decide"):
        assert visitor.post(f"{QUEUE}{reference}/{verb}/").status_code == 403
