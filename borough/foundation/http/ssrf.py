"""Addresses that staff give us to send to: outside our own network alone, whatever a name turns out to mean.

A name is looked up once, what it means is checked, and the connection is made to that and nothing else, so that a
name cannot mean one thing to the check and another to the connection. Redirects are not followed.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from borough.kernel.refusals import Refused

TIMEOUT = 10  # seconds to reach it, and between two pieces of its answer
READ = 10_000  # bytes of an answer, which says nothing we need; a longer one costs it the line
NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an address of the old kind
PRIVATE_ADDRESS = "Enter an address outside the council’s network. One inside it must be in BOROUGH_WEBHOOK_INSIDE."


class PrivateAddress(Refused):
    """An address that lies in our own network, or nowhere a message should be sent to."""


def check_address(url: str) -> SplitResult:
    """The parts of an address that may be sent to; refused in a sentence. The name is not looked up."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise Refused("Enter an address like https://crm.example/hook") from None
    allowed = ("https", "http") if _is_allowed_host(host) else ("https",)
    if not host or parts.scheme not in allowed:
        raise Refused("Enter an address that begins with https://")
    if parts.username or parts.password or parts.fragment or not url.isascii() or not url.isprintable() or " " in url:
        raise Refused("Enter an address without a user name, a password, a # or spaces")
    if not _is_allowed_host(host) and (_is_private(host) or ("." not in host.rstrip(".") and ":" not in host)):
        raise PrivateAddress(PRIVATE_ADDRESS)
    return parts


def _is_allowed_host(host: str) -> bool:
    """Whether whoever runs this has said that readers may be at that host of the council's own."""
    return host in settings.WEBHOOK_INSIDE


def _is_private(text: str) -> bool:
    """Whether a text is an address that is not one of the public network's; a name is none."""
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return text.rstrip(".").lower().endswith(("localhost", ".local", ".internal"))
    if isinstance(address, ipaddress.IPv6Address):
        if address in NAT64:
            return _is_private(str(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)))
        within = address.ipv4_mapped or address.sixtofour or (address.teredo or (None, None))[1]
        if within is not None:
            return _is_private(str(within))
    return not address.is_global or address.is_multicast


def resolve(host: str, port: int) -> str:
    """What a name means: the first of its addresses, when all of them may be sent to. Raises Inside, OSError."""
    addresses = [str(address[4][0]) for address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not _is_allowed_host(host) and any(_is_private(address) for address in addresses):
        raise PrivateAddress(PRIVATE_ADDRESS)
    return addresses[0]


class _PinnedHttp(http.client.HTTPConnection):
    """A connection to an address that was looked up and checked before."""

    def __init__(self, parts: SplitResult, address: str, port: int) -> None:
        super().__init__(parts.hostname or "", port, timeout=TIMEOUT)
        self.address = address

    def connect(self) -> None:
        """Connect to what was checked, not to what the name means by now."""
        self.sock = socket.create_connection((self.address, self.port), TIMEOUT)


class _PinnedHttps(_PinnedHttp):
    """The same, sealed for the name it was given by."""

    def connect(self) -> None:
        """Connect, and have the other side show that it is who the address names."""
        super().connect()
        self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


class PinnedConnection:
    """A line to an address, looked up and checked when it is first used, and kept open from one message to the next."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._open: http.client.HTTPConnection | None = None

    def post(self, body: bytes, headers: Mapping[str, str]) -> int:
        """The status a body was answered with. Raises Refused for an address not to be sent to, and OSError."""
        try:
            used = self._open is not None
            try:
                return self._post(body, headers)
            except http.client.RemoteDisconnected:
                self.close()
                if not used:
                    raise
                return self._post(body, headers)  # the other side had closed a line that was idle; the key is the same
        except http.client.HTTPException as error:
            self.close()
            raise OSError(type(error).__name__) from error
        except OSError:
            self.close()
            raise

    def _post(self, body: bytes, headers: Mapping[str, str]) -> int:
        parts = check_address(self.url)
        if self._open is None:
            port = parts.port or (443 if parts.scheme == "https" else 80)
            maker = _PinnedHttps if parts.scheme == "https" else _PinnedHttp
            self._open = maker(parts, resolve(parts.hostname or "", port), port)
        self._open.request(
            "POST", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), body, dict(headers)
        )
        answer = self._open.getresponse()
        if len(answer.read(READ + 1)) > READ:
            self.close()
        return answer.status

    def close(self) -> None:
        """Hang up."""
        if self._open is not None:
            self._open.close()
            self._open = None
