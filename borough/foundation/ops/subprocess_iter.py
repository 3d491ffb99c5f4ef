"""Iterate in a child process, so that parsing and database writes use both cores.

In one process the two compete for the interpreter lock, and an import took half as long again. The child does
not use the database. It exits when it has sent everything, or when the parent is gone.
"""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from multiprocessing.connection import Connection, Pipe
from typing import Any


@contextmanager
def iter_in_subprocess(target: str, argument: object) -> Iterator[Iterator[Any]]:
    """Yield an iterator over what a generator yields in a child process.

    target: "package.module:function", called in the child with `argument`; everything is pickled in both
    directions. Exceptions of the child are raised here. Raises RuntimeError when the child ended before sending
    everything.
    """
    ours, theirs = Pipe()
    command = [sys.executable, "-c", f"from {__name__} import child_main; child_main({theirs.fileno()})"]
    with ours, subprocess.Popen(command, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL) as process:
        theirs.close()
        try:
            ours.send((target, argument))
            yield _receive(ours)
        finally:
            process.kill()


def _receive(connection: Connection) -> Iterator[Any]:
    while True:
        try:
            kind, item = connection.recv()
        except EOFError as error:
            raise RuntimeError("The process that reads was ended. Import again: it goes on from here.") from error
        if kind == "fault":
            raise item
        if kind == "end":
            return
        yield item


def child_main(file: int) -> None:
    """Entry point of the child: receive target and argument over this file descriptor and send each item."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when we end
    with Connection(file) as channel, suppress(ConnectionError, EOFError):
        target, argument = channel.recv()
        module, _, name = target.partition(":")
        try:
            for item in getattr(import_module(module), name)(argument):
                channel.send(("item", item))
            channel.send(("end", None))
        except (ValueError, OSError) as fault:
            if not isinstance(fault, ConnectionError):
                channel.send(("fault", fault))
