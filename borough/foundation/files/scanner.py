"""A virus scanner asked by the protocol of ClamAV's daemon: nothing but its whole and plain answer is believed.

clamd(8), INSTREAM: chunks, each after its length in four bytes, the longest first; a length of nought ends them. It
answers “stream: OK” or “stream: NAME FOUND”, ended as the command was: by a null byte. The client libraries there are
wait on each read alone, so that one who answers a byte a minute holds a worker for ever; here all of it has one end.
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
SCAN_TIMEOUT, PING_TIMEOUT = 30.0, 2.0  # seconds for a whole scan, and for a word to see whether anyone is there
CHUNK = 64 * 1024
LONGEST_ANSWER = 1024
CLEAN, INFECTED = b"stream: OK", b" FOUND"


class ScanFailed(Exception):
    """There is no verdict on the file: the scanner said something else. It is asked again later."""


class ScannerUnavailable(ScanFailed):
    """Nobody answered, or not to the end in time."""


def is_set_up() -> bool:
    """Whether this council scans files."""
    return bool(settings.SCANNER)


def is_clean(content: BinaryIO) -> bool:
    """Whether the scanner found nothing in the file. Raises NotScanned, ScannerAway."""
    answer = _scan(content)
    if answer == CLEAN:
        return True
    if answer.startswith(b"stream: ") and answer.endswith(INFECTED) and len(answer) > len(b"stream: " + INFECTED):
        return False
    raise ScanFailed("the scanner gave no verdict")


def ping() -> None:
    """See whether it is there. Raises ScannerAway, NotScanned."""
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
        except (BrokenPipeError, ConnectionResetError):  # it heard enough, such as of a file too long for it
            pass
        return line.answer()


class _DeadlineSocket:
    """A connection all of whose waiting ends at one moment."""

    def __init__(self, plug: socket.socket, until: float) -> None:
        self.plug, self.until = plug, until

    def send(self, data: bytes) -> None:
        """Send all of it in time."""
        self._set_timeout()
        self.plug.sendall(data)

    def answer(self) -> bytes:
        """What was answered, up to the null byte that ends it."""
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
