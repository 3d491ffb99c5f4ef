"""Process supervisor: starts several processes, restarts them when they die, and ends them together."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field

STOP_TIMEOUT = 15.0  # seconds a process has to stop
SHORTEST_WAIT, LONGEST_WAIT = 0.2, 10.0  # seconds between exit and restart


@dataclass
class SupervisedProcess:
    """A supervised process: its command, and when it may next be started."""

    word: str
    process: subprocess.Popen[bytes] | None = None
    wait: float = SHORTEST_WAIT
    due: float = field(default_factory=time.monotonic)
    started: float = 0.0

    def start(self) -> None:
        """Start it in its own session, so that only we receive Ctrl-C and can stop it in order."""
        self.started = time.monotonic()
        self.process = subprocess.Popen(
            [sys.executable, "-m", "borough.config.cli", self.word],
            env={**os.environ, "BOROUGH_SUPERVISED": "1"},
            start_new_session=True,
            stdin=subprocess.DEVNULL,
        )

    def look_after(self, report: Callable[[str], None]) -> None:
        """Start it when due; wait longer after each early failure.

        A process that was killed is restarted at once.
        """
        now = time.monotonic()
        if self.process is None:
            if now >= self.due:
                self.start()
        elif (code := self.process.poll()) is not None:
            lived = now - self.started
            failed_young = code > 0 and lived < LONGEST_WAIT
            self.wait = min(self.wait * 2, LONGEST_WAIT) if failed_young else SHORTEST_WAIT
            report(f"borough {self.word} ended ({code}) after {lived:.0f} seconds; starting it again")
            self.process, self.due = None, now + self.wait


def supervise(commands: list[str], report: Callable[[str], None]) -> None:
    """Run `borough WORD` for each word until interrupted, then end them all, by force if necessary."""
    children = [SupervisedProcess(word) for word in commands]
    try:
        while True:
            for child in children:
                child.look_after(report)
            time.sleep(0.2)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        _end([child.process for child in children if child.process and child.process.poll() is None])


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.terminate()
    until = time.monotonic() + STOP_TIMEOUT
    for process in processes:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(max(0.1, until - time.monotonic()))
    for process in processes:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()
