"""A street is named, numbered whole or not at all, and its addresses approved when they are built."""

from dataclasses import replace
from datetime import date

import pytest

from borough.foundation.models import AuditEntry, Event
from borough.gazetteer.actions import address_search
from borough.gazetteer.actions.areas import declare_area
from borough.gazetteer.actions.edit_plan import ChecksFailed, EditContext
from borough.gazetteer.actions.number_ranges import add_range
from borough.gazetteer.actions.streets import (
    NewStreet,
    approve_addresses,
    create_street,
    number_street,
    preview_numbering,
)
from borough.gazetteer.models import Address, Change, NumberRange, Property, PropertyArea, Street
from borough.gazetteer.public import search, single_line, update_index
from borough.gazetteer.queries.edit_context import provisional_on
from borough.gazetteer.queries.properties import property_of, street_of
from borough.gazetteer.rules.edits import FaultReason, PropertyDescription
from borough.gazetteer.rules.street_numbering import Scheme, Side
from borough.gazetteer.types import Addressable, AreaKind, Status
from borough.gazetteer.types.numbers import NumberKind
from borough.kernel.refusals import Refused
from tests.gazetteer.supplies import AT, bring, house, street, supply

pytestmark = pytest.mark.django_db
OWN, NEW_USRN, TODAY = 10099000001, 99100001, date(2026, 11, 20)
SAVING = EditContext("staff:5", AT, TODAY)
LINE = ((358000.0, 417000.0), (358100.0, 417000.0))


@pytest.fixture(autouse=True)
def gazetteer(settings, tmp_path):
    settings.HOME = tmp_path
    address_search._open_cached.cache_clear()
    declare_area(by="staff:5", at=AT, kind=AreaKind.WARD, code="E05000001", name="North", since=date(2001, 1, 1))
    bring(tmp_path, supply(street(), *(house(n) for n in range(1, 4))))
    add_range(by="staff:5", at=AT, kind=NumberKind.UPRN, first=OWN, last=OWN + 600)
    add_range(by="staff:5", at=AT, kind=NumberKind.USRN, first=NEW_USRN, last=NEW_USRN + 1)
    update_index()


def name(**more):
    values = {
        "name": "INVENTED CLOSE",
        "locality": "ADLINGTON",
        "town": "CHORLEY",
        "administrative_area": "LANCASHIRE",
        "line": LINE,
        "start_on": date(2026, 11, 1),
    }
    return create_street(saving=SAVING, of=NewStreet(**values | more))


def described(usrn, **more):
    values = {
        "usrn": usrn,
        "primary": Addressable(1),
        "postcode": "PR7 4EX",
        "post_town": "CHORLEY",
        "state": 6,
        "classification": "RD02",
        "status": Status.PROVISIONAL,
        "start_on": TODAY,
        "ward": "",
    }
    return PropertyDescription(**values | more)


def scheme(last=8, **more):
    return Scheme(**{"side": Side.BOTH, "first": 1, "last": last, "skipped": frozenset({13}), "line": LINE} | more)


def number(usrn, saving=SAVING, **more):
    return number_street(saving=saving, of=described(usrn), scheme=scheme(**more))


def test_a_street_is_named_with_a_reference_of_our_own():
    assert name().uprn == NEW_USRN
    assert [(named_street.name, named_street.state) for named_street in street_of(NEW_USRN)] == [("INVENTED CLOSE", 1)]
    row = Street.objects.get(pk=NEW_USRN)
    assert (row.start_x, row.end_x, row.naming_custodian) == (358000, 358100, 9990)
    act = AuditEntry.objects.get(verb="gazetteer.create_street")
    assert Event.objects.get(position=act.position).body["usrns"] == [NEW_USRN]


def test_duplicate_name_is_rejected_and_exhaustion_is_reported():
    name()
    with pytest.raises(Refused, match=str(NEW_USRN)):
        name()
    name(locality="COPPULL")
    with pytest.raises(Refused, match="no USRN left"):
        name(locality="EUXTON")


