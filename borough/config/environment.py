"""Every setting that can be given from outside, read once from the environment and refused with a hint when wrong."""

import hashlib
import os
import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from borough.foundation.durable import draft_of, keep_names, write_whole

SHORTEST_PAY_SECRET = 16
UNUSABLE = set('"$`\\\n')  # PostgreSQL's own starter passes its paths through a shell


class BadSetting(ValueError):
    """An environment variable has a value that cannot work; the message names it and says what would."""


@dataclass(frozen=True, kw_only=True)
class Directory:
    """An OpenID Connect service people sign in with, written “https://issuer client-id client-secret”."""

    name: str
    kind: str
    issuer: str
    client_id: str
    secret: str

    @property
    def key(self) -> str:
        """Its name in addresses and beside accounts; another issuer's is another, whatever its subjects are called."""
        return f"{self.kind}-{hashlib.sha256(self.issuer.encode()).hexdigest()[:8]}"


@dataclass(frozen=True, kw_only=True)
class Environment:
    """The settings of one running Borough. All have defaults that work on one machine."""

    home: Path
    council: str
    database_url: str
    public_url: str
    bind: str
    port: int
    live_port: int
    web_processes: int
    web_threads: int
    webhook_url: str
    webhook_secret: str
    webhook_inside: frozenset[str]
    mail_url: str
    mail_from: str
    bounces: str
    anchor_mail: str
    scanner: str
    directories: tuple[Directory, ...]
    trusted_proxies: int
    pay_url: str
    county_url: str
    county_key: str = field(repr=False)
    pay_pages: tuple[str, ...]
    pay_key: str = field(repr=False)
    pay_webhook_secret: str = field(repr=False)
    pay_stand_in_port: int
    notify_url: str
    notify_email_template: str
    notify_text_template: str
    notify_key: str = field(repr=False)
    notify_callback_token: str = field(repr=False)

    @property
    def hosts(self) -> list[str]:
        """Host names this site answers to."""
        return [urlsplit(self.public_url).hostname or "localhost", "localhost", "127.0.0.1", "[::1]"]

    @property
    def secure(self) -> bool:
        """Whether residents reach the site by https."""
        return self.public_url.startswith("https://")

    @property
    def live_url(self) -> str:
        """Where the live events are heard: beside the site, on the live port, unless a proxy joins them."""
        parts = urlsplit(self.public_url)
        return self.public_url if self.secure else f"{parts.scheme}://{parts.hostname}:{self.live_port}"

    def secret_key(self) -> str:
        """The key that signs sessions; made once and kept in the home unless BOROUGH_SECRET_KEY gives one."""
        if given := os.environ.get("BOROUGH_SECRET_KEY"):
            if len(given) < 50:
                raise BadSetting("BOROUGH_SECRET_KEY must be 50 characters or more. Make one: openssl rand -base64 48")
            return given
        return keep_secret(self.home / "secret.key", lambda: secrets.token_urlsafe(64))


def keep_secret(path: Path, make: Callable[[], str]) -> str:
    """The secret kept in the file; made and written, readable by its owner alone, the first time it is asked for."""
    try:
        return _secret_in(path)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    written = draft_of(path)
    write_whole(written, make() + "\n", 0o600)
    try:
        os.link(written, path)  # the first of several processes wins, and every one reads the winner's
    except FileExistsError:
        pass
    finally:
        written.unlink()
    keep_names(path.parent)
    return _secret_in(path)


def _secret_in(path: Path) -> str:
    if secret := path.read_text().strip():
        return secret
    raise BadSetting(f"{path} is empty. Put it back from a backup, or remove it: everyone then has to sign in again.")


