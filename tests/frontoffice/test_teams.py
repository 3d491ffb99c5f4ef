"""Teams, services and posts are added and renamed on pages, each change with an entry in the audit log."""

import pytest

from borough.foundation.clock import now, today
from borough.foundation.models import AuditEntry
from borough.foundation.packs import current_pack, provision
from borough.staff import public as staff
from tests.client import make_staff

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(as_role):
    return as_role("administrator")


@pytest.fixture
def team():
    return staff.add_team(by="staff:1", at=now(), name="Parking")


def test_team_is_added_and_renamed(administrator):
    answer = administrator.post("/office/teams/new/", {"name": "Parking"})
    assert answer["Location"] == "/office/teams/parking/"
    administrator.post(answer["Location"], {"name": "Parking and permits", "seen": "Parking"})
    assert staff.team_names()["parking"] == "Parking and permits"
    assert "Parking and permits" in administrator.get("/office/teams/").content.decode()
    verbs = list(AuditEntry.objects.filter(subject="team:parking").values_list("verb", flat=True))
    assert verbs == ["staff.add_team", "staff.rename_team"]


def test_name_in_use_and_stale_name_are_refused(administrator, team):
    answer = administrator.post("/office/teams/new/", {"name": "parking"})
    assert answer.status_code == 400
    assert "There is a team called “parking” already." in answer.content.decode()
    answer = administrator.post(f"/office/teams/{team}/", {"name": "Cars", "seen": "Car parks"})
    assert "Someone else has changed this" in answer.content.decode()


def test_service_is_added_and_moved(administrator, team):
    sent = {"name": "Parking permits", "lgsl": "474", "team": team}
    assert administrator.post("/office/teams/services/new/", sent)["Location"] == "/office/teams/parking/"
    key = next(item.key for item in staff.council_services(team))
    other = staff.add_team(by="staff:1", at=now(), name="Roads")
    changed = {"name": "Resident permits", "lgsl": "", "team": other, "seen": "Parking permits"}
    administrator.post(f"/office/teams/services/{key}/", changed)
    assert [item.name for item in staff.council_services(other)] == ["Resident permits"]


def test_post_is_added_and_gets_a_holder(administrator, team):
    administrator.post(f"/office/teams/{team}/posts/new/", {"title": "Warden", "account": ""})
    assert "Vacant" in administrator.get(f"/office/teams/{team}/").content.decode()
    [post] = staff.posts(today(), team)
    holder = make_staff("adviser", name="Ada Adviser", email="ada@council.example")
    sent = {"title": "Senior warden", "account": str(holder), "seen_title": "Warden", "seen_account": ""}
    administrator.post(f"/office/teams/posts/{post.id}/", sent)
    assert "Ada Adviser" in administrator.get(f"/office/teams/{team}/").content.decode()


def test_only_those_who_may_edit_staff_open_the_pages(as_role):
    assert as_role("adviser").get("/office/teams/").status_code == 403


def test_name_changed_on_a_page_survives_the_pack():
    provision(by="command:init", at=now(), pack=current_pack())
    staff.rename_team(by="staff:1", at=now(), key="waste", name="Recycling", seen="Waste")
    assert provision(by="command:init", at=now(), pack=current_pack()) == []
    assert staff.team_names()["waste"] == "Recycling"
