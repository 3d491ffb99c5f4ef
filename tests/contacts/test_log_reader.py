"""The process that reads a log ends with whoever listens, and says so when it is ended itself."""

import os
import signal
import subprocess
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from borough.contacts.actions.log_files import BadFile
from borough.contacts.actions.log_reader import ReadRequest, open_batches
from borough.contacts.layouts import parse

AT = datetime(2022, 1, 1, tzinfo=UTC)
LAYOUT = parse('source = "s"\ntimes = ["%Y-%m-%d"]\n[columns]\nsource_id = "id"\nstarted_at = "on"\n', "test")
LISTENER = """
import sys, time
from tests.contacts.test_log_reader import readers, wanted
from borough.contacts.actions.log_reader import open_batches
from pathlib import Path
with open_batches(wanted(Path(sys.argv[1]))) as log:
    next(log.batches)
    print(*readers(), flush=True)
    time.sleep(60)
"""


def wanted(path):
    return ReadRequest(path, LAYOUT, AT, 0, 100)


def readers(parent=None):
    """The processes that a process, or else this one, has started."""
    parent = parent or os.getpid()
    return [int(pid) for pid in Path(f"/proc/{parent}/task/{parent}/children").read_text().split()]


def has_ended(pid):
    """Whether a process has ended, its parent having heard of it or not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] in "ZX"
    except OSError:
        return True


@pytest.fixture
def log(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("id,on\n" + "".join(f"{n},2020-01-01\n" for n in range(50_000)))
    return path


def test_rows_come_in_batches_with_how_far_the_file_has_been_read(log):
    with open_batches(wanted(log)) as log_reader:
        batches = list(log_reader.batches)
    assert log_reader.header == ["id", "on"]
    assert [batch.rows for batch in batches] == [100] * 500
    assert batches[3].text.startswith(batches[3].text.split(b"\t")[0] + b"\t300\t")
    assert sorted(batch.done for batch in batches) == [batch.done for batch in batches]
    assert batches[-1].done == 1.0


def test_file_error_is_raised_where_the_rows_are_read(tmp_path):
    (tmp_path / "log.csv").write_text("")
    with pytest.raises(BadFile, match="is empty"), open_batches(wanted(tmp_path / "log.csv")):
        pass


def test_terminated_reader_is_not_treated_as_end_of_file(log):
    before = readers()
    with open_batches(wanted(log)) as log_reader, pytest.raises(RuntimeError, match="Import again"):
        next(log_reader.batches)
        (reader,) = set(readers()) - set(before)
        os.kill(reader, signal.SIGKILL)
        list(log_reader.batches)


def test_a_reader_nobody_hears_ends(log):
    listener = subprocess.Popen([sys.executable, "-c", LISTENER, str(log)], stdout=subprocess.PIPE, text=True)
    reader = int(listener.stdout.readline())
    listener.kill()
    listener.communicate()
    until = time.monotonic() + 20
    while not has_ended(reader) and time.monotonic() < until:
        time.sleep(0.05)
    assert has_ended(reader)
