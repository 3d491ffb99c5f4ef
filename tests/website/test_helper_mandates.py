"""Helping someone: only with their leave, only within it, told to them, and with nothing of anybody else's."""

import json

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from borough.foundation.clock import now, today
from borough.kernel.refusals import Refused
from borough.payments import public as payments
from borough.people import public as people
from borough.services import public as services
from borough.services.actions import submissions
from borough.services.jobs import expire_mandate_drafts
from borough.services.models import Draft, Submission, Upload
from tests.client import Visitor, make_resident, sign_in
from tests.services.conftest import homes  # noqa: F401 - a fixture
from tests.services.walker import AT, TODAY, mandated, walk

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
HELPERS, HELPING = "/account/my/helpers/", "/account/my/helping/"


def resident(name):
    email = f"{name.lower()}@home.example"
    visitor = sign_in(Visitor(), make_resident(name=f"{name} Resident", email=email))
    visitor.person = people.register_person(
        by="test", at=now(), name=f"{name} Resident", email=email, account_id=visitor.account_id
    )
    return visitor


@pytest.fixture
def rosa(db):
    return resident("Rosa")


@pytest.fixture
def omar(db):
    return resident("Omar")


@pytest.fixture
def hana(db):
    return resident("Hana")


def leave_of(client, helper, *services_):
    return mandated(client.person, at=now(), account_id=helper.account_id, services_=services_)[0]


def text(answer, status=200):
    assert answer.status_code == status, (answer.request["PATH_INFO"], answer.status_code)
    return answer.content.decode()


def sent(**more):
    return {"email": "hana@home.example", "which": "all", "months": "3", "agree": "on"} | more


def begin(hana, mandate, key="complaint"):
    """Begin for a client; the page it goes on at."""
    return hana.post(f"{HELPING}{mandate}/start/", {"service": key})["Location"]


def test_a_resident_lets_someone_help_and_sees_what_they_do(rosa, hana):
    assert "Nobody helps you here" in text(rosa.get(HELPERS))
    assert "Let someone help you" in text(rosa.get(f"{HELPERS}add/"))
    page = text(rosa.post(f"{HELPERS}add/", sent(which="chosen", services=["complaint"]), follow=True))
    assert "hana@home.example" in page and "We have asked them" in page and "Make a complaint" in page
    page = text(hana.get(HELPING))
    assert "Rosa Resident asks you to help" in page
    [mandate] = people.mandates_of(rosa.person, now())
    assert hana.post(f"{HELPING}{mandate.reference}/accept/")["Location"] == f"{HELPING}{mandate.reference}/"
    page = text(hana.get(f"{HELPING}{mandate.reference}/"))
    assert 'value="complaint"' in page and 'value="garden-waste"' not in page
    begin(hana, mandate.reference)
    page = text(rosa.get(f"{HELPERS}{mandate.reference}/"))
    assert "They accepted" in page and "They began: Make a complaint" in page and people.CONSENT in page


def test_unknown_address_gets_the_same_response(rosa, hana):
    known = text(rosa.post(f"{HELPERS}add/", sent(), follow=True))
    other = text(rosa.post(f"{HELPERS}add/", sent(email="nobody@home.example"), follow=True))
    assert "We have written to them" in known and "We have written to them" in other


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"email": ""}, "Enter the email address"),
        ({"email": "rosa@home.example"}, "not of the person who is helped"),
        ({"which": ""}, "Select what they may do"),
        ({"which": "chosen"}, "Select the services they may use"),
        ({"which": "chosen", "services": ["x"]}, "Select services from the list"),
        ({"agree": ""}, "Tick the box"),
        ({"months": "24"}, "Select a"),
        ({"months": ""}, "Select how long"),
    ],
)
def test_invalid_mandate_shows_an_error(rosa, wrong, message):
    page = text(rosa.post(f"{HELPERS}add/", sent(**wrong)))
    assert "There is a problem" in page and message in page
    assert people.mandates_of(rosa.person, now()) == []


