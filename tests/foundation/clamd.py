"""A stand-in for ClamAV's daemon on the loopback, speaking its protocol, and ill when told to be."""

import contextlib
import socketserver
import struct
import threading
import time

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""What every scanner finds by agreement, and harms nobody: www.eicar.org."""
VIRUS_RESPONSE = b"stream: Eicar-Test-Signature FOUND\0"
ILL = {
    "cut off": b"stream: OK",
    "nonsense": b"It looks fine to me\0",
    "an error": b"INSTREAM: can't open. ERROR\0",
    "two": b"stream: OK\0stream: OK\0",
    "no name": b"stream:  FOUND\0",
    "silence": b"",
    "endless": b"x" * 5000,
    "in another way": b"stream: ok\0",
    "with more": b"stream: OK and more\0",
}
"""Answers that are no verdict."""


class Clamd(socketserver.ThreadingTCPServer):
    """Answers truly, or as `answer` says; heard: what it was sent. limit: bytes of a stream it bears."""

    daemon_threads, allow_reuse_address = True, True
    answer: bytes | None = None
    drip = 0.0  # seconds between one byte of the answer and the next
    limit = 25_000_000
    deaf = False  # takes connections and says nothing

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Handler)
        self.received: list[bytes] = []
        threading.Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def url(self):
        """Where it listens, as BOROUGH_SCANNER says it."""
        return f"tcp://127.0.0.1:{self.server_address[1]}"


class _Handler(socketserver.StreamRequestHandler):
    def handle(self):
        with contextlib.suppress(ConnectionError):
            command = b""
            while not command.endswith(b"\0"):
                command += self.rfile.read(1)
            if command == b"zPING\0":
                self.wfile.write(b"" if self.server.deaf else b"PONG\0")
                time.sleep(0.5 if self.server.deaf else 0)
            elif command == b"zINSTREAM\0":
                self.reply(self.stream())

    def stream(self):
        """Take in a stream, and what is to be said of it."""
        content = b""
        while size := struct.unpack("!L", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
            if len(content) > self.server.limit:
                return b"INSTREAM size limit exceeded. ERROR\0"
        self.server.received.append(content)
        return VIRUS_RESPONSE if EICAR in content else b"stream: OK\0"

    def reply(self, verdict):
        """Say it, or what it was told to say."""
        verdict = verdict if self.server.answer is None else self.server.answer
        if not self.server.drip:
            self.wfile.write(verdict)
        for byte in verdict if self.server.drip else b"":
            self.wfile.write(bytes([byte]))
            time.sleep(self.server.drip)


@contextlib.contextmanager
def running_scanner():
    """A scanner for the length of a block."""
    server = Clamd()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
