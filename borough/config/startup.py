"""Start all processes, updating the instance first if the code has changed."""

import hashlib
import os
import secrets
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

from borough.config.environment import environment, read_or_create_secret
from borough.config.server import check_port_free
from borough.config.supervisor import supervise
from borough.kernel.atomic_files import atomic_write, fsync_tree

STAMP = "brought-up-to"
ROOT = Path(__file__).resolve().parent.parent
WITH_TABLES = ("django", "django-allauth", "procrastinate", "django-pghistory")
COMMANDS = ["web", "worker", "live"]


def code_state() -> str:
    """Return a digest of files that affect tables or static files, and of libraries with tables."""
    files = sorted([*ROOT.glob("*/migrations/*.py"), *(p for p in ROOT.glob("*/static/**/*") if p.is_file())])
    lines = [f"{p.relative_to(ROOT)} {p.stat().st_size} {p.stat().st_mtime_ns}" for p in files]
    return hashlib.sha256(
        "\n".join([*lines, *(f"{name} {version(name)}" for name in WITH_TABLES)]).encode()
    ).hexdigest()


def save_code_state() -> None:
    """Record that the instance matches the current code; called at the end of `borough init`."""
    if (static := environment.home / "static").exists():
        fsync_tree(static)
    atomic_write(environment.home / STAMP, code_state())


def is_up_to_date() -> bool:
    """Return whether the instance matches the current code."""
    stamp = environment.home / STAMP
    return stamp.exists() and stamp.read_text() == code_state()


def print_line(sentence: str) -> None:
    """Print a line for the operator."""
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


def _check_database_answers() -> None:
    """Exit with a message if an external database is down; a private one is running by now."""
    import psycopg  # noqa: PLC0415 - only with a database that is not ours

    try:
        psycopg.connect(environment.database_url, connect_timeout=10).close()
    except psycopg.Error as error:
        sys.exit(f"borough: the database at DATABASE_URL does not answer: {str(error).strip().splitlines()[0]}")


def pay_stand_in_settings() -> dict[str, str]:
    """Return settings for a demonstration's own Pay simulator; empty if a real key is set.

    Browsers reach its card pages on the site's host name. This does not work over https, so there is none then.
    """
    if environment.pay_key or environment.secure:
        return {}
    port, host = environment.pay_stand_in_port, urlsplit(environment.public_url).hostname
    folder = environment.home / "pay-stand-in"
    return {
        "BOROUGH_PAY_URL": f"http://127.0.0.1:{port}",
        "BOROUGH_PAY_PAGES": f"http://{host}:{port}",
        "BOROUGH_PAY_KEY": read_or_create_secret(folder / "key", lambda: secrets.token_urlsafe(32)),
        "BOROUGH_PAY_WEBHOOK_SECRET": read_or_create_secret(folder / "secret", lambda: secrets.token_urlsafe(32)),
    }


def start_all() -> None:
    """Update the instance if necessary, then run the web server, a worker and live events."""
    if environment.database_url:
        _check_database_answers()
    if (
        not is_up_to_date()
        and subprocess.run([sys.executable, "-m", "borough.config.cli", "init"], check=False).returncode
    ):
        sys.exit("borough: the home could not be brought up to date; see above.")
    if environment.port == environment.live_port:
        sys.exit("borough: BOROUGH_PORT and BOROUGH_LIVE_PORT must be two ports, not the same.")
    check_port_free("BOROUGH_PORT", environment.port)
    check_port_free("BOROUGH_LIVE_PORT", environment.live_port)
    print_line(f"Borough is at {environment.public_url}/")
    commands = list(COMMANDS)
    if (environment.home / "demonstration.json").exists():
        print_line(f"This is a demonstration: sign in as anyone at {environment.public_url}/demo/sign-in/")
        if settings := pay_stand_in_settings():
            check_port_free("BOROUGH_PAY_STAND_IN_PORT", environment.pay_stand_in_port)
            os.environ.update(settings)
            commands.append("pay_stand_in")
    print_line("Ctrl-C ends it.")
    supervise(commands, print_line)
