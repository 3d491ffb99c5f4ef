"""People who go through services by HTTP while things break: what is not answered they press again, and now and then twice."""

import itertools
import json
import re
import threading
import time
from http.client import HTTPConnection, HTTPException
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from tests.payments.card_payments import pay_by_card

PATIENCE = 120  # seconds in which the web comes up again on a busy machine
AWAY = (0, 429, 500, 502, 503)
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
CHOICE = re.compile(r'type="radio" value="([^"]+)"')
HOUSES = 600
FIRST = 10090000001
READY = f"""
import tempfile
from datetime import timedelta
from pathlib import Path
from borough.foundation.clock import now, today
from borough.waste.models import Membership, Round
from tests.gazetteer.supplies import bring, house, street, supply
bring(Path(tempfile.mkdtemp()), supply(street(), *(house(n) for n in range(1, {HOUSES} + 1))))
days = [n for n in range(1, 6) if (today() - timedelta(days=n)).weekday() != 6]
for stream, back in [("garden", days[0]), *(("refuse", n) for n in days)]:
    round_row = Round.objects.create(code=f"{{stream}}-{{back}}", stream=stream, crew="Crew 4", changed_at=now(), every_weeks=1,
                                first_on=today() - timedelta(weeks=20, days=back))
    Membership.objects.bulk_create(
        Membership(uprn={FIRST} + n, round=round_row, starts_on=today() - timedelta(weeks=20), changed_at=now())
        for n in range({HOUSES}))
"""
"""A street of houses, with a garden waste round, and a round of bins that came by on each of the last days."""
COMPLAINT = {
    "before": {"before": "no"},
    "about": {"about": "bins"},
    "happened": {"happened": "The lid was broken."},
    "put-right": {"put_right": "A new lid."},
}
GARDEN = {
    "wish": {"wish": "join"},
    "concession": {"concession": "no"},
    "bins": {"bins": "2"},
    "agreed": {"agreed": "yes"},
}
MISSED = {"stream": {"stream": "refuse"}}
SERVICES = {"complaint": COMPLAINT, "garden-waste": GARDEN, "missed-bin": MISSED}


class Resident:
    """A browser, one person in it, and a house of their own."""

    def __init__(self, crowd, number, service):
        self.crowd, self.port = crowd, crowd.system.port
        self.number, self.service, self.cookies = number, service, {}
        self.email = f"r{number}@home.example"
        self.pages = SERVICES[service] | {
            "your-name": {"name": f"Resident {number}"},
            "your-email": {"email": self.email},
            "your-address": {"address-uprn": FIRST + number % HOUSES},
        }
        self.address = f"10.9.{number // 250}.{number % 250 + 1}"

    def ask(self, method, path, fields=None):
        """The status, where it leads and the text; nought when nobody answered."""
        headers = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items()), "X-Forwarded-For": self.address}
        if fields is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        web = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            web.request(method, path, None if fields is None else urlencode(fields), headers)
            answer = web.getresponse()
            text = answer.read().decode()
        except (OSError, HTTPException):
            return 0, "", ""
        finally:
            web.close()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                self.cookies |= {key: morsel.value for key, morsel in SimpleCookie(value).items()}
        return answer.status, answer.getheader("Location") or "", text

    def until_answered(self, method, path, fields=None):
        """The same again and again until somebody answers."""
        until, last, hit = time.monotonic() + PATIENCE, method == "POST" and path.endswith("/check/"), False
        while True:
            if last:
                self.crowd.pressing.set()
            status, where, text = self.ask(method, path, fields)
            if status not in AWAY:
                self.crowd.unanswered += last and hit
                return status, where, text
            assert time.monotonic() < until, f"{method} {path} was never answered"
            time.sleep(1 if status else 0.05)  # who is told to come back later is not pressing at once
            hit = True

    def send(self, path, fields=None, *, twice=False):
        """Open a page, fill it in and press its button, or press it twice at once; where that leads."""
        status, where, text = self.until_answered("GET", path)
        if status in (301, 302):
            return where  # it went on, and the answer was lost
        assert status == 200, (path, status)
        if "collected-on" in path:
            fields = {"collected_on": CHOICE.search(text).group(1)}
        fields = {"csrfmiddlewaretoken": TOKEN.search(text).group(1), **(fields or {})}
        if twice:
            other = threading.Thread(target=self.ask, args=("POST", path, fields))
            other.start()
        status, where, text = self.until_answered("POST", path, fields)
        if twice:
            other.join()
        assert status == 302, (path, status, re.findall(r"error[^>]*>\s*(?:<[^>]+>\s*)*([^<]+)", text)[:5])
        return where

    def go_through(self):
        """From the start page to the confirmation; the reference it shows."""
        start = f"/services/{self.service}/"
        where = self.send(start)
        for _ in range(40):
            page = where.rstrip("/").rpartition("/")[2]
            if "/confirmation/" in where:
                assert self.until_answered("GET", where)[0] == 200
                return page
            if "/pay/" in where:
                where = self.pay(where)
            else:
                where = self.send(where, self.pages.get(page), twice=page == "check" and self.number % 3 == 0)
        raise AssertionError(f"{self.service} never ends: {where}")

    def pay(self, link):
        """Pay by card at Pay's own pages, and come back; where that leads."""
        where = self.send(link)
        if "/confirmation/" in where:
            return where
        back = urlsplit(pay_by_card(where)).path
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            status, onward, _ = self.until_answered("GET", back)
            if status == 302:
                return onward
            time.sleep(0.2)
        raise AssertionError("paid, and nobody noticed")


