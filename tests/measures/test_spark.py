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

    made = (
        SparkSession.builder.master("local[2]")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .getOrCreate()
    )
    yield made
    made.stop()


def test_every_measure_by_everything_has_one_hash(told, session):
    files = told(*MIXED)
    spark = SparkEngine(session, files.snapshot)
    for key in counted():
        for by in (None, *LAYOUT.dimensions):
            one, other = (queries.figure(key, YEAR, by, engine=engine) for engine in (files, spark))
            assert one.sha256 == other.sha256, (key, by)
        for which in Which:
            one, other = (queries.trace(key, YEAR, which=which, engine=engine) for engine in (files, spark))
            assert one == other, (key, which)
