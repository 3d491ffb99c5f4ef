"""Garden waste subscriptions, from the first day to the last."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction
from procrastinate.contrib.django import app as proxy

from borough.foundation.models import AuditEntry, Event
from borough.people.public import ErasureBlocked, erase
from borough.waste import public as waste
from borough.waste.actions import subscription_clock
from borough.waste.models import Subscription, Task, Term
from borough.waste.types import State, TaskKind, TaskState
from tests.waste.sample_data import AT, HERE, NOWHERE, THERE, TODAY, make_person, make_round, put_on

pytestmark = pytest.mark.django_db
SEASON = date(2027, 4, 1)


@pytest.fixture
def person():
    put_on(make_round(), HERE, THERE)
    return make_person()


def at(day):
    return datetime(day.year, day.month, day.day, 10, tzinfo=ZoneInfo("Europe/London"))


def subscribe(person, key="one", **facts):
    values = {"uprn": HERE, "person_id": person, "bins": 1, "starts_on": TODAY, "ends_on": SEASON, "paid": 4400}
    return waste.subscribe(by="resident:1", at=AT, key=key, **values | facts)


def deliveries(uprn=HERE):
    rows = Task.objects.filter(uprn=uprn, state=TaskState.TO_DO.value)
    return [(row.kind, row.count, row.wanted_on) for row in rows.order_by("id")]


def test_a_subscription_runs_from_its_first_day_and_its_bins_are_brought(person):
    subscription = subscribe(person, bins=2, paid=8200)
    assert (subscription.state, subscription.bins, subscription.starts_on, subscription.ends_on) == (
        State.ACTIVE,
        2,
        TODAY,
        SEASON,
    )
    assert deliveries() == [(TaskKind.DELIVER, 2, TODAY)]
    assert Event.objects.get(kind="subscription-started").body == {
        "reference": subscription.reference,
        "uprn": HERE,
        "bins": 2,
        "paid": 8200,
    }
    entry = AuditEntry.objects.get(verb="waste.subscribe")
    assert entry.subject == f"subscription:{subscription.reference}"


def test_the_same_key_does_it_once_and_for_something_else_it_is_refused(person):
    first, again = subscribe(person), subscribe(person)
    assert (first.again, again.again, again.reference) == (False, True, first.reference)
    assert Subscription.objects.count() == 1
    with pytest.raises(waste.Refused, match="sent before"):
        subscribe(person, bins=2)


def test_two_people_at_an_address_each_have_their_own(person):
    subscribe(person)
    other = subscribe(make_person("Omar Other"), key="two", bins=2)
    assert {row.reference for row in waste.subscriptions_at(HERE)} >= {other.reference}
    assert len(waste.subscriptions_at(HERE)) == 2
    assert deliveries() == [(TaskKind.DELIVER, 3, TODAY)]


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"uprn": NOWHERE}, "do not collect garden waste from this address"),
        ({"bins": 0}, "from 1 to 5"),
        ({"ends_on": TODAY}, "one day to three years"),
        ({"starts_on": date(2026, 1, 1), "ends_on": date(2026, 2, 1)}, "must end after today"),
        ({"paid": -1}, "between nothing"),
        ({"key": ""}, "characters"),
    ],
)
def test_what_cannot_be_is_refused_and_leaves_nothing(person, facts, sentence):
    with pytest.raises(waste.Refused, match=sentence):
        subscribe(person, **facts)
    assert not Subscription.objects.exists()
    assert not Task.objects.exists()


def test_prepaid_subscription_waits_for_its_start_date(person):
    subscription = subscribe(person, starts_on=date(2026, 6, 1))
    assert subscription.state is State.PENDING
    assert subscription_clock.advance_subscriptions(by="system:clock", at=AT, today=date(2026, 5, 31)) == (0, 0)
    assert subscription_clock.advance_subscriptions(by="system:clock", at=AT, today=date(2026, 6, 1)) == (1, 0)
    assert subscription_clock.advance_subscriptions(by="system:clock", at=AT, today=date(2026, 6, 1)) == (0, 0)
    assert waste.subscription(subscription.reference).state is State.ACTIVE


def test_the_worker_settles_each_night(person):
    from borough.foundation.clock import today
    from borough.waste import jobs

    subscription = subscribe(person, starts_on=today() - timedelta(days=3), ends_on=today() + timedelta(days=3))
    Subscription.objects.filter(reference=subscription.reference).update(state=State.PENDING.value)
    jobs.advance(timestamp=0)
    assert waste.subscription(subscription.reference).state is State.ACTIVE
    crons = {
        task.name: periodic.cron
        for periodic in proxy.periodic_registry.periodic_tasks.values()
        for task in [periodic.task]
    }
    assert crons["waste.run_subscription_clock"] == "10 0 * * *"


def test_an_early_renewal_follows_on_and_a_second_is_refused(person):
    subscription = subscribe(person)
    early = at(date(2027, 2, 1))
    price = waste.renewal_quote(reference=subscription.reference, on=early.date())
    assert (price.starts_on, price.ends_on, price.pence) == (SEASON, date(2028, 4, 1), 4600)
    done = waste.renew(
        by="staff:1", at=early, key="renewal", reference=subscription.reference, ends_on=price.ends_on, paid=price.pence
    )
    assert [(term.starts_on, term.ends_on, term.paid) for term in done.terms] == [
        (TODAY, SEASON, 4400),
        (SEASON, date(2028, 4, 1), 4600),
    ]
    with pytest.raises(waste.Refused, match="can be renewed from"):
        waste.renew(
            by="staff:1", at=early, key="twice", reference=subscription.reference, ends_on=date(2029, 4, 1), paid=1
        )


def test_lapsed_subscription_can_be_renewed_for_a_limited_time(person):
    subscription = subscribe(person)
    subscription_clock.advance_subscriptions(by="system:clock", at=at(SEASON), today=SEASON)
    assert waste.subscription(subscription.reference).state is State.LAPSED
    late = at(SEASON + timedelta(days=20))
    done = waste.renew(
        by="resident:1", at=late, key="late", reference=subscription.reference, ends_on=date(2028, 4, 1), paid=4600
    )
    assert (done.state, done.terms[-1].starts_on) == (State.ACTIVE, SEASON)
    subscription_clock.advance_subscriptions(by="system:clock", at=AT, today=date(2028, 4, 1))
    with pytest.raises(waste.Refused, match="too long ago"):
        waste.renew(
            by="x", at=at(date(2028, 9, 1)), key="z", reference=subscription.reference, ends_on=date(2029, 4, 1), paid=1
        )


def test_more_bins_are_quoted_and_brought(person):
    subscription = subscribe(person)
    price = waste.change_quote(reference=subscription.reference, bins=3, on=TODAY)
    assert price.pence == 2 * 3800
    done = waste.change_bins(by="x", at=AT, key="more", reference=subscription.reference, bins=3, paid=price.pence)
    assert (done.bins, done.terms[0].paid, done.refund) == (3, 4400 + 7600, 0)
    assert deliveries() == [(TaskKind.DELIVER, 3, TODAY)]


def test_fewer_bins_give_money_back_and_are_fetched(person):
    subscription = subscribe(person, bins=2, paid=8200)
    task = Task.objects.get()
    waste.crews.end_task(by="token:1", at=AT, reference=task.reference, state=TaskState.DONE)
    assert waste.containers_at(HERE) == {"garden-240": 2}
    day = date(2026, 11, 12)
    price = waste.change_quote(reference=subscription.reference, bins=1, on=day)
    done = waste.change_bins(by="x", at=at(day), key="fewer", reference=subscription.reference, bins=1)
    assert done.refund == -price.pence == 8200 * 4 // 10 // 2
    assert deliveries() == [(TaskKind.REMOVE, 1, day)]


def test_moving_house_loses_no_day_and_takes_what_is_unused_along(person):
    subscription = subscribe(person, paid=4400)
    day = date(2026, 9, 20)
    done = waste.move(by="x", at=at(day), key="move", reference=subscription.reference, uprn=THERE)
    old = waste.subscription(subscription.reference)
    assert (old.state, old.moved_to, old.ends_on) == (State.MOVED, done.reference, day)
    assert (done.uprn, done.starts_on, done.ends_on, done.state) == (THERE, day, SEASON, State.ACTIVE)
    assert old.terms[0].carried == done.terms[0].paid == 4400 * 6 // 10
    assert deliveries(THERE) == [(TaskKind.DELIVER, 1, day)]
    assert deliveries(HERE) == []  # it had not been brought yet, so it was called off
    assert (
        waste.move(by="x", at=at(day), key="move", reference=subscription.reference, uprn=THERE).reference
        == done.reference
    )


def test_it_does_not_move_to_where_no_round_goes_or_where_it_is(person):
    subscription = subscribe(person)
    for uprn, sentence in ((NOWHERE, "do not collect"), (HERE, "already")):
        with pytest.raises(waste.Refused, match=sentence):
            waste.move(by="x", at=AT, key=f"move {uprn}", reference=subscription.reference, uprn=uprn)
    assert waste.subscription(subscription.reference).state is State.ACTIVE


def test_cancelling_refunds_full_months_and_all_future_terms(person):
    subscription = subscribe(person)
    early = at(date(2027, 2, 15))
    waste.renew(by="x", at=early, key="r", reference=subscription.reference, ends_on=date(2028, 4, 1), paid=4600)
    done = waste.cancel(by="x", at=early, key="c", reference=subscription.reference)
    assert done.refund == 4400 * 1 // 10 + 4600
    assert (done.state, done.ends_on) == (State.CANCELLED, SEASON)
    assert waste.cancel(by="x", at=early, key="c", reference=subscription.reference).refund == done.refund
    with pytest.raises(waste.Refused, match="was cancelled"):
        waste.cancel(by="x", at=early, key="again", reference=subscription.reference)
    assert Event.objects.get(kind="subscription-cancelled").body["refund"] == done.refund


def test_renewals_due_in_a_month_are_listed(person):
    from borough.kernel.periods import month

    subscription = subscribe(person)
    subscribe(person, key="longer", ends_on=date(2028, 4, 1))
    assert [row.reference for row in waste.due_for_renewal(month(2027, 4))] == [subscription.reference]
    assert waste.due_for_renewal(month(2027, 3)) == []
    assert [row.reference for row in waste.subscriptions_of(person)][-1] == subscription.reference


def test_nobody_is_erased_while_their_subscription_runs_and_then_no_address_stays(person):
    subscription = subscribe(person)
    with pytest.raises(ErasureBlocked, match="garden waste subscription"):
        erase(by="x", at=AT, person_id=person, ground="Asked")
    waste.cancel(by="x", at=AT, key="c", reference=subscription.reference)
    erase(by="x", at=AT, person_id=person, ground="Asked")
    assert waste.subscription(subscription.reference).uprn is None


def test_the_database_refuses_what_must_not_be(person):
    subscribe(person)
    term = Term.objects.get()
    twin = {"subscription_id": term.subscription_id, "bins": 1, "concession": False, "paid": 0}
    for wrong in (
        lambda: Term.objects.create(starts_on=TODAY + timedelta(days=9), ends_on=SEASON, **twin),
        lambda: Term.objects.filter(pk=term.pk).update(refunded=4401),
        lambda: Term.objects.filter(pk=term.pk).update(bins=0),
        lambda: Subscription.objects.update(uprn=None),
        lambda: Subscription.objects.update(state="merged"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


def test_a_crew_that_could_not_says_why_and_once(person):
    subscribe(person)
    task = Task.objects.get()
    with pytest.raises(waste.Refused, match="why"):
        waste.crews.end_task(by="token:1", at=AT, reference=task.reference, state=TaskState.NOT_DONE)
    for _ in range(2):
        done = waste.crews.end_task(
            by="token:1", at=AT, reference=task.reference, state=TaskState.NOT_DONE, reason="inaccessible_road"
        )
    assert (done.state, waste.containers_at(HERE)) == (TaskState.NOT_DONE, {})
    with pytest.raises(waste.Refused, match="ended already"):
        waste.crews.end_task(by="token:1", at=AT, reference=task.reference, state=TaskState.DONE)


def test_staff_request_a_bin_separately_from_subscriptions(person):
    task = waste.crews.create_task(
        by="staff:1", at=AT, kind=TaskKind.DELIVER, uprn=HERE, container="refuse-240", count=1, wanted_on=TODAY
    )
    assert [row.reference for row in waste.crews.task_page().rows] == [task.reference]
    with pytest.raises(waste.Refused, match="from the list"):
        waste.crews.create_task(
            by="x", at=AT, kind=TaskKind.DELIVER, uprn=HERE, container="no", count=1, wanted_on=TODAY
        )
