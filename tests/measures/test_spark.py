"""The same definitions on an engine made for many machines give the same hashes."""

import pytest

from borough.contacts.extracts import LAYOUT
from borough.kernel.periods import parse_period
from borough.measures import queries
from borough.measures.catalogue import counted
from borough.measures.grammar.engines import SparkEngine
from borough.measures.types import Which
from tests.measures.test_queries import MIXED

pytestmark = [pytest.mark.spark, pytest.mark.filterwarnings("ignore")]
YEAR = parse_period("2017-18")


@pytest.fixture(scope="module")
def session():
    from pyspark.sql import SparkSession

    spark = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .getOrCreate()
    )
    yield spark
    spark.stop()


def test_every_measure_and_breakdown_has_equal_hash_on_spark(engine_for, session):
    files = engine_for(*MIXED)
    spark = SparkEngine(session, files.snapshot)
    for key in counted():
        for by in (None, *LAYOUT.dimensions):
            first, other = (queries.figure(key, YEAR, by, engine=engine) for engine in (files, spark))
            assert first.sha256 == other.sha256, (key, by)
        for which in Which:
            first, other = (queries.trace(key, YEAR, which=which, engine=engine) for engine in (files, spark))
            assert first == other, (key, which)
