"""Reading done in a process of its own: whoever writes to the database never waits for the interpreter that reads.

In one process the two take turns at the interpreter, and an import took half as long again. The process knows nothing
of the database. It ends when it has told everything, or when nobody hears it any more.
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
    """What a generator of another process yields, one thing at a time, for the length of a block.

    teller: "package.module:function", called there with `wanted`; both ways everything is pickled. What it raises is
    raised here. Raises RuntimeError when the process was ended before it had told everything.
    """
    ours, theirs = Pipe()
    command = [sys.executable, "-c", f"from {__name__} import tell; tell({theirs.fileno()})"]
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
    """Be the process that reads: hear over the open file of that number what is wanted, and tell it all."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # who hears us decides when we end
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
