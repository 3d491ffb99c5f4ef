"""Settings from environment variables, read once; invalid values are rejected with a hint."""

import hashlib
import os
import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from borough.kernel.atomic_files import atomic_write, fsync_directory, temp_path

SHORTEST_PAY_SECRET = 16
FORBIDDEN_IN_PATH = set('"$`\\\n')  # PostgreSQL's start script passes paths through a shell


class InvalidSetting(ValueError):
    """An environment variable has an invalid value; the message names it and gives valid ones."""


@dataclass(frozen=True, kw_only=True)
class Directory:
    """An OpenID Connect provider, written “https://issuer client-id client-secret”."""

    name: str
    kind: str
    issuer: str
    client_id: str
    secret: str

    @property
    def key(self) -> str:
        """Return its key in URLs and account records; a different issuer has a different key."""
        return f"{self.kind}-{hashlib.sha256(self.issuer.encode()).hexdigest()[:8]}"


@dataclass(frozen=True, kw_only=True)
class Environment:
    """The settings of a running Borough. All have defaults that work on one machine."""

    home: Path
    council: str
    council_pack: Path | None
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
        """Return the host names of this site."""
        return [urlsplit(self.public_url).hostname or "localhost", "localhost", "127.0.0.1", "[::1]"]

    @property
    def secure(self) -> bool:
        """Return whether residents use https."""
        return self.public_url.startswith("https://")

    @property
    def live_url(self) -> str:
        """Return the URL of live events: next to the site, on the live port unless a proxy joins them."""
        parts = urlsplit(self.public_url)
        return self.public_url if self.secure else f"{parts.scheme}://{parts.hostname}:{self.live_port}"

    def secret_key(self) -> str:
        """Return the session signing key; created once and stored in the instance unless BOROUGH_SECRET_KEY is set."""
        if value := os.environ.get("BOROUGH_SECRET_KEY"):
            if len(value) < 50:
                raise InvalidSetting(
                    "BOROUGH_SECRET_KEY must be 50 characters or more. Make one: openssl rand -base64 48"
                )
            return value
        return read_or_create_secret(self.home / "secret.key", lambda: secrets.token_urlsafe(64))


def read_or_create_secret(path: Path, make: Callable[[], str]) -> str:
    """Return the secret in a file; created on first use, readable by its owner only."""
    try:
        return _secret_in(path)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
    written = temp_path(path)
    atomic_write(written, make() + "\n", 0o600)
    try:
        os.link(written, path)  # the first of several processes wins, and all read its file
    except FileExistsError:
        pass
    finally:
        written.unlink()
    fsync_directory(path.parent)
    return _secret_in(path)


def _secret_in(path: Path) -> str:
    if secret := path.read_text().strip():
        return secret
    raise InvalidSetting(
        f"{path} is empty. Put it back from a backup, or remove it: everyone then has to sign in again."
    )


def _integer(env: Mapping[str, str], name: str, default: int, least: int, most: int) -> int:
    text = env.get(name) or str(default)
    if not (text.isascii() and text.isdecimal()) or not least <= int(text) <= most:
        raise InvalidSetting(f"{name} must be a whole number from {least} to {most}, not “{text}”.")
    return int(text)


def _address(env: Mapping[str, str], name: str, default: str, schemes: tuple[str, ...]) -> str:
    text = env.get(name) or default
    try:
        parts = urlsplit(text)
        _ = parts.port  # accessed here because an invalid port raises only then
    except ValueError as error:
        raise InvalidSetting(f"{name} is no address: {error}.") from error
    if text and parts.scheme not in schemes:
        raise InvalidSetting(f"{name} must begin with {' or '.join(s + '://' for s in schemes)}, not “{text}”.")
    return text.rstrip("/")


def _hosts(env: Mapping[str, str], name: str) -> frozenset[str]:
    hosts = env.get(name, "").lower().split()
    if wrong := [host for host in hosts if not re.fullmatch(r"[a-z0-9.:-]+", host) or "://" in host]:
        raise InvalidSetting(f"{name} must be names of hosts like crm.council.example, not “{wrong[0]}”.")
    return frozenset(hosts)