def test_a_service_is_sent_for_somebody_with_their_name_on_every_page(rosa, hana):
    mandate = leave_of(rosa, hana)
    page = text(hana.get(begin(hana, mandate)))
    assert "You are helping Rosa Resident" in page and "rosa@home.example" in page
    hana.post("/services/complaint/prefilled/")
    receipt = finish(hana, "Rosa Resident")
    row = Submission.objects.get(reference=receipt)
    assert (row.mode, row.person_id, row.account_id, row.mandate) == ("helper", rosa.person, None, mandate)
    assert "You are helping Rosa Resident" in text(hana.get(f"/services/complaint/confirmation/{receipt}/"))
    assert receipt in text(hana.get(f"{HELPING}{mandate}/"))
    assert receipt not in text(hana.get("/account/my/")) and receipt in text(rosa.get("/account/my/"))
    page = text(rosa.get(f"{HELPERS}{mandate}/"))
    assert "They sent: Make a complaint" in page and f"/account/my/requests/{receipt}/" in page
    assert text(rosa.get(f"/services/complaint/confirmation/{receipt}/"))
    data = json.dumps(people.answer_own_request(by="x", at=now(), account_id=hana.account_id), default=str)
    assert "The lid was broken" not in data and "rosa@home" not in data


ANSWERS = {
    "happened": "The lid was broken.",
    "wanted": "A new lid.",
    "name": "Rosa Resident",
    "before": "no",
    "phone": "01632 960001",
}


def finish(helper, name):
    """Answer every page of the complaint in the browser and send it; the submission's reference."""
    draft = Draft.objects.get(mode="helper", state="open")
    for _ in range(20):
        at = services.draft_pages.open_draft(reference=draft.reference, today=today(), at=now()).route.next_key()
        if at == services.CHECK:
            break
        here = f"/services/complaint/{at}/"
        assert f"You are helping {name}" in text(helper.get(here))
        state = services.draft_pages.open_draft(reference=draft.reference, today=today(), at=now())
        posted = {}
        for question in state.route.step(at).asks:
            options = [option.value for option in getattr(question.kind, "offered", list)()]
            stored = state.draft.answers.get(question.key)
            posted[question.key] = stored or ANSWERS.get(question.key) or (options or ["Some words"])[0]
        answer = helper.post(here, posted)
        assert answer.status_code == 302, at
    page = text(helper.get("/services/complaint/check/"))
    assert f"You are helping {name}" in page
    where = helper.post("/services/complaint/check/")["Location"]
    return where.rstrip("/").rsplit("/", 1)[1]


def test_two_clients_in_a_session_are_isolated(rosa, omar, hana):
    for_rosa, for_omar = leave_of(rosa, hana), leave_of(omar, hana)
    page = text(hana.get(begin(hana, for_rosa)))
    assert "rosa@home.example" in page
    page = text(hana.get(begin(hana, for_omar), follow=True))
    assert "You are helping Omar Resident" in page and "omar@home.example" in page
    assert "Rosa" not in page and "rosa@" not in page
    for path in ("save", "help"):
        page = text(hana.get(f"/services/complaint/{path}/"))
        assert "You are helping Omar Resident" in page and "Rosa" not in page
    assert "Begin for yourself" in text(hana.get("/services/complaint/"))
    page = text(hana.get(hana.post("/services/complaint/", {"anew": "1"})["Location"]))
    assert "helping" not in page and "Rosa" not in page and "Omar" not in page and "hana@home.example" in page
    own = Draft.objects.get(account_id=hana.account_id)
    assert own.mode == "web" and own.person_id == hana.person


def test_revocation_at_the_moment_of_sending_sends_nothing(homes, rosa, monkeypatch):  # noqa: F811
    draft = walk("complaint", services.Mode.HELPER, person_id=rosa.person)
    check_mandate = submissions.check_mandate

    def delayed_check(draft_row, at):
        check_mandate(draft_row, at)
        people.revoke_mandate(by="resident:1", at=at, reference=draft_row.mandate)

    monkeypatch.setattr(submissions, "check_mandate", delayed_check)
    with pytest.raises(services.UnknownDraft):
        services.submit(by="x", at=AT, today=TODAY, reference=draft)
    assert not Submission.objects.exists()