def _whole(given: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = given.get(name) or str(default)
    if not (text.isascii() and text.isdecimal()) or not least <= int(text) <= most:
        raise BadSetting(f"{name} must be a whole number from {least} to {most}, not “{text}”.")
    return int(text)


def _address(given: Mapping[str, str], name: str, default: str, schemes: tuple[str, ...]) -> str:
    text = given.get(name) or default
    try:
        parts = urlsplit(text)
        _ = parts.port  # looked at here, since a wrong one is refused only when it is
    except ValueError as error:
        raise BadSetting(f"{name} is no address: {error}.") from error
    if text and parts.scheme not in schemes:
        raise BadSetting(f"{name} must begin with {' or '.join(s + '://' for s in schemes)}, not “{text}”.")
    return text.rstrip("/")


def _hosts(given: Mapping[str, str], name: str) -> frozenset[str]:
    hosts = given.get(name, "").lower().split()
    if wrong := [host for host in hosts if not re.fullmatch(r"[a-z0-9.:-]+", host) or "://" in host]:
        raise BadSetting(f"{name} must be names of hosts like crm.council.example, not “{wrong[0]}”.")
    return frozenset(hosts)


def _home(given: Mapping[str, str]) -> Path:
    home = Path(given.get("BOROUGH_HOME") or ".borough").expanduser().absolute()
    if UNUSABLE & set(str(home)):
        raise BadSetting(f'BOROUGH_HOME must be a path without the signs " $ ` \\ and line ends, not “{home}”.')
    return home


def _directory(given: Mapping[str, str], variable: str, kind: str, name: str) -> Iterator[Directory]:
    text = given.get(variable, "").split()
    if not text:
        return
    if len(text) != 3 or urlsplit(text[0]).scheme not in {"https", "http"}:
        raise BadSetting(f"{variable} must be an issuer's address, a client id and a secret, with spaces between.")
    if text[0].startswith("http://") and urlsplit(text[0]).hostname not in {"localhost", "127.0.0.1"}:
        raise BadSetting(f"{variable} must begin with https://, since passwords and names pass through it.")
    yield Directory(name=name, kind=kind, issuer=text[0].rstrip("/"), client_id=text[1], secret=text[2])


def _scanner(given: Mapping[str, str]) -> str:
    """Where ClamAV's daemon listens, if files are scanned."""
    text = _address(given, "BOROUGH_SCANNER", "", ("tcp", "unix"))
    parts = urlsplit(text)
    if (parts.scheme == "tcp" and not parts.hostname) or (parts.scheme == "unix" and (parts.netloc or not parts.path)):
        raise BadSetting(
            f"BOROUGH_SCANNER must be like tcp://127.0.0.1:3310 or unix:///run/clamav/clamd.ctl, not “{text}”."
        )
    return text


PAY = "https://publicapi.payments.service.gov.uk"
PAY_PAGES = "https://www.payments.service.gov.uk https://card.payments.service.gov.uk"
NOTIFY = "https://api.notifications.service.gov.uk"
HERE = {"localhost", "127.0.0.1", "::1"}


def _private(given: Mapping[str, str], name: str, default: str, since: str) -> str:
    """An address that nobody may listen in on: by https, unless it is on this machine."""
    url = _address(given, name, default, ("http", "https"))
    if url.startswith("http://") and urlsplit(url).hostname not in HERE:
        raise BadSetting(f"{name} must begin with https://, since {since}.")
    return url


def _pay(given: Mapping[str, str]) -> dict[str, Any]:
    """How cards are paid with. The key never stands in an error, nor travels where it can be read."""
    url = _private(given, "BOROUGH_PAY_URL", PAY, "the key to the council's money passes by it")
    pages = tuple((given.get("BOROUGH_PAY_PAGES") or PAY_PAGES).split())
    for page in pages:
        parts = urlsplit(page)
        if parts.scheme not in ("https", "http") or not parts.netloc or page != f"{parts.scheme}://{parts.netloc}":
            raise BadSetting(f"BOROUGH_PAY_PAGES must be origins like https://card.example, not “{page}”.")
    key, secret = given.get("BOROUGH_PAY_KEY", ""), given.get("BOROUGH_PAY_WEBHOOK_SECRET", "")
    for name, text in (("BOROUGH_PAY_KEY", key), ("BOROUGH_PAY_WEBHOOK_SECRET", secret)):
        if not re.fullmatch(r"[\x21-\x7e]*", text) or 0 < len(text) < SHORTEST_PAY_SECRET:
            raise BadSetting(
                f"{name} must be {SHORTEST_PAY_SECRET} signs or more without spaces. Copy it whole from Pay."
            )
    return {"pay_url": url, "pay_pages": pages, "pay_key": key, "pay_webhook_secret": secret}


UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


def _notify(given: Mapping[str, str]) -> dict[str, Any]:
    """How GOV.UK Notify is used, if it is. The key never stands in an error, nor travels where it can be read."""
    url = _private(given, "BOROUGH_NOTIFY_URL", NOTIFY, "messages and their readers pass by it")
    key, token = given.get("BOROUGH_NOTIFY_KEY", ""), given.get("BOROUGH_NOTIFY_CALLBACK_TOKEN", "")
    if key and not re.fullmatch(rf".*-?{UUID}-{UUID}", key):
        raise BadSetting(
            "BOROUGH_NOTIFY_KEY must be a name and two UUIDs joined by hyphens. Copy it whole from Notify."
        )
    if token and (len(token) < SHORTEST_PAY_SECRET or " " in token):
        raise BadSetting(f"BOROUGH_NOTIFY_CALLBACK_TOKEN must be {SHORTEST_PAY_SECRET} signs or more without spaces.")
    found: dict[str, Any] = {"notify_url": url, "notify_key": key, "notify_callback_token": token}
    for way, name in (("email", "BOROUGH_NOTIFY_EMAIL_TEMPLATE"), ("text", "BOROUGH_NOTIFY_TEXT_TEMPLATE")):
        template = given.get(name, "")
        if template and not re.fullmatch(UUID, template):
            raise BadSetting(f"{name} must be the id of a template, a UUID, not “{template}”.")
        found[f"notify_{way}_template"] = template
    return found


def _county(given: Mapping[str, str]) -> dict[str, Any]:
    """Where problems that are the county's are passed on to, by Open311. The key never stands in an error."""
    url = _private(given, "BOROUGH_COUNTY_URL", "", "what residents told us passes by it")
    key = given.get("BOROUGH_COUNTY_KEY", "")
    if url and not re.fullmatch(r"[\x21-\x7e]+", key):
        raise BadSetting("BOROUGH_COUNTY_KEY must be the api_key the county gave, signs without spaces.")
    return {"county_url": url, "county_key": key}


def read(given: Mapping[str, str]) -> Environment:
    """Read the settings from a mapping such as os.environ; raises BadSetting with a hint."""
    port = _whole(given, "BOROUGH_PORT", 8000, 1, 65535)
    return Environment(
        home=_home(given),
        council=given.get("BOROUGH_COUNCIL", "Borough"),
        database_url=_address(given, "DATABASE_URL", "", ("postgresql", "postgres")),
        public_url=_address(given, "BOROUGH_URL", f"http://127.0.0.1:{port}", ("http", "https")),
        bind=given.get("BOROUGH_BIND", "127.0.0.1"),
        port=port,
        live_port=_whole(given, "BOROUGH_LIVE_PORT", min(port + 1, 65535), 1, 65535),
        web_processes=_whole(given, "BOROUGH_WEB_PROCESSES", 2, 1, 64),
        web_threads=_whole(given, "BOROUGH_WEB_THREADS", 2, 1, 32),
        webhook_url=_address(given, "BOROUGH_WEBHOOK_URL", "", ("http", "https")),
        webhook_secret=given.get("BOROUGH_WEBHOOK_SECRET", ""),
        webhook_inside=_hosts(given, "BOROUGH_WEBHOOK_INSIDE"),
        mail_url=_address(given, "BOROUGH_MAIL_URL", "", ("smtp", "smtps", "file")),
        mail_from=given.get("BOROUGH_MAIL_FROM", "no-reply@borough.example"),
        bounces=given.get("BOROUGH_BOUNCES", ""),
        anchor_mail=given.get("BOROUGH_ANCHOR_MAIL", ""),
        scanner=_scanner(given),
        **_county(given),
        directories=(
            *_directory(given, "BOROUGH_RESIDENT_OIDC", "resident", "your online identity"),
            *_directory(given, "BOROUGH_STAFF_OIDC", "staff", "the staff directory"),
        ),
        trusted_proxies=_whole(given, "BOROUGH_TRUSTED_PROXIES", 0, 0, 5),
        pay_stand_in_port=_whole(given, "BOROUGH_PAY_STAND_IN_PORT", min(port + 2, 65535), 1, 65535),
        **_pay(given),
        **_notify(given),
    )


environment: Environment


def __getattr__(name: str) -> Environment:
    """Read the settings when they are first asked for, so that who asks can tell of a wrong one in a sentence."""
    if name != "environment":
        raise AttributeError(name)
    globals()[name] = found = read(os.environ)
    return found
