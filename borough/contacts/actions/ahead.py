"""Work read ahead in a thread of its own, while what came before is being written."""

import queue
import sys
import threading
from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")
WAIT = 0.2
HURRY = 0.0002  # seconds: who writes waits on the database and must not wait on the reader as well


class _Reader(Generic[T]):
    """Reads from an iterator into a short queue until told to stop."""

    def __init__(self, things: Iterator[T]) -> None:
        self.things = things
        self.waiting: queue.Queue[tuple[str, T | Exception | None]] = queue.Queue(maxsize=2)
        self.stopped = threading.Event()

    def run(self) -> None:
        """Read to the end; an error is handed over like a thing, to be raised where the things are used."""
        try:
            for thing in self.things:
                self._put("thing", thing)
            self._put("end", None)
        except Exception as error:
            self._put("error", error)

    def _put(self, what: str, thing: "T | Exception | None") -> None:
        while not self.stopped.is_set():
            try:
                self.waiting.put((what, thing), timeout=WAIT)
            except queue.Full:
                continue
            return


def ahead(things: Iterator[T]) -> Iterator[T]:
    """The same things in the same order, up to two of them read before they are asked for."""
    reader = _Reader(things)
    patience = sys.getswitchinterval()
    sys.setswitchinterval(HURRY)
    threading.Thread(target=reader.run, daemon=True, name="read-ahead").start()
    try:
        while True:
            what, thing = reader.waiting.get()
            if isinstance(thing, Exception):
                raise thing
            if what == "end" or thing is None:
                return
            yield thing
    finally:
        reader.stopped.set()
        sys.setswitchinterval(patience)