def test_revocation_midway_hides_and_sends_nothing_more(rosa, hana):
    mandate = leave_of(rosa, hana)
    here = begin(hana, mandate)
    hana.post(here)
    draft = Draft.objects.get(mode="helper")
    assert rosa.post(f"{HELPERS}{mandate}/end/")["Location"] == HELPERS
    for path in ("prefilled", "check", "save", "help", draft.seen[0] if draft.seen else "happened"):
        page = text(hana.get(f"/services/complaint/{path}/"), status=410)
        assert "Rosa" not in page and "rosa@" not in page
    assert hana.post("/services/complaint/check/").status_code == 410
    for path in ("", "start/", f"drafts/{draft.reference}/", "stop/", "accept/"):
        answer = hana.get(f"{HELPING}{mandate}/") if not path else hana.post(f"{HELPING}{mandate}/{path}")
        assert answer.status_code == 404
    at = now()
    for act in (
        lambda: services.answer(by="x", at=at, today=today(), reference=draft.reference, page="happened", posted={}),
        lambda: services.submit(by="x", at=at, today=today(), reference=draft.reference),
        lambda: services.draft_pages.prefilled_rows(reference=draft.reference, today=today(), at=at),
        lambda: services.draft_pages.confirm_prefilled(reference=draft.reference, at=at),
        lambda: services.hand_over(
            by="x", at=at, today=today(), reference=draft.reference, how="call", details="01632 960001"
        ),
        lambda: services.drop_row(at=at, today=today(), reference=draft.reference, page="happened", number=1),
    ):
        with pytest.raises(services.UnknownDraft):
            act()
    assert (
        ProcrastinateJob.objects.filter(task_name="services.expire_mandate_drafts", args={"mandate": mandate}).count()
        == 1
    )
    expire_mandate_drafts(mandate=mandate)
    draft.refresh_from_db()
    assert draft.state == "left" and draft.answers == {} and not Upload.objects.exists()
    assert "Ended on" in text(rosa.get(HELPERS)) and "You took it back" in text(rosa.get(f"{HELPERS}{mandate}/"))


def test_the_confirmation_closes_with_the_mandate(rosa, hana):
    mandate = leave_of(rosa, hana)
    hana.post(begin(hana, mandate))
    receipt = finish(hana, "Rosa Resident")
    here = f"/services/complaint/confirmation/{receipt}/"
    assert text(hana.get(here))
    people.revoke_mandate(by="staff:1", at=now(), reference=mandate)
    assert text(hana.get(here), status=404)
    assert "Rosa" not in text(hana.get("/services/complaint/check/"), status=410)
    assert "We ended it" in text(rosa.get(f"{HELPERS}{mandate}/"))


def test_nothing_is_begun_beyond_what_was_agreed(rosa, hana, omar):
    mandate = leave_of(rosa, hana, "missed-bin")
    assert hana.post(f"{HELPING}{mandate}/start/", {"service": "complaint"}).status_code == 404
    assert hana.post(f"{HELPING}{mandate}/start/", {"service": "no-such"}).status_code == 404
    assert "Select the service to begin" in text(hana.post(f"{HELPING}{mandate}/start/", follow=True))
    facts = {"by": "x", "at": now(), "today": today(), "service": "complaint"}
    for more in (
        {"mode": services.Mode.HELPER, "account_id": hana.account_id, "mandate": mandate},
        {"mode": services.Mode.HELPER, "account_id": omar.account_id, "mandate": mandate, "service": "missed-bin"},
        {"mode": services.Mode.HELPER, "account_id": hana.account_id, "person_id": rosa.person},
        {"mode": services.Mode.HELPER, "mandate": mandate, "service": "missed-bin"},
        {"mode": services.Mode.WEB, "account_id": hana.account_id, "mandate": mandate, "service": "missed-bin"},
    ):
        with pytest.raises(Refused):
            services.begin(**facts | more)
    assert not Draft.objects.exists()


