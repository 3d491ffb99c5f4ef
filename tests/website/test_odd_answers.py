"""Whatever is sent to a page of a service, it answers: with the next page, or with the page and a sentence."""

import random
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from borough.foundation.clock import now, today
from borough.services import public as services
from tests.services import walker
from tests.services.conftest import homes  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
ODD = [
    "",
    "-1",
    "0",
    "1e400",
    "9" * 20,
    "abc",
    "é" * 600,
    "<script>alert(1)</script>",
    "2018-13-45",
    "nan",
    "inf",
    "\0",
    "\ufffd",
    "  ",
    "{{7*7}}",
    "%s%n",
    "../../etc/passwd",
    "1" * 5000,
    "٣",
    "−5",
    "=1+1",
    "\r\nSet-Cookie: a=b",
    "[]",
    "10090000001",
    "0x10",
    "1_000",
    "on",
    "yes",
    "{}",
    "((name))",
]
QUERIES = ["", "?change=1", "?row=9", "?row=x", "?row=-1", "?language=cy", "?change=%00"]
OURS = ("check", "tasks", "held", "later", "help", "nowhere")
FILES = [("a.pdf", b""), ("é.png", b"%PDF-1.7"), ("../x.pdf", b"MZ"), ("a.exe", b"\0" * 10)]
TRIES, PAGES = 3, 40


def fields_of(answer):
    html = answer.content.decode() if answer.status_code == 200 else ""
    names = [name for name in re.findall(r'name="([\w-]+)"', html) if name != "csrfmiddlewaretoken"]
    return list(dict.fromkeys(names)), re.findall(r'name="([\w-]+)" type="file"|type="file" name="([\w-]+)"', html)


def oddly(names, files, chance):
    sent = {}
    for name in names:
        if chance.random() < 0.7:
            sent[name] = chance.choices(ODD, k=chance.choice([1, 1, 1, 2]))
    for pair in files:
        if chance.random() < 0.5:
            sent["".join(pair)] = SimpleUploadedFile(*chance.choice(FILES))
    return sent


def ask_oddly(browser, path, chance):
    """Get a page, and send it odd answers; nothing may raise or answer 500."""
    page = browser.get(path + chance.choice(QUERIES))
    assert page.status_code < 500
    names, files = fields_of(page)
    for _ in range(TRIES if not path.endswith("/check/") else 0):
        assert browser.post(path, oddly(names, files, chance)).status_code < 500
    return TRIES + 1


@pytest.mark.parametrize("key", sorted(services.catalogue()))
def test_whatever_is_sent_is_answered(homes, key, monkeypatch):  # noqa: F811
    monkeypatch.setattr(walker, "TODAY", today())
    monkeypatch.setattr(walker, "AT", now())
    chance, browser, requests = random.Random(key), Client(), 0
    browser.post(f"/services/{key}/")
    reference = browser.session["drafts"][key]
    every = [page.key for page in services.catalogue()[key].pages]
    for _ in range(PAGES):
        opened = services.draft_pages.open_draft(reference=reference, today=today(), at=now())
        page = opened.route.next_key()
        for target in (page, chance.choice(every), chance.choice(OURS)):
            requests += ask_oddly(browser, f"/services/{key}/{target}/", chance)
        opened = services.draft_pages.open_draft(reference=reference, today=today(), at=now())
        if page == opened.route.next_key():
            if page in ("check", "tasks"):
                break
            walker.send(reference, page, opened, walker.WANTED.get(key, {}), {})
    assert requests >= 4 * TRIES
