"""Addresses as people write them are led to their property, and what cannot be told apart is never accepted."""

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from borough.address_match.address_lines import single_line
from borough.address_match.adjacency import ADJACENT_REASON
from borough.address_match.answers import Verdict
from borough.address_match.batch import match_many
from borough.address_match.matcher import Index, Matcher
from borough.address_match.model import SHIPPED, Model, ModelMismatch, shipped_model
from borough.address_match.tables import StaleIndex, Tables, version_of
from borough.address_match.types import Addressable, Status
from tests.address_match.gazetteers import FIRST, line, village

KNOWN = [known_line for known_line in village() if known_line.uprn not in {FIRST + 180, FIRST + 181}]


@pytest.mark.parametrize("known_line", KNOWN, ids=lambda known_line: f"{known_line.uprn}-{known_line.status}")
def test_every_line_leads_to_its_property(matcher, known_line):
    answer = matcher.match(single_line(known_line))
    assert answer.uprn == known_line.uprn
    assert answer.verdict == Verdict.ACCEPT or not known_line.postcode


@pytest.mark.parametrize(
    "change",
    [
        str.lower,
        str.title,
        lambda text: text.replace(",", ""),
        lambda text: text.replace(", ", "\n"),
        lambda text: text.replace(" ", "  "),
    ],
)
def test_case_and_punctuation_do_not_matter(matcher, change):
    for known_line in KNOWN[::5]:
        assert matcher.match(change(single_line(known_line))).uprn == matcher.match(single_line(known_line)).uprn


@pytest.mark.parametrize(
    ("text", "postcode", "meant"),
    [
        ("12 hihg street", "PR7 4EX", 12),
        ("21 High St", "PR7 4EX", 21),
        ("12 High Street, Adlington", "PR7 4EY", 12),
        ("12 High Road", "PR7 4EX", 12),
        ("flat 2 40 high st", "PR7 4EX", 52),
        ("40/2 high street", "PR7 4EX", 52),
        ("1ST FLR FLAT, 42 HIGH STREET", "PR7 4EX", 62),
        ("FLAT 1ST FLOOR 42 HIGH STREET", "PR7 4EX", 62),
        ("44b high street", "PR7 4EX", 64),
        ("Flat A 46 High Street", "PR7 4EX", 65),
        ("Golden Carpets, 50 High Street", "PR7 4EX", 67),
        ("Apt 7 Orchard Ct", "PR7 4EX", 77),
        ("FLLAT 7 ORCHARDCOURT HIGH ST", "PR7 4EX", 77),
        ("2 the maltings", "PR7 4EY", 92),
        ("12 HIHGSTREET, ADLINGTON", "", 12),
        ("12 HIGHSTRET, ADLINGTON", "", 12),
        ("7 CHRUCHROAD, HEATH", "", 157),
        ("12 Hhigh Streett", "PR7 4EX", 12),
        ("B FLAT 44 HIGH STREET", "PR7 4EX", 64),
        ("12 High Rd, Adlington PR7 4EX PR74EX", "", 12),
        ("FLAT FIRST FLOAW 42 HIGH STREET", "PR7 4EX", 62),
        ("Rose Cotage, Moss Ln, Heath", "PR75AA", 100),
        ("NETHER THORPE, MOSS LANE", "PR7 5AA", 101),
        ("hill farm cottage heath", "", 103),
        ("7 Church Road, Heath, Chorley", "", 157),
        ("The Old Forge, High Street", "PR7 4EX", 5),
        ("48/52 High Street", "PR7 4EX", 67),
        ("Bay House High Street", "PR7 4EX", 6),
    ],
)
def test_mess_leads_to_the_property_meant(matcher, text, postcode, meant):
    answer = matcher.match(text, postcode)
    assert answer.uprn == FIRST + meant
    assert answer.reasons


@pytest.mark.parametrize(
    "text",
    [
        "Land adjacent to 12 High Street, Adlington",
        "Land at rear of 12 High Street, Adlington",
        "ADJ 12 HIGH STREET",
        "Bus stop opp. 12 High Street",
        "Street light 4 o/s 12 High Street",
        "garages r/o 12 High St",
        "Outside No 12, High Street",
        "Verge in front of 12 High Street",
    ],
)
def test_address_next_to_a_property_is_sent_for_review(matcher, text):
    answer = matcher.match(text, "PR7 4EX")
    assert answer.uprn == FIRST + 12
    assert answer.verdict == Verdict.REVIEW
    assert ADJACENT_REASON in answer.reasons
    assert ADJACENT_REASON in answer.candidates[0].reasons  # which is what stands before the person


@pytest.mark.parametrize(
    "text",
    [
        "12 High Street (near the church)",
        "12 High Street, opposite the park",
        "12 High Street rear",
        "Landmark, 12 High Street",
        "Next, 12 High Street",
    ],
)
def test_property_near_a_landmark_matches_itself(matcher, text):
    answer = matcher.match(text, "PR7 4EX")
    assert (answer.uprn, answer.verdict) == (FIRST + 12, Verdict.ACCEPT)


