import csv
import gzip
from collections import Counter
from datetime import date, datetime
from pathlib import Path

import pytest

from borough.contacts.extracts import LAYOUT
from borough.kernel.periods import Step, parse_period
from borough.measures import queries
from borough.measures.catalogue import catalogue, counted, measure_of
from borough.measures.grammar import figures
from borough.measures.grammar.engines import ParquetEngine
from borough.measures.grammar.expressions import ROWS
from borough.measures.rules.shares import percent
from borough.measures.types import UnknownDimension, UnknownMeasure, Which
from tests.measures.conftest import contacts, write_extract

JANUARY = parse_period("2018-01")
BOSTON = Path(__file__).parent / "boston-2013-and-2019.csv.gz"
BOSTON_CHANNELS = {
    "Constituent Call": ("phone", "inbound"),
    "Citizens Connect App": ("machine", "inbound"),
    "Self Service": ("web", "inbound"),
    "Twitter": ("social", "inbound"),
    "City Worker App": ("unknown", "internal"),
    "Employee Generated": ("unknown", "internal"),
    "Maximo Integration": ("unknown", "internal"),
}


@pytest.fixture(scope="module")
def boston(tmp_path_factory):
    groups = []
    with gzip.open(BOSTON, "rt", encoding="utf-8") as lines:
        for line in csv.DictReader(lines):
            channel, direction = BOSTON_CHANNELS[line["source"]]
            day = datetime.fromisoformat(line["open_dt"]).date()
            groups.append(
                (
                    1,
                    {
                        "channel": channel,
                        "direction": direction,
                        "nature": "problem_report",
                        "outcome": "case_opened",
                        "service": line["reason"],
                        "happened_on": day,
                    },
                )
            )
    return ParquetEngine(write_extract(tmp_path_factory.mktemp("boston"), contacts(*groups)))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("year", "counted", "out_of", "share"), [(2013, 69, 2435, "2.83%"), (2019, 3282, 8706, "37.70%")]
)
def test_take_up_of_a_real_city(boston, year, counted, out_of, share):
    period = parse_period(f"{year}-01-01..{year + 1}-01-01")
    total = queries.figure("digital-take-up", period, engine=boston).total
    assert (total.counted, total.out_of) == (counted, out_of)
    assert percent(total.share, 2) == share


@pytest.mark.slow
def test_the_change_of_a_real_city_splits_to_nothing_over(boston):
    change = queries.change(
        "digital-take-up", parse_period("2013-01-01..2014-01-01"), parse_period("2019-01-01..2020-01-01"), engine=boston
    )
    assert change.split.mix + change.split.within == change.split.change
    assert "rose by 34.9 percentage points, from 2.8%" in change.sentence


def test_the_last_day_of_a_period_is_outside_the_next(engine_for):
    engine = engine_for((1, {"happened_on": date(2018, 1, 31)}), (1, {"happened_on": date(2018, 2, 1)}))
    assert queries.figure("contacts-by-channel", JANUARY, engine=engine).total.counted == 1
    assert (
        queries.figure("contacts-by-channel", parse_period("2018-01-31..2018-02-02"), engine=engine).total.counted == 2
    )


def test_the_website_share_states_contacts_of_no_known_channel_and_counts_them_under_the_fraction(engine_for):
    engine = engine_for(
        (6, {}),
        (3, {"channel": "phone", "nature": "enquiry"}),
        (1, {"channel": "unknown"}),
        (5, {"outcome": "abandoned"}),
        (7, {"direction": "internal"}),
        (2, {"direction": "outbound"}),
    )
    total = queries.figure("website-share", JANUARY, engine=engine).total
    assert (total.counted, total.out_of) == (6, 10)
    assert total.stated == {"arrived on a channel not stated or not recognised": 1}


def test_digital_take_up_counts_transactions_and_assisted_as_digital(engine_for):
    engine = engine_for(
        (6, {}),
        (2, {"channel": "phone"}),
        (1, {"channel": "phone", "assisted": True}),
        (9, {"nature": "enquiry"}),
        (1, {"channel": "social", "nature": "payment"}),
    )
    total = queries.figure("digital-take-up", JANUARY, engine=engine).total
    assert (total.counted, total.out_of) == (8, 10)
    assert total.stated["were finished digitally with a person's help"] == 1


def test_cost_is_a_range_in_pence_and_names_unpriced_contacts(engine_for):
    engine = engine_for((10, {}), (4, {"channel": "phone", "service": "bins"}), (3, {"channel": "email"}))
    figure = queries.figure("cost-by-channel", JANUARY, "service", engine=engine)
    assert (figure.total.low, figure.total.high) == (10 * 8 + 4 * 128, 10 * 56 + 4 * 557)
    assert figure.total.stated == {"arrived on a channel no published source prices": 3}
    assert {p.key: p.high for p in figure.parts} == {"garden-waste": 560, "bins": 4 * 557}


def test_completed_at_first_contact_and_avoidable_contact(engine_for):
    engine = engine_for(
        (5, {}),
        (3, {"outcome": "case_opened"}),
        (2, {"nature": "progress_chasing", "avoidable": "a4"}),
        (4, {"outcome": "abandoned", "channel": "phone"}),
    )
    first = queries.figure("completed-at-first-contact", JANUARY, engine=engine).total
    assert (first.counted, first.out_of) == (5, 10)
    avoidable = queries.figure("avoidable-contact", JANUARY, engine=engine).total
    assert (avoidable.counted, avoidable.out_of) == (2, 14)


