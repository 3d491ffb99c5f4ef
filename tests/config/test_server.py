"""The server keeps answering while hundreds of clients hang on, and its published interface is as it says."""

import json
import socket
import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.config.test_kills import MAKE_TOKEN
from tests.system import own_system

pytestmark = pytest.mark.heavy
HALF_OPEN = 400


@pytest.fixture(scope="module")
def system():
    with own_system() as instance:
        instance.run("init")
        instance.start("up")
        instance.wait_ready(60)
        yield instance


def test_four_hundred_half_open_connections_do_not_stop_it(system):
    hanging = []
    try:
        for _ in range(HALF_OPEN):
            connection = socket.create_connection(("127.0.0.1", system.port), timeout=5)
            connection.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
            hanging.append(connection)
        times = []
        for _ in range(40):
            started = time.perf_counter()
            status, _ = system.ask("/")
            times.append(time.perf_counter() - started)
            assert status == 200
        print(f"median {statistics.median(times) * 1000:.0f} ms with {HALF_OPEN} half-open connections")
    finally:
        for connection in hanging:
            connection.close()


def test_client_that_never_finishes_its_request_is_disconnected(system):
    with socket.create_connection(("127.0.0.1", system.port), timeout=30) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n")
        started = time.monotonic()
        connection.settimeout(25)
        while connection.recv(1000):
            continue
        assert time.monotonic() - started < 20


def test_live_events_are_for_staff_alone(system):
    port = int(system.environment["BOROUGH_LIVE_PORT"])
    until = time.monotonic() + 20
    while (status := system.ask("/live", port=port)[0]) == 0 and time.monotonic() < until:
        time.sleep(0.2)
    assert status == 403
    assert system.ask("/other", port=port)[0] == 404


def test_the_published_interface_withstands_what_it_allows(system, tmp_path):
    token = system.run("shell", "-c", MAKE_TOKEN).stdout.strip().splitlines()[-1]
    schema = json.loads(system.ask("/api/v1/openapi.json")[1])
    assert {"/api/v1/contacts", "/api/v1/figures/{measure}", "/api/v1/status"} <= set(schema["paths"])
    done = subprocess.run(
        [
            str(Path(sys.executable).parent / "st"),
            "run",
            f"http://127.0.0.1:{system.port}/api/v1/openapi.json",
            "--header",
            f"Authorization: Bearer {token}",
            "--header",
            "Idempotency-Key: schemathesis",
            "--checks",
            "not_a_server_error,response_schema_conformance",
            "--max-examples",
            "25",
            "--seed",
            "1",
            "--phases",
            "examples,coverage,fuzzing",
            "--no-color",
            "--request-timeout",
            "10",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:]
