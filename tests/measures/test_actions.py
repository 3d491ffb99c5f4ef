from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from borough.contacts.extracts import LAYOUT
from borough.foundation.files.columnar import open_snapshot
from borough.kernel.periods import parse_period
from borough.measures import actions, queries
from borough.measures.catalogue import counted
from borough.measures.grammar.engines import LedgerEngine, ParquetEngine
from borough.measures.models import FrozenFigure
from borough.measures.types import Which
from tests.contacts.test_extracts import enter
from tests.measures.test_queries import MIXED

NOW = datetime(2018, 8, 2, 9, tzinfo=UTC)
YEAR = parse_period("2017-18")


@pytest.fixture
def home(settings, tmp_path):
    settings.HOME = tmp_path
    return tmp_path / "extracts" / "contacts"


def fill(cursor):
    number = 0
    for many, differs in MIXED:
        for _ in range(many):
            number += 1
            values = {name: value for name, value in differs.items() if name != "happened_on"}
            enter(
                cursor,
                position=number,
                **values,
                **({"day": differs["happened_on"]} if "happened_on" in differs else {}),
            )


@pytest.mark.django_db
@pytest.mark.slow
def test_every_measure_and_breakdown_has_equal_hash_on_files_and_ledger(home):
    with connection.cursor() as cursor:
        fill(cursor)
        files = ParquetEngine(actions.refresh())

        def fetch(sql):
            cursor.execute(sql)
            return cursor.fetchall()

        ledger = LedgerEngine(fetch)
        for key in counted():
            for by in (None, *LAYOUT.dimensions):
                first, other = (queries.figure(key, YEAR, by, engine=engine) for engine in (files, ledger))
                assert first.total.out_of > 0, key
                assert first.sha256 == other.sha256, (key, by)
            for which in Which:
                first, other = (queries.trace(key, YEAR, which=which, engine=engine) for engine in (files, ledger))
                assert first == other, (key, which)


@pytest.mark.django_db
@pytest.mark.slow
def test_refreshing_again_or_all_over_comes_to_the_same(home):
    with connection.cursor() as cursor:
        enter(cursor, position=1)
    first = actions.refresh()
    assert open_snapshot(home) == first
    assert actions.refresh(rebuild=True).days == first.days


@pytest.mark.django_db
@pytest.mark.slow
def test_a_figure_is_frozen_once_and_for_good(home):
    with connection.cursor() as cursor:
        fill(cursor)
    actions.refresh()
    figure = queries.figure("website-share", YEAR, "service")
    first = actions.freeze(by="staff:1", at=NOW, figure=figure)
    again = actions.freeze(by="staff:2", at=datetime.now(UTC), figure=figure)
    assert first == again
    assert FrozenFigure.objects.count() == 1
    frozen = FrozenFigure.objects.get()
    assert [p["key"] for p in frozen.parts] == ["", *(p.key for p in figure.parts)]
    for change in (FrozenFigure.objects.update, FrozenFigure.objects.all().delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change(counted=0) if change == FrozenFigure.objects.update else change()
