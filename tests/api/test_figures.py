"""Figures for machines: from the ledger as it is now, total and parts from one snapshot."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from borough.contacts import public as contacts

pytestmark = pytest.mark.django_db
AT = datetime(2018, 2, 5, 10, 0, tzinfo=UTC)


@pytest.fixture
def ledger(settings, tmp_path):
    settings.MEDIA_ROOT = str(tmp_path / "files")
    for n in range(20):
        contacts.record(
            by="command:test",
            at=AT,
            channel=contacts.Channel.WEB if n < 11 else contacts.Channel.PHONE,
            service="noise",
            nature=contacts.Nature.TRANSACTION,
            outcome=contacts.Outcome.COMPLETED,
        )


def ask(path):
    return Client().get(f"/api/v1/figures{path}")


def test_every_measure_is_listed_with_its_definition():
    by_key = {m["key"]: m for m in ask("").json()}
    assert {"website-share", "digital-take-up"} <= set(by_key)
    assert by_key["website-share"]["out_of"]


@pytest.mark.usefixtures("ledger")
def test_a_figure_has_its_total_and_parts_that_sum_to_it():
    result = ask("/website-share?period=2017-18-q4&by=channel").json()
    assert (result["total"]["counted"], result["total"]["out_of"], result["total"]["value"]) == (
        11,
        20,
        "55.000000000000",
    )
    assert sum(p["counted"] for p in result["parts"]) == 11
    assert result["start"] == "2018-01-01" and len(result["sha256"]) == 64


@pytest.mark.usefixtures("ledger")
def test_contact_recorded_just_now_is_counted():
    contacts.record(
        by="command:test",
        at=AT,
        channel=contacts.Channel.WEB,
        service="noise",
        nature=contacts.Nature.TRANSACTION,
        outcome=contacts.Outcome.COMPLETED,
    )
    assert ask("/website-share?period=2017-18-q4").json()["total"]["out_of"] == 21


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nothing?period=2017-18", 404),
        ("/website-share?period=soon", 400),
        ("/website-share?period=2017-18&by=mood", 400),
        ("/website-share", 422),
    ],
)
def test_unknown_figure_returns_a_clear_error(settings, tmp_path, path, status):
    settings.MEDIA_ROOT = str(tmp_path / "files")
    answer = ask(path)
    assert answer.status_code == status
    assert answer.json()["detail"]
