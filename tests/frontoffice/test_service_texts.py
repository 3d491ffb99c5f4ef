"""A service owner changes texts of a service: draft, preview, checker, publish, undo, and a pack that changed too."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from borough.foundation.clock import now
from borough.foundation.models import AuditEntry
from borough.services import catalogue as texts_in_use
from borough.services import public as services

pytestmark = pytest.mark.django_db
AT = "/office/service-texts/complaint/"
NEW = "An answer within 7 working days"


@pytest.fixture(autouse=True)
def _no_changes_left():
    yield
    texts_in_use.use_changes(())


@pytest.fixture
def owner(as_role):
    return as_role("service_owner")


def change(visitor, path, text):
    return visitor.post(f"{AT}change/", {"path": path, "text": text})


def page(visitor, where=AT):
    return visitor.get(where).content.decode()


def test_draft_is_seen_in_every_preview_and_by_nobody_else(owner, visitor):
    assert change(owner, "name", "Complain to us").status_code == 302
    for mode in ("web", "helper", "phone", "counter", "post"):
        assert "Complain to us" in page(owner, f"{AT}preview/?mode={mode}")
    assert "Complain to us" not in page(visitor, "/services/complaint/")


def test_published_promise_and_telephone_number_are_on_the_public_page(owner, visitor):
    change(owner, "promise/text", NEW)
    change(owner, "values/phone", "01632 960 999")
    assert owner.post(f"{AT}publish/").status_code == 302
    assert "01632 960 999" in page(visitor, "/services/complaint/")
    assert services.catalogue()["complaint"].promise.text == NEW
    verbs = list(AuditEntry.objects.filter(subject="service:complaint").values_list("verb", flat=True))
    assert verbs[-1] == "services.publish_texts"


def test_checker_refuses_what_may_not_be_published(owner):
    change(owner, "routes/phone", "Call us.")
    assert "It cannot be published yet" in page(owner)
    assert owner.post(f"{AT}publish/").status_code == 400
    assert services.catalogue()["complaint"].routes.phone.startswith("Call 01632 960 100")


def test_placeholder_without_a_value_is_refused(owner):
    change(owner, "next_steps/0", "We write to you from ((council.castle)).")
    assert "((council.castle)) has no value" in owner.post(f"{AT}publish/").content.decode()


def test_change_of_a_later_day_waits_for_it(owner):
    change(owner, "name", "Complain to us")
    day = (now() + timedelta(days=3)).date()
    owner.post(f"{AT}publish/", {"day-day": day.day, "day-month": day.month, "day-year": day.year})
    assert services.catalogue()["complaint"].name != "Complain to us"
    assert "Scheduled" in page(owner)
    services.overrides.reload_changes(now() + timedelta(days=4))
    assert services.catalogue()["complaint"].name == "Complain to us"


def test_undo_brings_the_text_before_back(owner):
    before = services.catalogue()["complaint"].name
    for name in ("Complain to us", "Complain"):
        change(owner, "name", name)
        owner.post(f"{AT}publish/")
    for expected in ("Complain to us", before):
        latest = re.search(r"undo/(\d+)/", page(owner))[1]
        owner.post(f"{AT}undo/{latest}/")
        assert services.catalogue()["complaint"].name == expected
    assert page(owner).count("Withdrawn") == 2


@pytest.mark.parametrize(("use", "expected"), [("ours", "Complain to us"), ("pack", "The pack's new name")])
def test_pack_that_changed_too_shows_both_and_waits_for_a_decision(owner, settings, use, expected):
    change(owner, "name", "Complain to us")
    owner.post(f"{AT}publish/")
    pack = settings.COUNCIL_PACK
    values = replace(pack.services["complaint"], texts={"name": "The pack's new name"})
    settings.COUNCIL_PACK = replace(pack, version="2", services={**pack.services, "complaint": values})
    both = page(owner)
    assert "the pack has changed" in both
    assert all(text in both for text in ("Complain to us", "The pack&#39;s new name"))
    assert services.catalogue()["complaint"].name == "Complain to us"
    owner.post(f"{AT}decide/", {"path": "name", "use": use})
    assert services.catalogue()["complaint"].name == expected
    assert "the pack has changed" not in page(owner)


def test_pages_never_display_a_key(owner):
    seen = re.sub(r"<[^>]+>", " ", page(owner))
    assert not re.search(r"pages/|guidance/|routes/|next_steps|face_to_face", seen)


def test_adviser_may_not_change_texts(as_role):
    assert as_role("adviser").get(AT).status_code == 403
