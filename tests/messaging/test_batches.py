"""A file of readers: checked whole, confirmed, sent a few at a time, stopped and gone on with, each row once."""

from datetime import timedelta

import pytest

from borough.foundation.clock import now
from borough.kernel.refusals import Refused
from borough.messaging import public as messaging
from borough.messaging.actions import batches
from borough.messaging.models import BatchRow, Message
from borough.messaging.types import BatchState, Channel
from tests.messaging.sample_messages import BY

pytestmark = pytest.mark.django_db
HEAD = "Email Address,NAME,address,bins,link\n"


def rows(count, start=0):
    return HEAD + "".join(
        f"r{n}@home.example,Reader {n},{n} High Street,green,x\n" for n in range(start, start + count)
    )


def check(text, channel=Channel.EMAIL):
    data = text if isinstance(text, bytes) else text.encode()
    return messaging.check_file(template="garden-joined", channel=channel, data=data)


def keep(count=5):
    return messaging.store_batch(by=BY, at=now(), checked=check(rows(count)), file_name="readers.csv")


def move(reference, verb):
    return messaging.move_batch(by=BY, at=now(), reference=reference, verb=verb)


def step(reference):
    return batches.send_next_rows(by="system:messaging", at=now(), reference=reference)


def test_every_fault_is_listed_with_its_row():
    checked = check(
        HEAD + "a@home.example,Ada,1 High Street,green,x\nnobody,,2 High Street,green,x\n\n,Bo,3 High Street,,x\n"
    )
    assert [(fault.row, fault.column) for fault in checked.faults] == [
        (3, "email address"),
        (3, "name"),
        (5, "email address"),
        (5, "bins"),
    ]
    with pytest.raises(Refused, match="Mend"):
        messaging.store_batch(by=BY, at=now(), checked=checked, file_name="x.csv")


@pytest.mark.parametrize(
    ("channel", "text", "message"),
    [
        ("text", "phone number,name,bins\n01257 515151,Ada,green\n", "mobile"),
        (
            "letter",
            "address line 1,address line 2,postcode,name,address,bins,link\nAda,NFA,PR7 4EX,Ada,x,green,x\n",
            "no fixed abode",
        ),
        (
            "letter",
            "address line 1,address line 2,postcode,name,address,bins,link\nAda,1 High St,LS99,Ada,x,green,x\n",
            "postcode",
        ),
    ],
)
def test_numbers_and_addresses_follow_notify_rules(channel, text, message):
    [fault] = check(text, Channel(channel)).faults
    assert fault.row == 2 and message in fault.message


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b"", "empty"),
        (HEAD, "no rows"),
        ("name,bins\nx,y\n", "no columns called email address"),
        (b"PK\x03\x04\0\0", "no CSV file"),
        ("name,Name,email address\na,b,c\n", "more than one column called name"),
        (HEAD + '"never closed\n', "cannot be read"),
        (b"x" * 2_000_001, "2 MB"),
        (rows(5001), "more than 5,000"),
    ],
)
def test_what_is_no_such_file_is_refused_with_what_to_do(text, message):
    with pytest.raises(Refused, match=message):
        check(text)


def test_a_file_of_another_alphabet_is_read():
    assert check((HEAD + "a@home.example,Zoë,x,y,z\n").encode("cp1252")).rows[0][1]["name"] == "Zoë"
    assert check(b"\xef\xbb\xbf" + rows(1).encode()).faults == ()


def test_nothing_is_sent_before_it_is_confirmed_and_each_row_is_sent_once(monkeypatch):
    monkeypatch.setattr(batches, "AT_ONCE", 2)
    reference = keep(5)
    assert step(reference) == 0 and not Message.objects.exists()
    assert move(reference, "confirm") is BatchState.SENDING
    assert [step(reference) for _ in range(4)] == [2, 2, 1, 0]
    detail = messaging.batch_of(reference)
    assert (detail.state, detail.done, detail.refused) == (BatchState.DONE, 5, 0)
    assert sorted(Message.objects.values_list("to", flat=True)) == [f"r{n}@home.example" for n in range(5)]
    assert set(BatchRow.objects.values_list("done", flat=True)) == {True}
    assert all(cells == {} for cells in BatchRow.objects.values_list("cells", flat=True))


def test_row_repeated_after_a_crash_is_a_single_message(monkeypatch):
    reference = keep(2)
    move(reference, "confirm")
    real, calls = batches.send, []

    def crash(**args):
        calls.append(real(**args))
        if len(calls) == 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(batches, "send", crash)
    with pytest.raises(KeyboardInterrupt):
        step(reference)
    assert not Message.objects.exists(), "the message and the row's being done are one transaction"
    step(reference)
    assert Message.objects.count() == messaging.batch_of(reference).done == 2


def test_batch_is_stopped_and_resumed(monkeypatch):
    monkeypatch.setattr(batches, "AT_ONCE", 2)
    reference = keep(5)
    move(reference, "confirm")
    step(reference)
    assert move(reference, "stop") is BatchState.STOPPED
    assert step(reference) == 0 and Message.objects.count() == 2
    with pytest.raises(Refused, match="moved on"):
        move(reference, "confirm")
    move(reference, "go on")
    step(reference), step(reference)
    assert messaging.batch_of(reference).state is BatchState.DONE and Message.objects.count() == 5


def test_what_is_dropped_is_forgotten_and_so_is_what_nobody_goes_on_with():
    dropped, left = keep(2), keep(3)
    move(dropped, "drop")
    assert batches.purge_old_rows(at=now()) == 0
    assert batches.purge_old_rows(at=now() + timedelta(days=8)) == 3
    assert messaging.batch_of(left).state is BatchState.DROPPED
    assert all(cells == {} for cells in BatchRow.objects.values_list("cells", flat=True))


def test_unsendable_row_is_stored_with_its_reason(monkeypatch):
    reference = messaging.store_batch(
        by=BY,
        at=now(),
        file_name="t.csv",
        checked=check("phone number,name,bins\n07700 900982,Ada,green\n", Channel.TEXT),
    )
    move(reference, "confirm")
    step(reference)
    assert messaging.batch_of(reference).refused == 1
    assert messaging.refused_rows(reference) == [
        (2, "We hold no mobile number for them that this message can be sent to")
    ]
