"""Sentences that remember how they were made."""

from datetime import date

from borough.kernel.messages import Message, format_day, from_stored, join_messages, msg, to_stored


def test_a_sentence_is_its_english():
    assert msg("{bins} bins, until {day}", bins=2, day=format_day(date(2027, 4, 1))) == "2 bins, until 1 April 2027"


def test_message_starting_with_a_placeholder_is_capitalised():
    assert msg("{called} must be a real date", called="the last day") == "The last day must be a real date"
    assert msg("or") == "or"


def test_message_round_trips_through_json():
    message = join_messages([msg("Nothing"), msg("{what}: {sum} back", what=msg("1 more bin"), sum="£5")], "; ")
    again = from_stored(to_stored(message))
    assert again == message == "Nothing; 1 more bin: £5 back"
    assert isinstance(again, Message)
    assert isinstance(again.gaps["part1"], Message)
    assert again.gaps["part1"].template == "{what}: {sum} back"


def test_plain_text_is_unchanged():
    assert to_stored("2 bins") == "2 bins"
    assert from_stored("2 bins") == "2 bins"


def test_what_fills_a_gap_is_not_filled_itself():
    assert msg("{near}: {words}", near="{words}", words="x") == "{words}: x"
    assert msg("{day} of %{count}", day=1) == "1 of %{count}"