def _home(env: Mapping[str, str]) -> Path:
    home = Path(env.get("BOROUGH_HOME") or ".borough").expanduser().absolute()
    if FORBIDDEN_IN_PATH & set(str(home)):
        raise InvalidSetting(f'BOROUGH_HOME must be a path without the signs " $ ` \\ and line ends, not “{home}”.')
    return home


def _council_pack(env: Mapping[str, str]) -> Path | None:
    """Return the folder of the council's pack, if it is set."""
    text = env.get("BOROUGH_COUNCIL_PACK", "")
    path = Path(text).expanduser().absolute()
    if text and not (path / "council.toml").is_file():
        raise InvalidSetting(f"BOROUGH_COUNCIL_PACK must be a folder with a file council.toml, not “{text}”.")
    return path if text else None


def _directory(env: Mapping[str, str], variable: str, kind: str, name: str) -> Iterator[Directory]:
    text = env.get(variable, "").split()
    if not text:
        return
    if len(text) != 3 or urlsplit(text[0]).scheme not in {"https", "http"}:
        raise InvalidSetting(f"{variable} must be an issuer's address, a client id and a secret, with spaces between.")
    if text[0].startswith("http://") and urlsplit(text[0]).hostname not in {"localhost", "127.0.0.1"}:
        raise InvalidSetting(f"{variable} must begin with https://, since passwords and names pass through it.")
    yield Directory(name=name, kind=kind, issuer=text[0].rstrip("/"), client_id=text[1], secret=text[2])


def _scanner(env: Mapping[str, str]) -> str:
    """Return the address of ClamAV's daemon, if files are scanned."""
    text = _address(env, "BOROUGH_SCANNER", "", ("tcp", "unix"))
    parts = urlsplit(text)
    if (parts.scheme == "tcp" and not parts.hostname) or (parts.scheme == "unix" and (parts.netloc or not parts.path)):
        raise InvalidSetting(
            f"BOROUGH_SCANNER must be like tcp://127.0.0.1:3310 or unix:///run/clamav/clamd.ctl, not “{text}”."
        )
    return text


PAY = "https://publicapi.payments.service.gov.uk"
PAY_PAGES = "https://www.payments.service.gov.uk https://card.payments.service.gov.uk"
NOTIFY = "https://api.notifications.service.gov.uk"
LOCAL_HOSTS = {"localhost", "127.0.0.1", "::1"}


def _private(env: Mapping[str, str], name: str, default: str, since: str) -> str:
    """Return a URL that must use https, unless it is on this machine."""
    url = _address(env, name, default, ("http", "https"))
    if url.startswith("http://") and urlsplit(url).hostname not in LOCAL_HOSTS:
        raise InvalidSetting(f"{name} must begin with https://, since {since}.")
    return url


def _pay(env: Mapping[str, str]) -> dict[str, Any]:
    """Return the card payment settings. The key is never in error messages or sent unencrypted."""
    url = _private(env, "BOROUGH_PAY_URL", PAY, "the key to the council's money passes by it")
    pages = tuple((env.get("BOROUGH_PAY_PAGES") or PAY_PAGES).split())
    for page in pages:
        parts = urlsplit(page)
        if parts.scheme not in ("https", "http") or not parts.netloc or page != f"{parts.scheme}://{parts.netloc}":
            raise InvalidSetting(f"BOROUGH_PAY_PAGES must be origins like https://card.example, not “{page}”.")
    key, secret = env.get("BOROUGH_PAY_KEY", ""), env.get("BOROUGH_PAY_WEBHOOK_SECRET", "")
    for name, text in (("BOROUGH_PAY_KEY", key), ("BOROUGH_PAY_WEBHOOK_SECRET", secret)):
        if not re.fullmatch(r"[\x21-\x7e]*", text) or 0 < len(text) < SHORTEST_PAY_SECRET:
            raise InvalidSetting(
                f"{name} must be {SHORTEST_PAY_SECRET} signs or more without spaces. Copy it whole from Pay."
            )
    return {"pay_url": url, "pay_pages": pages, "pay_key": key, "pay_webhook_secret": secret}


UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


