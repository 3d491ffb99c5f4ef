"""A review finds what a plain count finds, says which level that is, and stays as it was."""

import json
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from borough.gazetteer.actions.reviews import example_schedule, failing_uprns, review, reviews
from borough.gazetteer.models import GazetteerReview
from tests.gazetteer.supplies import AT, blpu, bring, house, lpi, street, supply, xref

pytestmark = pytest.mark.django_db
FIRST = 10090000000
TODAY = date(2026, 11, 20)
OWN = """
version = "own-1"
title = "Own"
since = 2026-04-01
until = 2027-04-01
[[criteria]]
key = "council-tax"
name = "Homes linked"
unit = "percent"
good = "up"
silver = 90
gold = 95
"""


def new_review(today=TODAY):
    return review(by="command:test", at=AT, today=today, schedule=example_schedule())


def criteria_of(of):
    return {criterion.key: (criterion.value, criterion.level) for criterion in of.criteria}


@pytest.fixture
def gazetteer(tmp_path):
    linked = [line for n in range(1, 10) for line in xref(n, FIRST + n)]
    shop = [line.replace("RD04", "CR08") for line in house(20)]
    odd = [line.replace('"RD04"', '"UC"') for line in house(21)]
    bring(tmp_path, supply(street(), *(house(n) for n in range(1, 11)), shop, odd, linked))


def test_each_criterion_is_counted(gazetteer):
    values = criteria_of(new_review())
    assert values["council-tax"] == ("90.00", 1)  # nine of ten homes
    assert values["business-rates"] == ("0.00", 0)
    assert values["point-code"] == ("100.00", 4)
    assert values["classified"] == ("91.67", 1)  # eleven of twelve
    assert values["streets"] == ("100.00", 4)
    assert values["delivery-points"] == ("0.00", 0)
    assert values["days-since-change"] == ("0", 4)


def test_total_is_its_weakest_counted_part(gazetteer):
    done = new_review()
    assert done.level == 0
    assert done.example


def test_the_records_behind_a_share_are_those_that_fall_short(gazetteer):
    assert failing_uprns("council-tax", 0, 9) == [FIRST + 10]
    assert failing_uprns("business-rates", 0, 9) == [FIRST + 20]
    assert failing_uprns("classified", 0, 9) == [FIRST + 21]
    assert failing_uprns("council-tax", FIRST + 10, 9) == failing_uprns("nothing", 0, 9) == []


def test_a_review_stays_as_it_was(gazetteer, tmp_path):
    first = new_review()
    bring(tmp_path, supply(xref(10, FIRST + 10), kind="C", day="2026-11-02"))
    second = new_review(TODAY + timedelta(days=40))
    assert criteria_of(second)["council-tax"] == ("100.00", 4)
    assert criteria_of(second)["days-since-change"] == ("40", 1)
    assert reviews() == [second, first]
    with pytest.raises(Exception, match="Cannot update or delete"):
        GazetteerReview.objects.update(level=4)


def test_nothing_is_graded_in_an_empty_gazetteer():
    done = new_review()
    assert done.level is None
    assert {value for value, _ in criteria_of(done).values()} == {None}


def test_command_accepts_a_custom_schedule(gazetteer, tmp_path):
    own = tmp_path / "own.toml"
    own.write_text(OWN)
    out = StringIO()
    call_command("gazetteer", "review", "--schedule", str(own), "--json", stdout=out)
    result = json.loads(out.getvalue().splitlines()[-1])
    assert (result["schedule"], result["level"], result["example"]) == ("own-1", 3, False)
    out = StringIO()
    call_command("gazetteer", "review", stdout=out)
    assert "an example" in out.getvalue()
    own.write_text("version = 1")
    with pytest.raises(CommandError, match="lacks"):
        call_command("gazetteer", "review", "--schedule", str(own))


def test_historic_or_provisional_records_are_not_counted(gazetteer, tmp_path):
    more = [*blpu(FIRST + 30, status=6, state=1), *lpi(30, FIRST + 30, status=6)]
    historic = [
        *blpu(FIRST + 31, status=8, state=4, end="2010-01-01"),
        *lpi(31, FIRST + 31, status=8, end="2010-01-01"),
    ]
    bring(tmp_path, supply(more, historic, kind="C", day="2026-11-02"))
    assert criteria_of(new_review())["council-tax"] == ("90.00", 1)