class Crowd:
    """Several people at once, one after the other, until told to stop: what they were given, by who they are."""

    def __init__(self, system, size=3, services=tuple(SERVICES)):
        self.system, self.acknowledged, self.faults, self.over = system, {}, [], threading.Event()
        self.pressing, self.unanswered = (
            threading.Event(),
            0,
        )  # the last button of all, and how often nobody answered it
        numbers, lock = itertools.count(), threading.Lock()
        turns = itertools.cycle(services)

        def work():
            while not self.over.is_set() and not self.faults:
                with lock:
                    thread = Resident(self, next(numbers), next(turns))
                try:
                    self.acknowledged[thread.email] = (thread.service, thread.go_through())
                except Exception as error:
                    self.faults.append(f"{thread.service} {thread.number}: {error!r}")

        self.people = [threading.Thread(target=work) for _ in range(size)]
        for thread in self.people:
            thread.start()

    def stop(self):
        """Let everyone end what they began."""
        self.over.set()
        for thread in self.people:
            thread.join()
        assert self.faults == [], self.faults


def check_conserved(system, acknowledged):
    """Hold every submission to what its sender was told: one contact, one of what it does, no more and no less."""
    rows = system.query(
        "SELECT answers->>'email', service, reference, state, contact, \"case\" FROM services_submission ORDER BY id"
    )
    stored = {email: (service, reference) for email, service, reference, *_ in rows}
    assert len(rows) == len(stored), "somebody's was sent twice"
    assert stored == acknowledged, "what was acknowledged is not what is kept"
    assert {state for *_, state, _contact, _case in rows} == {"complete"}
    contacts = system.query("SELECT source_id, reference, outcome FROM contacts_contact")
    assert sorted(contact[:2] for contact in contacts) == sorted((row[2], row[4]) for row in rows)
    cases = dict(system.query("SELECT source_id, reference FROM cases_case"))
    assert cases == {row[2]: row[5] for row in rows if row[1] == "complaint"}
    assert len(cases) == system.query("SELECT count(*) FROM cases_case")[0][0]
    for table, service in (("waste_missedbin", "missed-bin"), ("waste_step", "garden-waste")):
        keys = [key for (key,) in system.query(f"SELECT key FROM {table}")]
        assert sorted(keys) == sorted(f"submission {row[2]}" for row in rows if row[1] == service), table
    assert "whole" in system.run("audit", "verify").stdout
    return len(rows)


def check_emails_sent_once(system, notify, acknowledged):
    """Hold every mail to its one sending, and every sender to one that says we have it."""
    sent = [entry["reference"] for entry in notify.sent]
    assert len(sent) == len(set(sent)), "a mail went twice"
    rows = dict(system.query("SELECT key, reference FROM messaging_message"))
    assert sorted(f"message {reference} 1" for reference in rows.values()) == sorted(sent)
    assert {f"service-received {reference}" for _, reference in acknowledged.values()} <= set(rows)
    assert json.dumps(sorted({entry["email_address"] for entry in notify.sent})) == json.dumps(sorted(acknowledged))
