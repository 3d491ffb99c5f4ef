"""Services read in another language on the website, page by page, with nothing of the English left."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from borough.kernel.references import format_reference
from borough.services.actions import translations
from borough.services.catalogue import catalogue
from borough.services.models import Draft, Submission
from borough.services.queries import translators
from borough.ui.theme import council_contact, council_name
from tests.services.conftest import homes  # noqa: F401 (a fixture)

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
SECRET = {"script", "style", "title"}
OPEN, SHUT = "⟦", "⟧"
MARK = re.compile(r"\{\w+\}|\(\(\w+\)\)")


class Texts(HTMLParser):
    """Every text of a page that is read."""

    def __init__(self, html):
        super().__init__()
        self.inside, self.texts = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.inside.append((tag, dict(attrs)))
        if tag in ("input", "img", "meta", "link", "br", "hr", "path"):
            self.inside.pop()
        for name in ("aria-label", "placeholder", "alt"):
            if dict(attrs).get(name):
                self.texts.append(dict(attrs)[name])

    def handle_endtag(self, tag):
        while self.inside and self.inside.pop()[0] != tag:
            pass

    def handle_data(self, data):
        if data.strip() and not any(tag in SECRET for tag, _ in self.inside):
            self.texts.append(" ".join(data.split()))


def bracketed(text):
    """A text as a translation that cannot be missed: its words go, its gaps and Markdown's marks stay."""
    return f"{OPEN}{''.join(f' {gap} ' for gap in MARK.findall(text))}{SHUT}"


@pytest.fixture
def strange(monkeypatch):
    """Every service in a language of brackets: English that shows itself was never said through it."""
    every = translations._common_texts()
    for key, service in list(catalogue().items()):
        texts = {*service.translatable_texts(), *translations._texts_in(key), *every}
        texts_by_source = {text: bracketed(text) for text in texts}
        monkeypatch.setitem(catalogue(), key, replace(service, translations={"cy": texts_by_source}))
    monkeypatch.setattr(translators, "common", lambda language: {text: bracketed(text) for text in every})
    return catalogue()


PROPER = [text for name, text in council_contact().items() if name != "hours"]  # numbers and an address


def left_over(response, *known):
    """Words of a page outside the brackets that are no answer, name or reference."""
    remaining = []
    for text in Texts(response.content.decode()).texts:
        rest = re.sub(rf"{OPEN}[^{OPEN}{SHUT}]*(?:{OPEN}[^{OPEN}{SHUT}]*{SHUT}[^{OPEN}{SHUT}]*)*{SHUT}", "", text)
        for fragment in sorted(
            ("Borough", "English", "Cymraeg", *council_name(), *PROPER, *known),
            key=len,
            reverse=True,
        ):  # parts of others last
            rest = rest.replace(fragment, "")
        if re.search(r"[A-Za-z]{2}", rest):
            remaining.append(text)
    return remaining


PEOPLE = ("Rosa Resident", "rosa@home.example", "High Street", "HIGH STREET", "ADLINGTON", "CHORLEY", "PR7 4EX", "PR")


class Reader:
    """Someone who goes through a service in the strange language, every page looked at."""

    def __init__(self, visitor, key):
        self.visitor, self.here = visitor, f"/services/{key}"
        assert left_over(visitor.get(f"{self.here}/?language=cy")) == []
        self.next = visitor.post(f"{self.here}/?language=cy")["Location"]

    def read(self, *known):
        """The page they are at, which says nothing in English."""
        response = self.visitor.get(self.next)
        assert left_over(response, *PEOPLE, *known) == [], self.next
        return response.content.decode()

    def answer(self, **posted):
        """Send nothing first, where that is refused, then an answer."""
        self.read()
        missed = self.visitor.post(self.next, {})
        if missed.status_code == 200:
            assert left_over(missed, *PEOPLE) == [], self.next
        done = self.visitor.post(self.next, posted)
        if done.status_code == 200:
            assert left_over(done, *PEOPLE) == [], self.next
            return
        self.next = done["Location"]


