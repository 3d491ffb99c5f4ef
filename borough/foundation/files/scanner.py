"""Virus scanner client for ClamAV's clamd; only a complete, well-formed reply counts as a result.

clamd(8), INSTREAM: chunks, each preceded by its length in four bytes, most significant first; a zero length
ends the stream. The reply is “stream: OK” or “stream: NAME FOUND”, terminated like the command by a null
byte. Existing client libraries have a time-out for each read only, so a peer sending a byte a minute blocks a
worker for ever; here one deadline covers the whole exchange.
"""

import socket
import struct
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO
from urllib.parse import urlsplit

from django.conf import settings

PORT = 3310
SCAN_TIMEOUT, PING_TIMEOUT = 30.0, 2.0  # seconds for a complete scan, and for a ping
CHUNK = 64 * 1024
LONGEST_ANSWER = 1024
CLEAN, INFECTED = b"stream: OK", b" FOUND"


class ScanFailed(Exception):
    """There is no scan result: the scanner replied something else. To be retried."""


class ScannerUnavailable(ScanFailed):
    """The scanner did not reply completely in time."""


def is_set_up() -> bool:
    """Return whether virus scanning is configured."""
    return bool(settings.SCANNER)


def is_clean(content: BinaryIO) -> bool:
    """Return whether the scanner found nothing. Raises ScanFailed, ScannerUnavailable."""
    answer = _scan(content)
    if answer == CLEAN:
        return True
    if answer.startswith(b"stream: ") and answer.endswith(INFECTED) and len(answer) > len(b"stream: " + INFECTED):
        return False
    raise ScanFailed("the scanner gave no verdict")


def ping() -> None:
    """Check that the scanner responds. Raises ScannerUnavailable, ScanFailed."""
    with _connected(PING_TIMEOUT) as line:
        line.send(b"zPING\0")
        if line.answer() != b"PONG":
            raise ScanFailed("the scanner did not answer as one")


def _scan(content: BinaryIO) -> bytes:
    with _connected(SCAN_TIMEOUT) as line:
        try:
            line.send(b"zINSTREAM\0")
            while chunk := content.read(CHUNK):
                line.send(struct.pack("!L", len(chunk)) + chunk)
            line.send(struct.pack("!L", 0))
        except (BrokenPipeError, ConnectionResetError):  # it stopped reading, such as for a file over its size limit
            pass
        return line.answer()


class _DeadlineSocket:
    """A socket whose operations share one deadline."""

    def __init__(self, plug: socket.socket, until: float) -> None:
        self.plug, self.until = plug, until

    def send(self, data: bytes) -> None:
        """Send all data before the deadline."""
        self._set_timeout()
        self.plug.sendall(data)

    def answer(self) -> bytes:
        """Return the reply up to its terminating null byte."""
        buffer = b""
        while not buffer.endswith(b"\0"):
            self._set_timeout()
            more = self.plug.recv(LONGEST_ANSWER)
            if not more:
                raise ScannerUnavailable("the answer was cut off")
            buffer += more
            if len(buffer) > LONGEST_ANSWER:
                raise ScanFailed("the answer has no end")
        return buffer[:-1]

    def _set_timeout(self) -> None:
        left = self.until - time.monotonic()
        if left <= 0:
            raise ScannerUnavailable("too slow")
        self.plug.settimeout(left)


@contextmanager
def _connected(patience: float) -> Iterator[_DeadlineSocket]:
    until = time.monotonic() + patience
    where = urlsplit(settings.SCANNER)
    try:
        if where.scheme == "unix":
            plug = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            plug.settimeout(PING_TIMEOUT)
        else:
            plug = socket.create_connection((where.hostname or "localhost", where.port or PORT), timeout=PING_TIMEOUT)
        with plug:
            if where.scheme == "unix":
                plug.connect(where.path)
            yield _DeadlineSocket(plug, until)
    except OSError as error:
        raise ScannerUnavailable(f"not reached: {type(error).__name__}") from None
