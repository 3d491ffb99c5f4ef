"""Sentences that remember how they were made."""

from datetime import date

from borough.kernel.sentences import Said, day_in_words, from_kept, joined, kept, say


def test_a_sentence_is_its_english():
    assert say("{bins} bins, until {day}", bins=2, day=day_in_words(date(2027, 4, 1))) == "2 bins, until 1 April 2027"


def test_one_that_begins_with_a_gap_begins_with_a_capital_letter():
    assert say("{called} must be a real date", called="the last day") == "The last day must be a real date"
    assert say("or") == "or"


def test_it_is_kept_as_json_and_found_again():
    made = joined([say("Nothing"), say("{what}: {sum} back", what=say("1 more bin"), sum="£5")], "; ")
    again = from_kept(kept(made))
    assert again == made == "Nothing; 1 more bin: £5 back"
    assert isinstance(again, Said)
    assert isinstance(again.gaps["part1"], Said)
    assert again.gaps["part1"].template == "{what}: {sum} back"


def test_plain_words_are_kept_as_they_are():
    assert kept("2 bins") == "2 bins"
    assert from_kept("2 bins") == "2 bins"


def test_what_fills_a_gap_is_not_filled_itself():
    assert say("{near}: {words}", near="{words}", words="x") == "{words}: x"
    assert say("{day} of %{count}", day=1) == "1 of %{count}"