@pytest.mark.usefixtures("homes")
def test_garden_waste_is_joined_without_a_word_of_english(strange, visitor):
    someone = Reader(visitor, "garden-waste")
    someone.answer(wish="join")
    someone.answer(**{"address-query": "nowhere at all"})
    someone.answer(**{"address-query": "High Street"})
    someone.answer(**{"address-uprn": "10090000001"})
    someone.answer(concession="no")
    someone.answer(bins="many")
    someone.answer(bins="2")
    someone.answer(name="Rosa Resident")
    someone.answer(email="rosa")
    someone.answer(email="rosa@home.example")
    someone.answer(phone="")
    someone.answer(agreed="yes")
    assert someone.next.endswith("/check/")
    someone.read()
    paying = visitor.post(someone.next)["Location"]
    row = Submission.objects.get()
    assert (row.language, row.state) == ("cy", "awaiting_payment")
    someone.next = f"/services/garden-waste/confirmation/{row.reference}/"
    someone.read(format_reference(row.reference), paying)
    someone.next = paying
    someone.read(format_reference(row.payment), "GOV.UK Pay")


def test_submission_is_confirmed_in_its_language(strange, visitor):
    someone = Reader(visitor, "complaint")
    for answer in (
        {"before": "no"},
        {"about": "bins"},
        {"happened": "1"},
        {},
        {"put_right": "2"},
        {},
        {"name": "Rosa Resident"},
        {"email": "rosa@home.example"},
        {},
        {},
    ):
        someone.answer(**answer)
    assert someone.next.endswith("/check/")
    someone.read()
    someone.next = visitor.post(someone.next)["Location"]
    someone.read(format_reference(Submission.objects.get().reference))


def test_exit_pages_are_in_the_language(strange, visitor):
    someone = Reader(visitor, "complaint")
    for stop in ("save", "help"):
        someone.next = f"{someone.here}/{stop}/"
        someone.read()
        assert left_over(visitor.post(someone.next, {"email": "x"}), *PEOPLE) == []
    someone = Reader(visitor, "discretionary-support")
    assert someone.next.endswith("/tasks/")
    someone.read()
    Draft.objects.all().update(state="left")
    for page in ("check", "tasks", "later"):
        left_page = visitor.get(f"{someone.here}/{page}/?language=cy")
        assert (left_page.status_code, left_over(left_page)) == (410, [])


def test_the_switch_changes_a_draft_both_ways_and_keeps_its_answers(visitor):
    visitor.post("/services/garden-waste/")
    visitor.post("/services/garden-waste/wish/", {"wish": "cancel"})
    welsh = visitor.get("/services/garden-waste/wish/?language=cy").content.decode()
    assert "Beth ydych chi am ei wneud?" in welsh
    assert '<html lang="cy"' in welsh
    assert re.search(r'value="cancel" checked', welsh)
    assert 'href="?language=en"' in welsh
    assert Draft.objects.get().language == "cy"
    english = visitor.get("/services/garden-waste/wish/?language=en").content.decode()
    assert "What do you want to do?" in english
    assert '<html lang="en-GB"' in english


def test_the_next_service_is_begun_in_the_language_last_chosen(visitor):
    visitor.post("/services/garden-waste/?language=cy")
    assert "Rhoi gwybod am fin a gollwyd" in visitor.get("/services/missed-bin/").content.decode()


def test_nobody_gets_a_session_by_looking(visitor):
    assert set(visitor.get("/services/garden-waste/?language=cy").cookies) == {"csrf"}


def test_a_service_that_is_not_in_it_offers_no_switch_and_is_english(visitor):
    page = visitor.get("/services/complaint/?language=cy").content.decode()
    assert "borough-languages" not in page
    assert '<html lang="en-GB"' in page


def test_a_language_nobody_knows_is_english(visitor):
    assert '<html lang="en-GB"' in visitor.get("/services/garden-waste/?language=%3Cscript%3E").content.decode()
