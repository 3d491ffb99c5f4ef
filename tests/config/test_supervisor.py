"""Processes that end are started again: at once when they were killed, ever later while they fail."""

import signal

import pytest

from borough.config.supervisor import LONGEST_WAIT, SHORTEST_WAIT, SupervisedProcess


class Ended:
    """A process that has ended."""

    def __init__(self, code):
        self.code = code

    def poll(self):
        return self.code


def waits(codes, monkeypatch):
    """How long is waited after each end of a process that lives for a second at a time."""
    at = [100.0]
    monkeypatch.setattr("borough.config.supervisor.time.monotonic", lambda: at[0])
    process, delays = SupervisedProcess("web"), []
    for code in codes:
        process.process, process.started, at[0] = Ended(code), at[0], at[0] + 1
        process.look_after(lambda message: None)
        delays.append(round(process.due - at[0], 3))
    return delays


def test_failing_process_restarts_after_growing_delay_up_to_a_limit(monkeypatch):
    delays = waits([1] * 8, monkeypatch)
    assert delays[:4] == [0.4, 0.8, 1.6, 3.2]
    assert delays[-1] == LONGEST_WAIT


@pytest.mark.parametrize("code", [-signal.SIGKILL, 0])
def test_killed_or_terminated_process_restarts_at_once(code, monkeypatch):
    assert waits([1, 1, 1, code, code], monkeypatch)[-2:] == [SHORTEST_WAIT, SHORTEST_WAIT]
