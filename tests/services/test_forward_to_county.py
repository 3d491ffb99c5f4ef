"""Problems that are the county's go on to it once, by Open311, and what it says comes back into the case."""

import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

import pytest

from borough.cases import public as cases
from borough.foundation.side_effects import DeliveryError
from borough.services import public as services
from borough.services.actions import forward_to_county
from borough.services.models import CountyReferral, Submission
from borough.services.rules.county_attributes import AttributeSource, CountyAttribute, fill_attributes
from tests.services.walker import AT, TODAY, walk

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("homes")]


@pytest.fixture
def county(settings):
    """A county's Open311: it remembers what it was told and asked, and answers as it is set."""

    class County(BaseHTTPRequestHandler):
        received, queries, status, updates, body, definition = [], [], 201, [], None, None

        def do_POST(self):
            fields = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            County.received.append({name: values[0] for name, values in fields.items()})
            County.every = fields
            self._answer(
                "<service_requests><request><service_request_id>C-7</service_request_id></request></service_requests>"
            )

        def do_GET(self):
            if "/services/" in self.path:
                if not County.definition:
                    self.send_response(404)
                    self.end_headers()
                    return
                self.send_response(200)
                self.end_headers()
                self.wfile.write(County.definition.encode())
                return
            County.queries.append(parse_qs(urlsplit(self.path).query))
            rows = "".join(
                "<request_update>"
                + "".join(f"<{name}>{escape(text)}</{name}>" for name, text in update.items())
                + "</request_update>"
                for update in County.updates
            )
            County.status = 200
            self._answer(f"<service_request_updates>{rows}</service_request_updates>")

        def _answer(self, body):
            self.send_response(County.status)
            self.end_headers()
            self.wfile.write((County.body or body).encode())

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), County)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.COUNTY_URL, settings.COUNTY_KEY = f"http://127.0.0.1:{server.server_port}/open311/v2", "key"
    yield County
    server.shutdown()
    server.server_close()


def send(problem="pothole"):
    reference = walk("report-it", wanted={"problem": problem})
    return services.submit(by="nobody", at=AT, today=TODAY, reference=reference).reference


def story(reference):
    row = Submission.objects.get(reference=reference)
    return cases.case_of(row.case, TODAY), [entry for entry in cases.history_of(row.case) if entry.note]


def test_pothole_is_forwarded_to_the_county_once_without_the_reporter(county):
    reference = send()
    for _ in range(2):
        forward_to_county.forward(by="system:test", at=AT, reference=reference)
    [report] = county.received
    assert report["service_code"] == "pothole"
    assert (report["api_key"], report["attribute[external_reference]"]) == ("key", reference)
    assert not any("rosa" in value.lower() for value in report.values())
    case, notes = story(reference)
    assert (case.state, notes[-1].for_customer) == (cases.State.REFERRED, True)
    assert "C-7" in case.outcome


@pytest.mark.parametrize("problem", ["graffiti", "fly-tipping"])
def test_what_is_ours_stays_with_us(county, problem):
    forward_to_county.forward(by="system:test", at=AT, reference=send(problem))
    assert not (county.received or CountyReferral.objects.exists())


def test_without_the_countys_address_nothing_is_passed(settings):
    settings.COUNTY_URL = ""
    send()
    assert not CountyReferral.objects.exists()


@pytest.mark.parametrize(
    ("status", "body"), [(503, None), (401, None), (200, "<oops"), (200, "<a/>"), (200, "<!DOCTYPE a><a/>")]
)
def test_failing_county_is_retried_later(county, status, body):
    county.status, county.body = status, body
    reference = send()
    with pytest.raises(DeliveryError):
        forward_to_county.forward(by="system:test", at=AT, reference=reference)
    assert (CountyReferral.objects.get().state, story(reference)[0].state) == ("waiting", cases.State.NEW)


def test_a_county_that_will_not_take_it_leaves_it_with_staff(county):
    county.status, county.body = (
        400,
        "<errors><error><code>400</code><description>No such road</description></error></errors>",
    )
    reference = send()
    forward_to_county.forward(by="system:test", at=AT, reference=reference)
    case, notes = story(reference)
    assert (case.state, CountyReferral.objects.get().state) == (cases.State.NEW, "refused")
    assert ("No such road" in notes[-1].note, notes[-1].for_customer) == (True, False)