MIXED = (
    (3, {}),
    (5, {"channel": "phone", "ward": "Astley"}),
    (2, {"channel": "post", "service": "tax", "assisted": True}),
    (4, {"service": "bins", "outcome": "case_opened", "happened_on": date(2018, 2, 3)}),
    (1, {"ward": "Astley"}),
)


@pytest.mark.slow
@pytest.mark.parametrize("key", list(counted()))
def test_every_breakdown_sums_to_the_total_and_opens_its_rows(engine_for, key):
    engine, period = engine_for(*MIXED), parse_period("2017-18")
    total = queries.figure(key, period, engine=engine).total
    for by in LAYOUT.dimensions:
        figure = queries.figure(key, period, by, engine=engine)
        assert (figure.total.counted, figure.total.out_of) == (total.counted, total.out_of)
        assert sum(p.counted for p in figure.parts) == total.counted
        for part in figure.parts:
            for which, number in ((Which.COUNTED, part.counted), (Which.OUT_OF, part.out_of), (Which.REST, part.rest)):
                trace = queries.trace(key, period, which=which, where={by: part.key}, engine=engine)
                assert len(trace.rows) == number


def test_rows_are_paged_by_cursor_without_gap_or_repeat(engine_for):
    engine, seen, after = engine_for((25, {})), [], 0
    while after is not None:
        page = queries.trace("website-share", JANUARY, after=after, limit=10, engine=engine)
        seen += [row.contact_id for row in page.rows]
        after = page.after
    assert seen == list(range(1, 26))


def test_series_has_every_quarter_from_a_single_snapshot(engine_for):
    engine = engine_for(*MIXED)
    quarters = queries.series("contacts-by-channel", parse_period("2017-18"), Step.QUARTER, engine=engine)
    assert [q.total.counted for q in quarters] == [0, 0, 0, 15]
    assert len({q.watermark for q in quarters}) == 1


def test_nothing_recorded_is_a_share_of_nothing_not_an_error(engine_for):
    figure = queries.figure("website-share", JANUARY, "service", engine=engine_for())
    assert (figure.total.out_of, figure.total.share, figure.parts) == (0, None, ())
    assert queries.trace("website-share", JANUARY, engine=engine_for()).rows == ()


def test_a_value_cannot_leave_its_quotes(engine_for):
    engine = engine_for(*MIXED)
    assert queries.trace("website-share", JANUARY, where={"service": "x' OR '1'='1"}, engine=engine).rows == ()
    with pytest.raises(ValueError, match="just once"):
        queries.trace("website-share", JANUARY, where={"service": f'"{ROWS}"'}, engine=engine)


def test_unknown_measure_or_period_error_lists_the_known(engine_for):
    with pytest.raises(UnknownMeasure, match="website-share"):
        queries.figure("nothing", JANUARY)
    with pytest.raises(UnknownDimension, match="ward"):
        queries.figure("website-share", JANUARY, "reference", engine=engine_for())


def test_a_definition_changes_its_hash_only_with_what_it_counts():
    first = measure_of("website-share")
    fields = {name: getattr(first, name) for name in first.__dataclass_fields__}
    assert type(first)(**{**fields, "why": "Another reason.", "name": "Renamed"}).definition == first.definition
    assert type(first)(**{**fields, "counted": first.derived["digital"]}).definition != first.definition
    used_elsewhere = {**first.derived, "transaction": first.derived["digital"]}
    assert type(first)(**{**fields, "derived": used_elsewhere}).definition == first.definition
    used_here = {**first.derived, "customer": first.derived["digital"]}
    assert type(first)(**{**fields, "derived": used_here}).definition != first.definition


def test_hash_is_independent_of_file_layout(tmp_path):
    rows = contacts(*MIXED)
    first = ParquetEngine(write_extract(tmp_path / "one", rows))
    other = ParquetEngine(write_extract(tmp_path / "other", rows[::-1], batch=1))
    for by, period in ((None, JANUARY), ("ward", parse_period("2017-18"))):
        a, b = (queries.figure("website-share", period, by, engine=e) for e in (first, other))
        assert (a.sha256, a.content) == (b.sha256, b.content)
    more = ParquetEngine(write_extract(tmp_path / "more", contacts(*MIXED, (1, {"happened_on": date(2018, 2, 4)}))))
    assert queries.figure("website-share", JANUARY, engine=more).content == first.content(JANUARY)


def test_the_question_is_compiled_once(engine_for):
    engine = engine_for(*MIXED)
    measure = measure_of("website-share")
    queries_seen = {figures.figure_sql(measure, p, engine).split("WHERE happened_on")[0] for p in (JANUARY,) * 3}
    assert len(queries_seen) == 1


def test_every_definition_is_owned_checked_and_dated():
    for key, measure in catalogue().items():
        assert measure.owner and measure.checked_by and measure.notes and measure.source, key
        assert measure.question.endswith("?"), key
        assert measure.owner != measure.checked_by, key
    assert Counter(m.name for m in catalogue().values()).most_common(1)[0][1] == 1
