"""How Granian is started: few threads, many connections, and no patience with clients that never speak."""

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings

from borough.config.environment import environment

BACKLOG = 1024
HEADER_PATIENCE_MS = 10_000  # a connection that has not sent its head by then is closed


def serve_web() -> None:
    """Serve pages and the API until stopped."""
    Granian(
        "borough.config.wsgi:application", address=environment.bind, port=environment.port, interface=Interfaces.WSGI,
        workers=environment.web_processes, blocking_threads=environment.web_threads, backlog=BACKLOG,
        http=HTTPModes.http1, http1_settings=HTTP1Settings(header_read_timeout=HEADER_PATIENCE_MS),
        respawn_failed_workers=True, log_enabled=False, workers_kill_timeout=10,
    ).serve()  # fmt: skip


def serve_live() -> None:
    """Serve live events until stopped."""
    Granian(
        "borough.config.live:application", address=environment.bind, port=environment.live_port,
        interface=Interfaces.ASGINL, workers=1, backlog=BACKLOG, http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_PATIENCE_MS),
        respawn_failed_workers=True, log_enabled=False, workers_kill_timeout=5,
    ).serve()  # fmt: skip
