"""A whole Borough of its own for a test: a home, its processes, and what they answer."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

import psycopg

from borough.config.local_postgres import LocalPostgres

PACK = Path(__file__).parents[1] / "councils" / "demonstration"
COMMAND = [sys.executable, "-m", "borough.config.cli"]


def free_port():
    """A port nobody listens at, with the next one free as well."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


class System:
    """One home and the processes started in it."""

    def __init__(self, home: Path, **environment: str) -> None:
        self.home = home
        self.port = free_port()
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("BOROUGH_", "DATABASE_", "DJANGO_"))}
        self.environment = (
            inherited
            | {
                "BOROUGH_HOME": str(home),
                "BOROUGH_PORT": str(self.port),
                "BOROUGH_LIVE_PORT": str(free_port()),
                "BOROUGH_COUNCIL_PACK": str(PACK),
            }
            | environment
        )
        self.processes: list[subprocess.Popen[bytes]] = []

    def run(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        """Run a command to its end."""
        done = subprocess.run(
            [*COMMAND, *arguments], env=self.environment, capture_output=True, text=True, timeout=180, check=False
        )
        assert not check or done.returncode == 0, done.stdout + done.stderr
        return done

    def start(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a command and let it run."""
        with (self.home.parent / "stderr.log").open("ab") as log:
            process = subprocess.Popen(
                [*COMMAND, *arguments],
                env=self.environment,
                start_new_session=True,
                stdout=subprocess.DEVNULL,
                stderr=log,
            )
        self.processes.append(process)
        return process

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """End a process and all it started at once, as a power cut would."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def pids(self, which: str) -> list[int]:
        """The database, or the processes of a word such as “web”."""
        if which == "database":
            return [self.postmaster()]
        return [
            int(p.name)
            for p in os.scandir("/proc")
            if p.name.isdigit()
            and _read(f"/proc/{p.name}/cmdline").endswith(f"borough.config.cli\x00{which}\x00")
            and f"BOROUGH_HOME={self.home}\x00" in _read(f"/proc/{p.name}/environ")
        ]

    def kill_any(self, which: str) -> int:
        """End one of those at once; whether there was any."""
        return kill_pids(self.pids(which))

    def stop(self) -> None:
        """End everything."""
        for process in self.processes:
            if process.poll() is None:
                process.terminate()
        for process in self.processes:
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                self.kill(process)
        LocalPostgres(self.home).stop()

    def ask(self, path: str, body: object = None, headers: dict[str, str] | None = None, port: int = 0):
        """A status and a text; 0 when nobody answered."""
        data = None if body is None else json.dumps(body).encode()
        url = f"http://127.0.0.1:{port or self.port}{path}"
        request_headers = {"Content-Type": "application/json"} | (headers or {})
        try:
            with urllib.request.urlopen(urllib.request.Request(url, data, request_headers), timeout=5) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read().decode()
        except OSError:
            return 0, ""

    def wait_ready(self, patience: float = 30) -> float:
        """Seconds until it said it was ready."""
        started = time.monotonic()
        while self.ask("/ready")[0] != 200:
            assert time.monotonic() - started < patience, (self.home.parent / "stderr.log").read_text()[-2000:]
            time.sleep(0.1)
        return time.monotonic() - started

    def query(self, question: str, *values: object):
        """Rows from the database itself."""
        with psycopg.connect(LocalPostgres(self.home).url) as connection:
            return connection.execute(question, values).fetchall()

    def postmaster(self) -> int:
        """The process that all of PostgreSQL hangs on."""
        return int((LocalPostgres(self.home).data / "postmaster.pid").read_text().split("\n", 1)[0])


def kill_pids(pids: list[int]) -> int:
    """Kill them; whether there were any."""
    hit = 0
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
            hit = 1
    return hit


def _read(path: str) -> str:
    try:
        return Path(path).read_text(errors="replace")
    except OSError:
        return ""


@contextlib.contextmanager
def own_system(**environment: str):
    """A Borough in a folder of its own, where PostgreSQL may run as another user, ended and removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="borough-system-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        instance = System(Path(folder) / "home", **environment)
        try:
            yield instance
        finally:
            instance.stop()