def test_property_with_a_relational_name_is_matched():
    ground = line(200, primary=Addressable(text="LAND ADJACENT TO 12"))
    answer = Matcher(Index.of([*village(), ground])).match("Land adjacent to 12, High St, Adlington", "PR7 4EX")
    assert answer.uprn == FIRST + 200
    assert ADJACENT_REASON not in answer.reasons


@pytest.mark.parametrize(
    ("text", "postcode"),
    [
        ("7 Church Road", ""),  # in two villages
        ("Flat 40 High Street", "PR7 4EX"),  # which flat of three
        ("High Street", "PR7 4EX"),
        ("99 High Street", "PR7 4EX"),  # no such number
        ("12 Long Acre, Bolton", "BL1 1AA"),
        ("12 High Street", "BL1 1AA"),  # of another part of the country
    ],
)
def test_ambiguous_text_is_not_accepted(matcher, text, postcode):
    assert matcher.match(text, postcode).verdict != Verdict.ACCEPT


@pytest.mark.parametrize(
    "text", ["", " ", "🙂🙂", "\x00\x01", "PR7 4EX", "?" * 50, "1", "FLAT", "A" * 100_000, "1 A " * 10_000]
)
def test_garbage_is_answered(matcher, text):
    assert matcher.match(text).verdict != Verdict.ACCEPT


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120), st.text(max_size=9))
def test_any_text_is_answered(matcher, text, postcode):
    answer = matcher.match(text, postcode)
    assert 0 <= answer.probability <= 1
    assert answer.model == shipped_model().version


def test_candidates_come_best_first_and_name_each_property_once(matcher):
    answer = matcher.match("flat 2, 40 hihg st", "PR7 4EX")
    chances = [candidate.probability for candidate in answer.candidates]
    assert chances == sorted(chances, reverse=True) and sum(chances) <= 1.001
    assert len({candidate.uprn for candidate in answer.candidates}) == len(answer.candidates) <= 8
    assert answer.candidates[0].uprn == answer.uprn
    assert answer.margin == pytest.approx(chances[0] - chances[1], abs=0.001)


def test_reasons_are_plain_english(matcher):
    reasons = matcher.match("12 Hihg Street", "PR7 4EY").reasons
    assert "same number" in reasons
    assert "street one or two letters out" in reasons
    assert "postcode one letter or digit out" in reasons


def test_a_name_two_houses_share_is_never_accepted():
    twins = [
        line(at, primary=Addressable(text="ROSE COTTAGE"), street="", locality="HEATH", postcode="PR7 5AA")
        for at in (301, 302)
    ]
    answer = Matcher(Index.of([*village()[:10], *twins])).match("Rose Cottage, Heath", "PR7 5AA")
    assert answer.verdict != Verdict.ACCEPT
    assert "another property fits what is written as well" in answer.reasons


def test_an_empty_gazetteer_answers():
    assert Matcher(Index.of([])).match("12 High Street", "PR7 4EX").verdict == Verdict.NO_MATCH


def test_rejected_lines_and_street_records_are_left_out(index):
    assert len(index) == len(village()) - 2
    assert not {FIRST + 180, FIRST + 181} & set(index.tables.uprn.tolist())
    assert Status.HISTORIC in index.tables.status.tolist()


ROWS = [(single_line(known_line), "") for known_line in KNOWN] + [
    ("flat 2 40 high st", "PR74EX"),
    ("", ""),
    ("7 church rd heath", ""),
]


def test_a_saved_index_answers_the_same(index, matcher, tmp_path):
    index.save(tmp_path / "index", note="of today")
    again = Matcher(Index.open(tmp_path / "index"))
    assert again.match_all(ROWS) == matcher.match_all(ROWS)
    assert version_of(tmp_path / "index") == "of today"
    index.save(tmp_path / "index")
    assert version_of(tmp_path / "index") == ""


def test_single_matches_equal_batch_matches(matcher):
    rows = random.Random(1).sample(ROWS, 40)
    assert [matcher.match(*row) for row in rows] == matcher.match_all(rows)


def test_a_batch_keeps_its_order(index, matcher, tmp_path):
    index.save(tmp_path / "index")
    assert list(match_many(tmp_path / "index", iter(ROWS), processes=1)) == matcher.match_all(ROWS)


@pytest.mark.slow
def test_a_batch_on_two_cores_is_the_same(index, matcher, tmp_path):
    index.save(tmp_path / "index")
    rows = ROWS * 4
    assert list(match_many(tmp_path / "index", rows, processes=2)) == matcher.match_all(rows)


def test_an_index_of_another_version_is_refused(index, tmp_path):
    index.save(tmp_path / "index")
    mark = tmp_path / "index/index.json"
    mark.write_text(json.dumps({**json.loads(mark.read_text()), "version": 0}))
    with pytest.raises(StaleIndex, match="build it again"):
        Tables.open(tmp_path / "index")
    mark.unlink()
    with pytest.raises(StaleIndex):
        Tables.open(tmp_path / "index")


def test_a_model_for_other_features_is_refused():
    model = json.loads(SHIPPED.read_text())
    assert Model.of(model).version == shipped_model().version
    with pytest.raises(ModelMismatch, match=r"train\.py"):
        Model.of({**model, "features": []})
