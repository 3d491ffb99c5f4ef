"""Past their time, reports of missed bins, ended subscriptions and bulky collections name nobody and no property."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from borough.foundation import retention
from borough.people import public as people
from borough.services.actions import disposal
from borough.waste import public as waste
from borough.waste.models import BulkyDay, MissedBin, Reservation, Step, Subscription, Term
from tests.waste.sample_data import AT, HERE, TODAY, make_person, make_round, put_on

pytestmark = pytest.mark.django_db
KEYS = ["missed-bins", "ended-subscriptions", "bulky-collections"]


def run(on):
    at = AT.replace(year=on.year, month=on.month, day=on.day)
    done = retention.dispose(by="system:waste", at=at, today=on, keys=KEYS)
    return {key: count for key, count in done.items() if count}


def missed(person, key="submission 7QK2M9XA01BD4HZT", ended=True):
    return MissedBin.objects.create(
        reference=f"{MissedBin.objects.count():016}",
        key=key,
        uprn=HERE,
        stream="refuse",
        round="REF-1",
        collected_on=TODAY - timedelta(days=MissedBin.objects.count()),
        person_id=person,
        details="By the gate",
        created_at=AT,
        created_by="resident:1",
        state="returned" if ended else "open",
        ended_at=AT if ended else None,
        ended_by="crew:4" if ended else "",
    )


@pytest.fixture
def person(db):
    return make_person()


def test_report_is_disposed_two_years_after_its_answer_unless_open(person):
    done, open_ = missed(person), missed(person, key="submission 2", ended=False)
    assert run(date(2028, 5, 11)) == {} and run(date(2028, 5, 12)) == {"missed-bins": 1}
    done.refresh_from_db()
    assert (done.person_id, done.uprn, done.details, done.state) == (None, None, "", "returned")
    open_.refresh_from_db()
    assert open_.details and run(date(2050, 1, 1)) == {}
    with pytest.raises(IntegrityError), transaction.atomic():
        MissedBin.objects.filter(pk=done.pk).update(details="By the gate")


def test_a_subscription_goes_six_years_after_its_financial_year_and_its_terms_and_money_stay(person):
    put_on(make_round(), HERE)
    subscription = waste.subscribe(
        by="x",
        at=AT,
        key="k1",
        uprn=HERE,
        person_id=person,
        bins=1,
        paid=4000,
        starts_on=TODAY - timedelta(days=60),
        ends_on=TODAY + timedelta(days=90),
    )
    reference = subscription.reference
    Subscription.objects.filter(reference=reference).update(state="lapsed")
    terms, steps = list(Term.objects.values()), list(Step.objects.values())
    assert run(date(2033, 3, 31)) == {} and run(date(2033, 4, 1)) == {"ended-subscriptions": 1}
    row = waste.subscription(reference)
    assert (row.person_id, row.uprn, row.bins) == (None, None, 1)
    assert list(Term.objects.values()) == terms and list(Step.objects.values()) == steps
    assert waste.subscriptions_of(person) == []
    with pytest.raises(IntegrityError), transaction.atomic():
        Subscription.objects.filter(reference=reference).update(disposed_at=None)


def test_active_subscription_is_retained_however_old(person):
    put_on(make_round(), HERE)
    waste.subscribe(
        by="x",
        at=AT,
        key="k1",
        uprn=HERE,
        person_id=person,
        bins=1,
        paid=4000,
        starts_on=TODAY,
        ends_on=TODAY + timedelta(days=90),
    )
    assert run(date(2060, 1, 1)) == {}
    with pytest.raises(IntegrityError), transaction.atomic():
        Subscription.objects.update(person=None, uprn=None, disposed_at=AT)


def test_a_bulky_collection_goes_with_its_financial_year_and_the_day_keeps_its_count(person):
    day = BulkyDay.objects.create(day=TODAY, capacity=5, places_booked=2)
    Reservation.objects.create(
        reference="R" * 16,
        key="submission X",
        day=day,
        uprn=HERE,
        person_id=person,
        items={"sofa": 1},
        places=2,
        pence=4000,
        state="confirmed",
        reserved_until=AT,
        created_at=AT,
        created_by="x",
    )
    assert run(date(2033, 3, 31)) == {} and run(date(2033, 4, 1)) == {"bulky-collections": 1}
    row = Reservation.objects.get()
    assert (row.person_id, row.uprn, row.items, row.day.places_booked) == (None, None, {"sofa": 1}, 2)


def test_hold_retains_the_report_of_the_submission_on_hold(person):
    report, other = missed(person), missed(None, key="submission 2")
    disposal.hold(by="staff:1", at=AT, today=TODAY, reference=report.reference, why="A claim at court")
    assert run(date(2030, 1, 1)) == {"missed-bins": 1}
    other.refresh_from_db()
    report.refresh_from_db()
    assert other.disposed_at and not report.disposed_at
    disposal.lift(by="staff:1", at=AT, number=disposal.holds()[0].number)
    disposal.Hold.objects.create(reference="7QK2M9XA01BD4HZT", why="A claim", by="staff:1", created_at=AT)
    assert run(date(2030, 1, 1)) == {}
    disposal.Hold.objects.update(lifted_at=AT, lifted_by="staff:1")
    assert run(date(2030, 1, 1)) == {"missed-bins": 1}
    assert people.erasure_blockers(person) == ()
