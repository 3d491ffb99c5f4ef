"""Whoever's garden waste ends soon is reminded once a season, by the way they prefer, however often the job is stopped."""

import csv
import io
from datetime import UTC, date, datetime, timedelta

import pytest

from borough.foundation.models import AuditEntry
from borough.messaging.models import Message
from borough.people import public as people
from borough.services.actions import renewal_reminders
from borough.services.models import Reminder
from borough.waste import public as waste
from tests.waste.sample_data import HERE, make_round, put_on

pytestmark = pytest.mark.django_db
AT = datetime(2027, 3, 1, 9, 15, tzinfo=UTC)
TODAY = AT.date()
ENDS = date(2027, 4, 1)
ADDRESS = "1 High Street, Adlington, PR7 4EX"


def subscribe(number, *, ends_on=ENDS, bins=2, **facts):
    """A subscriber, and their subscription; its reference."""
    person = people.register_person(by="nobody", at=AT, **({"name": f"Rosa {number}"} | facts))
    return waste.subscribe(
        by="nobody",
        at=AT - timedelta(days=300),
        key=f"k{number}",
        uprn=HERE + number,
        person_id=person,
        bins=bins,
        starts_on=ends_on - timedelta(days=300),
        ends_on=ends_on,
        paid=4000,
    ).reference


@pytest.fixture
def street():
    put_on(make_round(), *(HERE + n for n in range(10)))


def run(at=AT):
    return renewal_reminders.remind_renewals(by="system:services", at=at, today=at.date())


def channels_by_name():
    return dict(Message.objects.values_list("name", "channel"))


def test_each_subscriber_is_reminded_once_a_season_by_preference(street):
    subscribe(1, email="rosa@home.example")
    subscribe(2, email="two@home.example", address=f"Rosa 2, {ADDRESS}", prefers="post")
    assert run() == (2, 0) and channels_by_name() == {"Rosa 1": "email", "Rosa 2": "letter"}
    assert run(AT + timedelta(days=1)) == (0, 0) and Message.objects.count() == 2
    body = Message.objects.get(name="Rosa 1").source
    for text in ("2 bins", "31 March 2027", "£", "/services/garden-waste/", "Call 01632"):
        assert text in body
    assert AuditEntry.objects.filter(verb="services.remind_renewals").count() == 1


def test_only_subscribers_ending_soon_without_renewal_are_reminded(street):
    subscribe(1, email="far@home.example", ends_on=TODAY + timedelta(days=43))
    soon = subscribe(2, email="soon@home.example", ends_on=TODAY + timedelta(days=42))
    renewed = subscribe(3, email="renewed@home.example")
    quote = waste.renewal_quote(reference=renewed, on=TODAY)
    waste.renew(by="nobody", at=AT, key="r", reference=renewed, ends_on=quote.ends_on, paid=quote.pence)
    lapsed = subscribe(4, email="gone@home.example")
    waste.cancel(by="nobody", at=AT, key="c", reference=lapsed)
    subscribe(5, email="over@home.example", ends_on=TODAY)
    assert [renewal.reference for renewal in renewal_reminders.renewals(TODAY)] == [soon]
    assert run() == (1, 0)


def test_next_season_is_reminded_separately(street):
    reference = subscribe(1, email="rosa@home.example")
    run()
    quote = waste.renewal_quote(reference=reference, on=TODAY)
    waste.renew(by="nobody", at=AT, key="r", reference=reference, ends_on=quote.ends_on, paid=quote.pence)
    assert run() == (0, 0)
    later = datetime.combine(quote.ends_on - timedelta(days=20), AT.time(), UTC)
    assert run(later) == (1, 0) and Message.objects.count() == 2


def test_interrupted_run_resumes_and_reminds_nobody_twice(street, monkeypatch):
    for number in range(1, 6):
        subscribe(number, email=f"r{number}@home.example")
    send, sent = renewal_reminders.messaging.send, []

    def dies(**facts):
        if len(sent) == 2:
            raise KeyboardInterrupt
        sent.append(facts["key"])
        return send(**facts)

    monkeypatch.setattr(renewal_reminders.messaging, "send", dies)
    with pytest.raises(KeyboardInterrupt):
        run()
    assert Message.objects.count() == Reminder.objects.count() == 2
    monkeypatch.setattr(renewal_reminders.messaging, "send", send)
    assert run() == (3, 0) and Message.objects.count() == 5


def test_unreachable_subscriber_is_reminded_once_reachable(street):
    subscribe(1)
    assert run() == (0, 1) and [renewal.tried for renewal in renewal_reminders.renewals(TODAY)] == [True]
    [renewal] = renewal_reminders.renewals(TODAY)
    reference = people.reference_of(renewal.person_id)
    version = people.details(reference).version
    people.correct(
        by="staff:1", at=AT, person_id=renewal.person_id, version=version, changes={"email": "rosa@home.example"}
    )
    assert run(AT + timedelta(days=1)) == (1, 0)


def test_the_direct_debit_file_adds_up_and_runs_nothing(street):
    subscribe(1, name='=HYPERLINK("http://x")', email="a@home.example")
    subscribe(2, bins=1, email="b@home.example")
    text = renewal_reminders.direct_debit_file(by="staff:1", at=AT, today=TODAY)
    head, *rows = list(csv.reader(io.StringIO(text)))
    first, second = sorted(rows, key=lambda row: row[1])
    assert head == ["Reference", "Name", "Pounds", "Due on"]
    assert first[1].startswith("'=") and first[3] == second[3] == "2027-04-01"
    prices = {waste.quote(bins=bins, concession=False, on=ENDS).pence for bins in (1, 2)}
    assert {round(float(row[2]) * 100) for row in (first, second)} == prices
    assert AuditEntry.objects.get(verb="services.export_renewals").detail == '{"rows":2}'


def test_many_reminders_need_few_queries(street, django_assert_max_num_queries):
    for number in range(1, 9):
        subscribe(number, email=f"r{number}@home.example")
    with django_assert_max_num_queries(6):
        assert len(renewal_reminders.renewals(TODAY)) == 8
