"""SSRF protection for URLs entered by staff: only public addresses, whatever a name resolves to.

A name is resolved once, its addresses are checked, and the connection uses the checked address, so that it
cannot resolve differently afterwards (DNS rebinding). Redirects are not followed.
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Mapping
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from borough.kernel.refusals import Refused

TIMEOUT = 10  # seconds to connect, and between two reads
READ = 10_000  # bytes of a response, which is ignored; a longer one closes the connection
NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: the last 32 bits are an IPv4 address
PRIVATE_ADDRESS = "Enter an address outside the council’s network. One inside it must be in BOROUGH_WEBHOOK_INSIDE."


class PrivateAddress(Refused):
    """The URL is in our own network or otherwise not allowed as a destination."""


def check_address(url: str) -> SplitResult:
    """Return the parts of an allowed URL; Refused otherwise. The name is not resolved."""
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
    """Return whether the operator has allowed this internal host as a webhook destination."""
    return host in settings.WEBHOOK_INSIDE or bool(host and host == urlsplit(settings.WEBHOOK_URL).hostname)


def _is_private(text: str) -> bool:
    """Return whether a text is an IP address outside the public network; False for a name."""
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
    """Return the first address of a name if all its addresses are allowed. Raises PrivateAddress, OSError."""
    addresses = [str(address[4][0]) for address in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not _is_allowed_host(host) and any(_is_private(address) for address in addresses):
        raise PrivateAddress(PRIVATE_ADDRESS)
    return addresses[0]


class _PinnedHttp(http.client.HTTPConnection):
    """An HTTP connection to an already resolved and checked address."""

    def __init__(self, parts: SplitResult, address: str, port: int) -> None:
        super().__init__(parts.hostname or "", port, timeout=TIMEOUT)
        self.address = address

    def connect(self) -> None:
        """Connect to the checked address without resolving the name again."""
        self.sock = socket.create_connection((self.address, self.port), TIMEOUT)


class _PinnedHttps(_PinnedHttp):
    """The same over TLS, with the certificate checked against the host name."""

    def connect(self) -> None:
        """Connect and verify the certificate for the URL's host name."""
        super().connect()
        self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)


class PinnedConnection:
    """A connection to a URL, resolved and checked on first use, and kept alive between requests."""

    def __init__(self, url: str) -> None:
        self.url = url
        self._open: http.client.HTTPConnection | None = None

    def post(self, body: bytes, headers: Mapping[str, str]) -> int:
        """Post a body and return the response status. Raises Refused for a forbidden URL, and OSError."""
        try:
            used = self._open is not None
            try:
                return self._post(body, headers)
            except http.client.RemoteDisconnected:
                self.close()
                if not used:
                    raise
                return self._post(body, headers)  # the peer closed an idle connection; the key is the same
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
        """Close the connection."""
        if self._open is not None:
            self._open.close()
            self._open = None