def test_another_who_knows_the_reference_finds_no_page(rosa, hana, omar):
    mandate = leave_of(rosa, hana)
    hana.get(begin(hana, mandate))
    draft = Draft.objects.get(mode="helper").reference
    assert text(omar.get(f"{HELPERS}{mandate}/"), status=404)
    assert omar.post(f"{HELPERS}{mandate}/end/").status_code == 404
    assert hana.post(f"{HELPERS}{mandate}/end/").status_code == 404
    assert text(omar.get(f"{HELPING}{mandate}/"), status=404)
    for path in ("accept/", "stop/", "start/", f"drafts/{draft}/"):
        assert omar.post(f"{HELPING}{mandate}/{path}", {"service": "complaint"}).status_code == 404
    assert people.active_mandate(mandate, now())
    own = leave_of(rosa, omar)
    assert omar.post(f"{HELPING}{own}/drafts/{draft}/").status_code == 404
    stolen = omar.session
    stolen["drafts"], stolen["drafts_before"] = {"complaint": draft}, [draft]
    stolen.save()
    assert text(omar.get("/services/complaint/prefilled/"), status=410)
    signed_out = Visitor()
    session = signed_out.session
    session["drafts"] = {"complaint": draft}
    session.save()
    assert text(signed_out.get("/services/complaint/prefilled/"), status=410)


def test_a_helper_goes_on_later_and_stops(rosa, hana):
    mandate = leave_of(rosa, hana)
    begin(hana, mandate)
    draft = Draft.objects.get(mode="helper").reference
    again = sign_in(Visitor(), hana.account_id)
    assert draft in text(again.get(f"{HELPING}{mandate}/"))
    where = again.post(f"{HELPING}{mandate}/drafts/{draft}/")["Location"]
    assert "You are helping Rosa Resident" in text(again.get(where))
    page = text(again.post("/services/complaint/save/", {"email": "thief@home.example"}))
    assert "needs no link" in page
    assert again.post(f"{HELPING}{mandate}/stop/")["Location"] == HELPING
    assert "You help nobody here" in text(again.get(HELPING))
    assert "They stopped helping" in text(rosa.get(f"{HELPERS}{mandate}/"))


@pytest.mark.parametrize("path", [HELPERS, f"{HELPERS}add/", HELPING])
def test_a_stranger_signs_in_and_staff_have_nothing_here(path, visitor, as_role):
    assert visitor.get(path)["Location"].startswith("/account/login/")
    assert as_role("adviser").get(path).status_code == 404


def paying_for(rosa, hana):
    """A subscription a helper sent for somebody that waits for its fee: the mandate, and the helper's link."""
    mandate = leave_of(rosa, hana)
    reference = walk("garden-waste")
    Draft.objects.filter(reference=reference).update(mode="helper", mandate=mandate, person_id=rosa.person)
    receipt = services.submit(by=f"resident:{hana.account_id}", at=now(), today=TODAY, reference=reference)
    return mandate, receipt


@pytest.mark.usefixtures("homes")
def test_payment_link_ends_with_its_mandate(rosa, hana):
    mandate, receipt = paying_for(rosa, hana)
    row = Submission.objects.get(reference=receipt.reference)
    own = payments.link_of(row.payment)
    assert receipt.payment_url not in ("", own)
    assert "£" in text(Visitor().get(receipt.payment_url))
    sent_page = f"/services/garden-waste/confirmation/{receipt.reference}/"
    assert receipt.payment_url in text(hana.get(sent_page)) and own not in text(hana.get(sent_page))
    assert own in text(rosa.get(sent_page))
    people.revoke_mandate(by=f"resident:{rosa.account_id}", at=now(), reference=mandate)
    for answer in (
        hana.get(receipt.payment_url),
        hana.post(receipt.payment_url),
        hana.get(f"{receipt.payment_url}return/"),
    ):
        page = text(answer, 410)
        assert "This link has ended" in page and "£" not in page
    assert "£" in text(rosa.get(own))
    assert Visitor().get(receipt.payment_url.replace(receipt.payment_url[-5], "x")).status_code == 404