def test_what_the_county_says_comes_into_the_case_once(county):
    reference = send()
    forward_to_county.forward(by="system:test", at=AT, reference=reference)
    county.updates = [
        {"update_id": "1", "service_request_id": "C-7", "status": "planned", "description": "We mend it on Friday."},
        {"update_id": "2", "service_request_id": "C-7", "status": "in_progress", "description": ""},
        {"update_id": "3", "service_request_id": "another", "status": "open", "description": "Not ours"},
        {"update_id": "", "service_request_id": "C-7", "status": "open", "description": "No id"},
    ]
    later = AT + timedelta(hours=5)
    assert [forward_to_county.poll_updates(by="system:test", at=at) for at in (AT, AT, later)] == [2, 0, 0]
    _, notes = story(reference)
    assert [(entry.note, entry.for_customer) for entry in notes[-2:]] == [
        ("The county council says: We mend it on Friday.", True),
        ("The county council says: it is now in progress", False),
    ]
    assert county.queries[-1]["start_date"] == [(AT - timedelta(hours=2)).isoformat(timespec="seconds")]


def test_a_case_that_staff_finished_meanwhile_is_left_as_it_is(county):
    reference = send()
    case, _ = story(reference)
    cases.move(
        by="staff:1",
        at=AT,
        reference=case.reference,
        verb=cases.Verb.FINISH,
        version=case.version,
        text="We filled it.",
    )
    forward_to_county.forward(by="system:test", at=AT, reference=reference)
    assert story(reference)[0].outcome == "We filled it."


def attribute(code, *values, required="true", datatype="singlevaluelist", variable="true"):
    listed = "".join(f"<value><key>{key}</key><name>{name}</name></value>" for key, name in values)
    return (
        f"<attribute><variable>{variable}</variable><code>{code}</code><datatype>{datatype}</datatype>"
        f"<required>{required}</required><description>The {code}</description><values>{listed}</values></attribute>"
    )


def defined(*attributes):
    return f"<service_definition><attributes>{''.join(attributes)}</attributes></service_definition>"


def test_what_the_county_asks_is_filled_in_from_our_answers(county):
    county.definition = defined(
        attribute("Emergency", ("y", "Yes"), ("n", "No")),
        attribute("column_number", datatype="string"),
        attribute("external_id", datatype="string", variable="false"),
        attribute("colour", required="false"),
    )
    reference = send("street-light")
    forward_to_county.forward(by="system:test", at=AT, reference=reference)
    [report] = county.received
    assert (report["attribute[Emergency]"], report["attribute[column_number]"]) == ("y", "Some words")
    assert report["attribute[external_id]"] == reference
    assert "attribute[colour]" not in report
    assert CountyReferral.objects.get().state == "passed"


def test_what_cannot_be_filled_in_is_work_for_staff_and_not_lost(county):
    county.definition = defined(
        attribute("depth", ("1", "Less than 4 cm"), ("2", "More")), attribute("easting", variable="false")
    )
    reference = send()
    for _ in range(2):
        forward_to_county.forward(by="system:test", at=AT, reference=reference)
    assert not county.received
    case, notes = story(reference)
    assert (case.state, CountyReferral.objects.get().state) == (cases.State.NEW, "refused")
    [task] = cases.tasks_of(case.reference, TODAY)
    assert task.title == "Pass it on to the county by hand. It also asks: The depth (Less than 4 cm, More)"
    assert (task.team, task.due_on) == (case.team, case.promised_by)
    assert "asks what we were not told" in notes[-1].note


def test_failing_county_definition_request_is_retried(county):
    county.definition = "<oops"
    reference = send()
    with pytest.raises(DeliveryError):
        forward_to_county.forward(by="system:test", at=AT, reference=reference)
    assert CountyReferral.objects.get().state == "waiting"


def test_no_personal_data_is_sent_to_another_council():
    wanted = [
        CountyAttribute(code=mapping, datatype="string", required=True, description="") for mapping in ("a", "b", "c")
    ]
    gives = {
        "a": AttributeSource(answer="several"),
        "b": AttributeSource(otherwise="Not known"),
        "c": AttributeSource(answer="spot"),
    }
    result = fill_attributes(wanted, gives, {"several": ["x", "y"], "spot": {"near": "High Street"}}, {})
    assert result.fields == {"attribute[a]": ["x"], "attribute[b]": ["Not known"]}
    assert [mapping.code for mapping in result.lacking] == ["c"]
    for service in services.catalogue().values():
        questions = service.questions()
        for mapping in service.reports.gives.values() if service.reports else ():
            assert not questions[mapping.answer].fact


def test_multiple_values_are_sent_separately_and_unknown_values_dropped():
    wanted = CountyAttribute(
        code="kinds", datatype="multivaluelist", required=True, description="", values=(("t", "Tyres"), ("b", "Bags"))
    )
    result = fill_attributes(
        [wanted], {"KINDS": AttributeSource(answer="waste")}, {"waste": ["tyres", "b", "gold"]}, {}
    )
    assert result.fields == {"attribute[kinds][]": ["t", "b"]}