def _notify(env: Mapping[str, str]) -> dict[str, Any]:
    """Return the GOV.UK Notify settings, if any. The key is never in error messages or sent unencrypted."""
    url = _private(env, "BOROUGH_NOTIFY_URL", NOTIFY, "messages and their readers pass by it")
    key, token = env.get("BOROUGH_NOTIFY_KEY", ""), env.get("BOROUGH_NOTIFY_CALLBACK_TOKEN", "")
    if key and not re.fullmatch(rf".*-?{UUID}-{UUID}", key):
        raise InvalidSetting(
            "BOROUGH_NOTIFY_KEY must be a name and two UUIDs joined by hyphens. Copy it whole from Notify."
        )
    if token and (len(token) < SHORTEST_PAY_SECRET or " " in token):
        raise InvalidSetting(
            f"BOROUGH_NOTIFY_CALLBACK_TOKEN must be {SHORTEST_PAY_SECRET} signs or more without spaces."
        )
    options: dict[str, Any] = {"notify_url": url, "notify_key": key, "notify_callback_token": token}
    for channel, name in (("email", "BOROUGH_NOTIFY_EMAIL_TEMPLATE"), ("text", "BOROUGH_NOTIFY_TEXT_TEMPLATE")):
        template = env.get(name, "")
        if template and not re.fullmatch(UUID, template):
            raise InvalidSetting(f"{name} must be the id of a template, a UUID, not “{template}”.")
        options[f"notify_{channel}_template"] = template
    return options


def _county(env: Mapping[str, str]) -> dict[str, Any]:
    """Return the Open311 settings for forwarding to the county. The key is never in error messages."""
    url = _private(env, "BOROUGH_COUNTY_URL", "", "what residents told us passes by it")
    key = env.get("BOROUGH_COUNTY_KEY", "")
    if url and not re.fullmatch(r"[\x21-\x7e]+", key):
        raise InvalidSetting("BOROUGH_COUNTY_KEY must be the api_key the county gave, signs without spaces.")
    return {"county_url": url, "county_key": key}


def read_environment(env: Mapping[str, str]) -> Environment:
    """Read the settings from a mapping such as os.environ. Raises InvalidSetting with a hint."""
    port = _integer(env, "BOROUGH_PORT", 8000, 1, 65535)
    return Environment(
        home=_home(env),
        council=env.get("BOROUGH_COUNCIL", ""),
        council_pack=_council_pack(env),
        database_url=_address(env, "DATABASE_URL", "", ("postgresql", "postgres")),
        public_url=_address(env, "BOROUGH_URL", f"http://127.0.0.1:{port}", ("http", "https")),
        bind=env.get("BOROUGH_BIND", "127.0.0.1"),
        port=port,
        live_port=_integer(env, "BOROUGH_LIVE_PORT", min(port + 1, 65535), 1, 65535),
        web_processes=_integer(env, "BOROUGH_WEB_PROCESSES", 2, 1, 64),
        web_threads=_integer(env, "BOROUGH_WEB_THREADS", 2, 1, 32),
        webhook_url=_address(env, "BOROUGH_WEBHOOK_URL", "", ("http", "https")),
        webhook_secret=env.get("BOROUGH_WEBHOOK_SECRET", ""),
        webhook_inside=_hosts(env, "BOROUGH_WEBHOOK_INSIDE"),
        mail_url=_address(env, "BOROUGH_MAIL_URL", "", ("smtp", "smtps", "file")),
        mail_from=env.get("BOROUGH_MAIL_FROM", "no-reply@borough.example"),
        bounces=env.get("BOROUGH_BOUNCES", ""),
        anchor_mail=env.get("BOROUGH_ANCHOR_MAIL", ""),
        scanner=_scanner(env),
        **_county(env),
        directories=(
            *_directory(env, "BOROUGH_RESIDENT_OIDC", "resident", "your online identity"),
            *_directory(env, "BOROUGH_STAFF_OIDC", "staff", "the staff directory"),
        ),
        trusted_proxies=_integer(env, "BOROUGH_TRUSTED_PROXIES", 0, 0, 5),
        pay_stand_in_port=_integer(env, "BOROUGH_PAY_STAND_IN_PORT", min(port + 2, 65535), 1, 65535),
        **_pay(env),
        **_notify(env),
    )


environment: Environment


def __getattr__(name: str) -> Environment:
    """Read the settings on first access, so that the caller can report an invalid one."""
    if name != "environment":
        raise AttributeError(name)
    globals()[name] = value = read_environment(os.environ)
    return value
