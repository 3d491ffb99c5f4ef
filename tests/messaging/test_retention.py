"""Past its time nothing is left of a message but that it was sent; what is held, unsent or about what is kept stays."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from borough.foundation import retention
from borough.foundation.clock import now, today
from borough.foundation.models import AuditEntry, DisposalCount
from borough.kernel.refusals import Refused
from borough.messaging import public as messaging
from borough.messaging.actions.retention import CLASSES
from borough.messaging.models import Message
from borough.messaging.types import Recipient
from borough.people import public as people
from borough.services import public as services
from borough.services.actions import disposal
from borough.services.models import Submission
from tests.messaging.sample_messages import make_person, send, templates  # noqa: F401 - ours alone are in the catalogue

pytestmark = pytest.mark.django_db
LATER = date(today().year + 2, today().month, min(today().day, 28)) + timedelta(days=4)
SOON = today() + timedelta(days=700)


def sent(key="k1", state="delivered", **more):
    reference = send(key, **more).reference
    Message.objects.filter(reference=reference).update(state="sending")
    Message.objects.filter(reference=reference).update(state="sent", sent_at=now())
    if state != "sent":
        Message.objects.filter(reference=reference).update(state=state, finished_at=now())
    return reference


def run(on=LATER):
    return retention.dispose(by="system:messaging", at=now(), today=on, keys=["messages"])["messages"]


def text_of(reference):
    row = Message.objects.get(reference=reference)
    return "".join([row.name, row.to, row.address, row.subject, row.source])


def test_on_the_day_every_word_goes_and_that_it_was_sent_stays():
    person = make_person()
    reference = sent(to=Recipient(person_id=person))
    before = Message.objects.values("state", "channel", "template", "created_at", "sent_at", "fragments").get()
    assert run(SOON) == 0 and "Rosa" in text_of(reference)
    assert run() == 1 and run() == 0
    assert text_of(reference) == "" and messaging.messages_of(person) == []
    assert Message.objects.values("state", "channel", "template", "created_at", "sent_at", "fragments").get() == before
    assert list(DisposalCount.objects.values_list("key", "rows", "on")) == [("messages", 1, LATER)]
    assert AuditEntry.objects.get(verb="retention.dispose").detail == '{"rows":1}'
    assert retention.disposed_counts(LATER - timedelta(days=30)) == [(LATER.replace(day=1), "messages", 1)]


def test_what_was_not_sent_yet_stays_however_old():
    reference = send().reference
    assert run(date(2090, 1, 1)) == 0 and "Rosa" in text_of(reference)


def test_disposed_message_is_not_sent_again():
    reference = sent(state="temporary-failure")
    run()
    with pytest.raises(Refused):
        messaging.send_again(by="staff:1", at=now(), reference=reference)


def test_what_is_on_hold_stays_by_its_own_reference_and_by_its_person():
    person, other = make_person(), make_person(name="Omar Other", email="omar@home.example")
    own, first, second = (sent(f"k{n}", to=Recipient(person_id=hold)) for n, hold in enumerate([other, person, person]))
    for reference in (own, first):
        disposal.hold(by="staff:1", at=now(), today=today(), reference=reference, why="A claim at court")
    assert run() == 0 and text_of(second)
    with pytest.raises(people.ErasureBlocked, match="A claim at court"):
        people.erase(by="staff:1", at=now(), person_id=person, ground="Objected")
    for hold in disposal.holds():
        disposal.lift(by="staff:1", at=now(), number=hold.number)
    assert run() == 3
    with pytest.raises(Refused, match="still kept"):
        disposal.hold(by="staff:1", at=now(), today=today(), reference=own, why="Too late")


@pytest.mark.slow
def test_message_about_a_retained_record_is_retained():
    answers = {"before": "no", "about": "bins", "happened": "x", "put_right": "y", "name": "N", "email": "n@b.example"}
    draft = services.begin(
        by="nobody", at=now(), today=today(), service="complaint", mode=services.Mode.WEB, answers=answers
    )
    services.draft_pages.mark_all_pages_done(at=now(), reference=draft)
    submission = services.submit(by="nobody", at=now(), today=today(), reference=draft).reference
    about = sent("about", case=f"services:{submission}")
    sent("alone")
    assert run() == 1 and text_of(about)
    Submission.objects.filter(reference=submission).update(
        answers={}, wording={}, result={}, uprn=None, person=None, account=None, disposed_at=now()
    )
    disposal.Hold.objects.create(
        reference=services.submission_of(submission).case, why="A claim", by="staff:1", created_at=now()
    )
    assert run() == 0
    disposal.Hold.objects.update(lifted_at=now(), lifted_by="staff:1")
    assert run() == 1 and text_of(about) == ""


def test_disposal_exceeds_a_batch_and_retries_a_failed_batch(monkeypatch):
    monkeypatch.setattr(retention, "BATCH", 2)
    monkeypatch.setattr(retention.due_rows, "__kwdefaults__", {"after": 0, "limit": 2})
    for number in range(5):
        sent(f"k{number}")
    [retention_class] = CLASSES
    count, after = retention.dispose_batch(retention_class, by="x", at=now(), today=LATER)
    assert (count, after > 0) == (2, True)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        retention.dispose_batch(retention_class, by="x", at=now(), today=LATER, after=after)
        raise ZeroDivisionError
    assert run() == 3 and sum(DisposalCount.objects.values_list("rows", flat=True)) == 5
    assert retention.count_due(retention_class, LATER) == 0


def test_database_protects_disposed_messages():
    reference = sent()
    run()
    with pytest.raises(IntegrityError), transaction.atomic():
        Message.objects.filter(reference=reference).update(source="Dear Rosa")
