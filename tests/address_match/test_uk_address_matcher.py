"""Another matcher behind the same batch: what it says becomes answers, and its absence is told with what to do."""

import sys
from pathlib import Path

import pytest

from borough.address_match import uk_address_matcher
from borough.address_match.answers import Verdict
from tests.address_match.gazetteers import FIRST, village


def test_missing_engine_is_reported(monkeypatch):
    monkeypatch.setattr(uk_address_matcher, "_PROGRAM", "import uk_address_matcher_that_is_not_here")
    with pytest.raises(uk_address_matcher.NotInstalled, match="Install it there"):
        uk_address_matcher.match_many(village(), [("12 High Street", "PR7 4EX")], Path(sys.executable))


def test_what_it_finds_becomes_answers(monkeypatch):
    output = [["1", "11", "splink: probabilistic match", "13.5", "2.25"], ["0", None, None, None, None]]
    program = f"import json, sys; json.dump({output!r}, open(sys.argv[1] + '/found.json', 'w'))"
    monkeypatch.setattr(uk_address_matcher, "_PROGRAM", program)
    none, matched = uk_address_matcher.match_many(
        village(), [("?", ""), ("12 High\nStreet", "PR7 4EX")], Path(sys.executable)
    )
    assert none.verdict == Verdict.NO_MATCH
    assert (matched.uprn, matched.verdict, matched.model) == (FIRST + 12, Verdict.REVIEW, uk_address_matcher.MODEL)
    assert matched.reasons == ("splink: probabilistic match", "match weight 13.5", "2.2 above the next")
