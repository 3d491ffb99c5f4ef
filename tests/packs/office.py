"""What runs inside a home of its own: an adviser's first morning, and a walk over every page that is linked."""

import json
import re
import sys
from html import unescape

from django.core import mail
from django.test.utils import setup_test_environment

from tests.client import Visitor, make_resident, make_staff, sign_in

DEMONSTRATION_CODE = ("borough.demo.actions", "borough.demo.rules")
MOST_PAGES = 150


def adviser_morning():
    """Record a contact, start every service, send a complaint and assign its case; print what came of it."""
    setup_test_environment()
    adviser = sign_in(Visitor(), make_staff("adviser"))
    outcome = {"contact": _contact(adviser), "started": _start_every_service(adviser), "case": _case(adviser)}
    outcome["demonstration"] = [name for name in sys.modules if name.startswith(DEMONSTRATION_CODE)]
    sys.stdout.write(json.dumps(outcome))


def _contact(adviser, service="general-enquiry"):
    page = adviser.get("/office/record/").content.decode()
    key = re.search(r'name="key" value="([^"]+)"', page)[1]
    sent = {"key": key, "channel": "phone", "service": service, "nature": "enquiry", "outcome": "completed"}
    answer = adviser.post("/office/record/", sent | {"who": "customer"})
    return answer.status_code if answer.status_code == 302 else re.sub(r"\s+", " ", answer.content.decode())[-1500:]


def _start_every_service(adviser):
    from borough.services.public import catalogue

    started = {}
    for key in catalogue():
        begun = adviser.post(f"/office/services/start/{key}/", {"mode": "phone"})
        started[key] = adviser.get(begun["Location"]).status_code if begun.status_code == 302 else begun.status_code
    return started


def _case(adviser):
    from borough.cases.public import case_of
    from borough.foundation.clock import today
    from borough.services.public import submission_of

    where = adviser.post("/office/services/start/complaint/", {"mode": "counter"})["Location"]
    answers = [{"before": "no"}, {"about": "bins"}, {"happened": "It was late."}, {}, {"put_right": "Come."}, {}]
    answers += [{"name": "Rosa Resident"}, {"email": "rosa@home.example"}, {}, {}]
    for fields in answers:
        if where.endswith("/check/"):
            break
        where = adviser.post(where, fields)["Location"]
    sent = adviser.post(where)["Location"]
    reference = submission_of(sent.rstrip("/").rpartition("/")[2]).case
    version = re.search(
        r'name="(\w*-?version)" value="(\d+)"', adviser.get(f"/office/cases/{reference}/").content.decode()
    )
    assigned = adviser.post(f"/office/cases/{reference}/hand-over/", {"to": "me", "version": version[2]})
    return [assigned.status_code, case_of(reference, today()).owner_id == adviser.account_id]


def every_page(marks):
    """Walk over every linked page as several people, read the API and the mails; print each mark that is on one."""
    setup_test_environment()
    visitors = {"nobody": Visitor(), "resident": sign_in(Visitor(), make_resident())}
    visitors |= {role: sign_in(Visitor(), make_staff(role)) for role in ("team_manager", "administrator", "auditor")}
    _sample_records(visitors["team_manager"])
    seen, hits = 0, set()
    for role, visitor in visitors.items():
        start = ["/"] if role in ("nobody", "resident") else ["/office/"]
        for path, text in _walk(visitor, start):
            seen += 1
            hits |= {(mark, path) for mark in marks if mark in text}
    for path in ("/api/v1/services", "/api/v1/measures", "/api/v1/openapi.json", "/open311/v2/services.json"):
        hits |= {
            (mark, path) for mark in marks if mark in visitors["nobody"].get(path).content.decode(errors="replace")
        }
    for message in mail.outbox:
        hits |= {(mark, message.subject) for mark in marks if mark in f"{message.subject} {message.body}"}
    sys.stdout.write(json.dumps({"pages": seen, "hits": sorted(hits)}))


def _sample_records(manager):
    """Record a contact and a complaint, with the message that it was received, so that their pages are walked too."""
    from borough.foundation.clock import now
    from borough.measures.public import refresh
    from borough.services.actions.notify import send_received
    from borough.services.models import Submission

    _contact(manager, "anything-else")
    _case(manager)
    send_received(by="system:test", at=now(), reference=Submission.objects.get(service="complaint").reference)
    refresh()


def _walk(visitor, start):
    waiting, known = list(start), set(start)
    while waiting and len(known) < MOST_PAGES * 4:
        path = waiting.pop(0)
        answer = visitor.get(path)
        if not answer.headers.get("Content-Type", "").startswith("text/html") or answer.status_code != 200:
            continue
        text = unescape(answer.content.decode())
        yield path, text
        for link in re.findall(r'href="(/[^"#]*)"', text):
            if link not in known and not link.startswith(("/static/", "/account/logout", "/theme-", "/brand/")):
                known.add(link)
                waiting.append(link)
