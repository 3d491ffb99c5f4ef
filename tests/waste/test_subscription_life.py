"""Whatever is done to subscriptions in whatever order, no day is lost or doubled and no penny made or lost."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from borough.waste import public as waste
from borough.waste.actions import subscription_clock
from borough.waste.models import Step, Subscription, Task, Term
from borough.waste.types import State, TaskKind, TaskState
from tests.waste.sample_data import HERE, THERE, make_person, make_round, put_on

LONDON = ZoneInfo("Europe/London")
RUNNING = (State.PENDING, State.ACTIVE)


class Life(RuleBasedStateMachine):
    """One subscriber's subscriptions over some years; `served` is every day they have bought and not given up."""

    def __init__(self):
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()
        put_on(make_round(), HERE, THERE)
        self.person, self.today, self.number = make_person(), date(2026, 5, 12), 0
        self.served, self.paid, self.back, self.live = {}, 0, 0, {}

    def teardown(self):
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    def next_action(self):
        self.number += 1
        noon = datetime(self.today.year, self.today.month, self.today.day, 12, tzinfo=LONDON)
        return {"by": "resident:1", "at": noon, "key": f"key {self.number}"}

    def days(self, start, end):
        return {start + timedelta(days=n) for n in range((end - start).days)}

    @rule(ahead=st.integers(0, 60), months=st.integers(1, 20), bins=st.integers(1, 5), paid=st.integers(0, 9000))
    def subscribe(self, ahead, months, bins, paid):
        starts_on = self.today + timedelta(days=ahead)
        ends_on = starts_on + timedelta(days=30 * months)
        facts = {"person_id": self.person, "uprn": HERE, "bins": bins, "paid": paid}
        action = self.next_action()
        subscription = waste.subscribe(**action, starts_on=starts_on, ends_on=ends_on, **facts)
        again = waste.subscribe(**action, starts_on=starts_on, ends_on=ends_on, **facts)
        assert again.reference == subscription.reference
        self.live[subscription.reference], self.served[subscription.reference] = 0, self.days(starts_on, ends_on)
        self.paid += paid

    def pick_subscription(self, pick):
        return waste.subscription(sorted(self.live)[pick % len(self.live)])

    @precondition(lambda self: self.live)
    @rule(pick=st.integers(0, 9), months=st.integers(1, 14), paid=st.integers(0, 9000))
    def renew(self, pick, months, paid):
        before = self.pick_subscription(pick)
        ends_on = max(before.ends_on, self.today) + timedelta(days=30 * months)
        try:
            done = waste.renew(**self.next_action(), reference=before.reference, ends_on=ends_on, paid=paid)
        except waste.Refused:
            return
        assert done.terms[-1].starts_on == before.ends_on
        self.served[before.reference] |= self.days(before.ends_on, ends_on)
        self.paid += paid

    @precondition(lambda self: self.live)
    @rule(pick=st.integers(0, 9), bins=st.integers(1, 5), paid=st.integers(0, 4000))
    def change_bins(self, pick, bins, paid):
        before = self.pick_subscription(pick)
        paid = paid if bins > before.bins else 0
        try:
            done = waste.change_bins(**self.next_action(), reference=before.reference, bins=bins, paid=paid)
        except waste.Refused:
            return
        self.paid, self.back = self.paid + paid, self.back + done.refund

    @precondition(lambda self: self.live)
    @rule(pick=st.integers(0, 9), ahead=st.integers(0, 40))
    def move(self, pick, ahead):
        before = self.pick_subscription(pick)
        on = self.today + timedelta(days=ahead)
        to = THERE if before.uprn == HERE else HERE
        try:
            done = waste.move(**self.next_action(), reference=before.reference, uprn=to, on=on)
        except waste.Refused:
            return
        served_days = self.served.pop(before.reference)
        self.served[before.reference] = {day for day in served_days if day < done.starts_on}
        self.served[done.reference] = {day for day in served_days if day >= done.starts_on}
        self.live[done.reference] = 0

    @precondition(lambda self: self.live)
    @rule(pick=st.integers(0, 9), ahead=st.integers(0, 40))
    def cancel(self, pick, ahead):
        before = self.pick_subscription(pick)
        on = self.today + timedelta(days=ahead)
        retained = sum(term.retained for term in before.terms)
        try:
            done = waste.cancel(**self.next_action(), reference=before.reference, on=on)
        except waste.Refused:
            return
        assert done.refund <= retained
        self.served[before.reference] = {day for day in self.served[before.reference] if day < on}
        self.back += done.refund

    @rule(days=st.integers(1, 200))
    def advance_time(self, days):
        self.today += timedelta(days=days)
        action = self.next_action()
        subscription_clock.advance_subscriptions(by="system:clock", at=action["at"], today=self.today)

    @invariant()
    def days_balance(self):
        for reference, wanted in self.served.items():
            days = [
                day
                for term in waste.subscription(reference).terms
                for day in self.days(term.starts_on, term.serves_until)
            ]
            assert len(days) == len(set(days))
            assert set(days) == wanted

    @invariant()
    def money_balances(self):
        terms = list(Term.objects.all())
        carried = sum(term.carried for term in terms)
        assert sum(term.paid for term in terms) - carried == self.paid
        assert sum(term.refunded for term in terms) == self.back <= self.paid
        steps = list(Step.objects.all())
        assert (sum(step.paid for step in steps), sum(step.refund for step in steps)) == (self.paid, self.back)

    @invariant()
    def state_matches_dates(self):
        for reference in self.served:
            subscription = waste.subscription(reference)
            if subscription.state is State.PENDING:
                assert subscription.starts_on > self.today
            if subscription.state is State.ACTIVE:
                assert subscription.starts_on <= self.today < subscription.ends_on
            if subscription.state is State.LAPSED:
                assert subscription.ends_on <= self.today

    @invariant()
    def tasks_match_paid_bins(self):
        for uprn in (HERE, THERE):
            states = [State.PENDING.value, State.ACTIVE.value, State.LAPSED.value]
            wanted = sum(Subscription.objects.filter(uprn=uprn, state__in=states).values_list("bins", flat=True))
            open_tasks = Task.objects.filter(uprn=uprn, state=TaskState.TO_DO.value).values_list("kind", "count")
            assert sum(n if kind == TaskKind.DELIVER else -n for kind, n in open_tasks) == wanted


@pytest.mark.slow
@pytest.mark.django_db
def test_no_day_or_penny_is_lost_or_duplicated():
    run_state_machine_as_test(
        Life,
        settings=settings(
            max_examples=25,
            stateful_step_count=15,
            deadline=None,
            phases=(Phase.generate,),  # shrinking takes minutes
            suppress_health_check=list(HealthCheck),
        ),
    )
