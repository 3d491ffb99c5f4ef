"""A log line tells the route and nothing of who asked for what."""

import json
import logging

import pytest

from borough.foundation.ops.logs import JsonFormatter

pytestmark = pytest.mark.django_db


@pytest.fixture
def log_lines(caplog):
    caplog.set_level(logging.DEBUG, logger="borough.request")
    return lambda: [json.loads(JsonFormatter().format(r)) for r in caplog.records if r.name == "borough.request"]


@pytest.mark.parametrize(
    ("path", "route"), [("/", "/"), ("/performance/?ward=secret", "/performance/"), ("/not-here-secret", "(no route)")]
)
def test_request_is_logged_by_its_route(client, log_lines, path, route):
    client.get(path)
    (line,) = log_lines()
    assert line["route"] == route
    assert "secret" not in json.dumps(line)


def test_what_others_log_is_cut_down_to_its_template():
    record = logging.LogRecord("other", logging.WARNING, "x.py", 1, "gave up on %s", ("a.person@example.org",), None)
    assert json.loads(JsonFormatter().format(record))["what"] == "gave up on %s"