@pytest.mark.parametrize("more", [{"name": " "}, {"start_on": date(2027, 1, 1)}, {"name": "X" * 111}])
def test_a_street_that_cannot_be_is_refused(more):
    with pytest.raises(Refused):
        name(**more)
    assert not Street.objects.filter(pk=NEW_USRN).exists()


def test_street_is_numbered_and_searchable_at_once():
    usrn = name().uprn
    plan = number(usrn, last=16, suffixed=((12, "A"),))
    provisional = provisional_on(usrn)
    assert [f"{a['pao_start']}{a['pao_start_suffix']}" for _, a in provisional.values()][10:14] == [
        "11",
        "12",
        "12A",
        "14",
    ]
    assert plan.uprn == OWN and len(provisional) == 16
    assert {p["state"] for p, _ in provisional.values()} == {6}
    assert search("12A invented close").hits[0].line.status == Status.PROVISIONAL
    assert PropertyArea.objects.filter(property_id__gte=OWN, kind="ward", code="E05000001").count() == 16
    assert Change.objects.filter(what="gazetteer.number_street").count() == 1
    assert NumberRange.objects.get(kind="uprn").last_issued == OWN + 15


def test_repeated_numbering_lists_every_conflict():
    usrn = name().uprn
    number(usrn)
    plan = preview_numbering(described(usrn), scheme(), today=TODAY)
    assert len([fault for fault in plan.faults if fault.check == 9000006]) == 8
    with pytest.raises(ChecksFailed):
        number(usrn)
    assert len(provisional_on(usrn)) == 8


@pytest.mark.slow
def test_five_hundred_at_once_ask_few_questions(django_assert_max_num_queries):
    usrn = name().uprn
    with django_assert_max_num_queries(50):
        number(usrn, last=500, skipped=frozenset())
    assert Property.objects.filter(pk__gte=OWN).count() == 500
    with pytest.raises(Refused, match="501 addresses"):
        number(usrn, last=501, skipped=frozenset())


def test_a_numbering_that_runs_out_of_references_writes_nothing():
    usrn = name().uprn
    NumberRange.objects.filter(kind="uprn").update(last_issued=OWN + 596)
    with pytest.raises(Refused, match="no UPRN left"):
        number(usrn)
    assert not Address.objects.filter(street_id=usrn).exists()
    assert NumberRange.objects.get(kind="uprn").last_issued == OWN + 596


def test_what_is_built_is_approved_once():
    usrn = name().uprn
    number(usrn)
    approve_addresses(saving=SAVING, usrn=usrn, uprns=[OWN, OWN + 1])
    detail = property_of(OWN, TODAY)
    assert (detail.status, detail.state, single_line(detail.approved)) == (
        Status.APPROVED,
        2,
        "1 INVENTED CLOSE, ADLINGTON, CHORLEY, PR7 4EX",
    )
    assert len(provisional_on(usrn)) == 6
    with pytest.raises(Refused, match="not provisional on this street any more"):
        approve_addresses(saving=SAVING, usrn=usrn, uprns=[OWN + 1, OWN + 2])
    assert property_of(OWN + 2, TODAY).status == Status.PROVISIONAL
    with pytest.raises(Refused, match="from 1 to 500"):
        approve_addresses(saving=SAVING, usrn=usrn, uprns=[])


def test_approval_without_a_postcode_needs_a_reason():
    usrn = name().uprn
    reason = replace(SAVING, reason=FaultReason.NO_POSTCODE)
    number_street(saving=reason, of=described(usrn, postcode=""), scheme=scheme(last=2))
    with pytest.raises(ChecksFailed):
        approve_addresses(saving=SAVING, usrn=usrn, uprns=[OWN])
    approve_addresses(saving=reason, usrn=usrn, uprns=[OWN])
