"""The pages of what is due: made by the worker, downloaded by those who may, given once."""

import re

import pytest

from borough.gazetteer.actions import supply_export as exporting
from borough.gazetteer.actions.change_feed import create_feed_supply
from borough.gazetteer.models import FeedSupply
from borough.gazetteer.public import maintenance
from tests.gazetteer.supplies import AT, bring, house, street, supply

pytestmark = pytest.mark.django_db
LIST = "/office/gazetteer/changes/"


@pytest.fixture(autouse=True)
def gazetteer(settings, tmp_path, monkeypatch):
    monkeypatch.setattr(exporting.locks, "snapshot_isolation", lambda: None)
    settings.HOME = tmp_path
    bring(tmp_path, supply(street(), house(1)))


@pytest.fixture
def officer(as_role):
    return as_role("gazetteer_officer")


def page_text(answer):
    return answer.content.decode().replace("&#39;", "'")


def test_receiver_is_added_and_supply_created_downloaded_and_delivered(officer, tmp_path):
    assert "Nobody receives changes yet" in page_text(officer.get(LIST))
    assert "Enter who receives it" in page_text(officer.post(LIST, {"name": "", "layout": "dtf-7.3"}))
    page = officer.post(LIST, {"name": "National hub", "layout": "dtf-7.3"}, follow=True)
    path = page.request["PATH_INFO"]
    assert "Their first supply is all there is" in page_text(page) and "Make the supply" in page_text(page)
    assert "Being made" in page_text(officer.post(path + "create/", follow=True))
    number = FeedSupply.objects.get().pk
    assert officer.get(f"{path}{number}/file/").status_code == 404
    create_feed_supply(by="system:worker", at=AT, number=number)
    page = page_text(officer.get(path))
    assert FeedSupply.objects.get().sha256 in page and "4 records" in page
    answer = officer.get(f"{path}{number}/file/")
    assert b"".join(answer.streaming_content).startswith(b"10,")
    assert re.fullmatch(r'attachment; filename="national-hub-2026-11-20-\d+.csv"', answer["Content-Disposition"])
    done = officer.post(f"{path}{number}/settle/", {"give": "1"}, follow=True)
    assert "Nothing has changed since" in page_text(done) and "Ada Officer" in page_text(done)
    assert "nothing is due" in page_text(officer.post(path + "create/", follow=True))
    bring(tmp_path, supply(house(2), kind="C", day="2026-11-02"))
    officer.post(path + "create/")
    second = FeedSupply.objects.latest("pk").pk
    assert "still due" in page_text(officer.post(f"{path}{second}/settle/", {"drop": "1"}, follow=True))
    assert "was dropped" in page_text(officer.post(f"{path}{second}/settle/", {"give": "1"}, follow=True))


def test_changed_file_is_not_released(officer, tmp_path):
    hub = maintenance.add_receiver(by="command:test", at=AT, name="Hub", layout="dtf-7.3")
    number = maintenance.request_feed_supply(by="command:test", at=AT, receiver=hub)
    create_feed_supply(by="system:worker", at=AT, number=number)
    for path in (tmp_path / "files" / "due").iterdir():
        path.write_text("changed")
    assert "not there as it was made" in page_text(officer.get(f"{LIST}{hub}/{number}/file/", follow=True))


def test_supplies_are_paged_and_belong_to_their_receiver(officer):
    hub, other = (
        maintenance.add_receiver(by="command:test", at=AT, name=name, layout="dtf-7.3") for name in ("Hub", "Other")
    )
    for _ in range(22):
        number = maintenance.request_feed_supply(by="command:test", at=AT, receiver=hub)
        maintenance.drop_feed_supply(by="command:test", at=AT, number=number)
    page = page_text(officer.get(f"{LIST}{hub}/"))
    older = re.search(r'href="[^"]*(\?before=\d+)"', page)[1]
    assert page_text(officer.get(f"{LIST}{hub}/{older}")).count("Dropped") == 2
    assert officer.get(f"{LIST}{hub}/?before=x").status_code == 404
    for path in (f"{LIST}{other}/{number}/file/", f"{LIST}{hub}/{number + 99}/file/", f"{LIST}{hub}/{2**63}/file/"):
        assert officer.get(path).status_code == 404
    assert officer.post(f"{LIST}{other}/{number}/settle/").status_code == 404
    assert officer.get(f"{LIST}{2**63}/").status_code == 404 == officer.post(f"{LIST}{2**63}/create/").status_code


@pytest.mark.parametrize("role", ["adviser", "auditor", "administrator", "resident"])
def test_only_who_keeps_the_gazetteer_sees_what_is_due(as_role, role):
    hub = maintenance.add_receiver(by="command:test", at=AT, name="Hub", layout="dtf-7.3")
    number = maintenance.request_feed_supply(by="command:test", at=AT, receiver=hub)
    create_feed_supply(by="system:worker", at=AT, number=number)
    visitor = as_role(role)
    for path in (LIST, f"{LIST}{hub}/", f"{LIST}{hub}/{number}/file/"):
        assert visitor.get(path).status_code == 403
    for path in (LIST, f"{LIST}{hub}/create/", f"{LIST}{hub}/{number}/settle/"):
        assert visitor.post(path, {"give": "1"}).status_code == 403
