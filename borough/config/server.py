"""Granian start-up: few threads, many connections, and time-outs for slow clients."""

import errno
import socket
import sys

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.http import HTTP1Settings

from borough.config.environment import environment

BACKLOG = 1024
HEADER_PATIENCE_MS = 10_000  # a connection without complete headers by then is closed


def check_port_free(name: str, port: int) -> None:
    """Exit with a message if the configured port is not available."""
    with socket.socket(socket.AF_INET6 if ":" in environment.bind else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((environment.bind, port))
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                sys.exit(f"borough: something else listens at port {port}. Stop it, or set {name} to another.")
            sys.exit(
                f"borough: {environment.bind} port {port} cannot be listened at: {error.strerror}. "
                f"Set BOROUGH_BIND to an address of this machine, and {name} to a port you may use."
            )


def serve_web() -> None:
    """Serve pages and the API until stopped."""
    check_port_free("BOROUGH_PORT", environment.port)
    Granian(
        "borough.config.wsgi:application",
        address=environment.bind,
        port=environment.port,
        interface=Interfaces.WSGI,
        workers=environment.web_processes,
        blocking_threads=environment.web_threads,
        backlog=BACKLOG,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_PATIENCE_MS),
        respawn_failed_workers=True,
        log_enabled=False,
        workers_kill_timeout=10,
    ).serve()


def serve_live() -> None:
    """Serve live events until stopped."""
    check_port_free("BOROUGH_LIVE_PORT", environment.live_port)
    Granian(
        "borough.config.live:application",
        address=environment.bind,
        port=environment.live_port,
        interface=Interfaces.ASGINL,
        workers=1,
        backlog=BACKLOG,
        http=HTTPModes.http1,
        http1_settings=HTTP1Settings(header_read_timeout=HEADER_PATIENCE_MS),
        respawn_failed_workers=True,
        log_enabled=False,
        workers_kill_timeout=5,
    ).serve()
