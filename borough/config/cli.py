"""The `borough` command: keeps the instance's PostgreSQL running while a command needs it, and runs it."""

import os
import signal
import sys
from contextlib import nullcontext
from importlib.metadata import version
from pathlib import Path

from borough.config.environment import InvalidSetting
from borough.config.local_postgres import LocalPostgres, LocalPostgresError
from borough.config.packs import choose_from_arguments
from borough.config.parent_death import exit_with_parent

LONG_RUNNING = {"up", "web", "worker", "live", "pay_stand_in"}
ASK_HELP, ASK_VERSION = {"help", "--help", "-h"}, {"version", "--version"}
NO_DATABASE = {"collectstatic", "urls", "restore", "pack"} | ASK_HELP | ASK_VERSION
HOME_HINT = "Set BOROUGH_HOME to a folder you may write in."


def main() -> None:
    """Run one command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "borough.config.settings")
    if os.environ.get("BOROUGH_SUPERVISED"):
        exit_with_parent(signal.SIGTERM)  # end together with a supervisor that is killed
    os.environ.setdefault("DJANGO_COLORS", "nocolor")  # no red for a command's progress messages
    for number in (signal.SIGTERM, signal.SIGINT):  # background jobs of a shell script ignore SIGINT by default
        signal.signal(number, _stop)
    word = sys.argv[1] if len(sys.argv) > 1 else "help"
    try:
        choose_from_arguments(sys.argv[1:])  # before the settings are read
        from borough.config.environment import environment  # noqa: PLC0415 - a bad setting is told like any error

        _ensure_home(environment.home)
        cluster = LocalPostgres(environment.home)
        own = not environment.database_url and word not in NO_DATABASE
        with cluster.running(keep_up=word in LONG_RUNNING) if own else nullcontext():
            _run_command(word)
    except (InvalidSetting, LocalPostgresError) as error:
        sys.exit(f"borough: {error}")
    except KeyboardInterrupt:
        sys.exit(130)


def _ensure_home(home: Path) -> None:
    """Create the instance folder. Ends with an error if it is not writable."""
    try:
        home.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InvalidSetting(f"The home {home} cannot be made: {error.strerror}. {HOME_HINT}") from error
    if not os.access(home, os.W_OK | os.X_OK):
        raise InvalidSetting(f"The home {home} cannot be written in. {HOME_HINT}")


def _run_command(word: str) -> None:
    """Run the command; process starters run without loading Django, which takes a second each."""
    if len(sys.argv) == 2 and word in ("web", "live", "up"):
        from borough.config import server, startup  # noqa: PLC0415 - only here

        {"web": server.serve_web, "live": server.serve_live, "up": startup.start_all}[word]()
        return
    if word in ASK_VERSION:
        sys.stdout.write(f"borough {version('borough')}\n")
        return
    if word in ASK_HELP and len(sys.argv) < 3:
        _print_commands()
        return
    from django.core.management import CommandError, execute_from_command_line  # noqa: PLC0415 - settings come first
    from django.db import OperationalError, ProgrammingError  # noqa: PLC0415 - as above
    from psycopg.errors import UndefinedTable  # noqa: PLC0415 - as above

    CommandError.__name__ = "borough"  # Django prints the class name before the message; ours is the program name
    try:
        execute_from_command_line(["borough", *sys.argv[1:]])
    except OperationalError as error:
        sys.exit(f"borough: the database does not answer as it should: {str(error).strip().splitlines()[0]}")
    except ProgrammingError as error:
        if not isinstance(error.__cause__, UndefinedTable):
            raise
        sys.exit("borough: this home's database is not made, or older than the code. Run: borough init")


def _print_commands() -> None:
    """Print our own commands, one line each; Django's commands also work."""
    import django  # noqa: PLC0415 - as above
    from django.core.management import get_commands, load_command_class  # noqa: PLC0415 - as above

    django.setup()
    ours = {name: str(app) for name, app in sorted(get_commands().items()) if str(app).startswith("borough.")}
    sys.stdout.write("borough WORD, where WORD is one of these; borough WORD --help tells more of it.\n\n")
    for name, app in ours.items():
        sys.stdout.write(f"  {name:<15} {load_command_class(app, name).help}\n")


def _stop(number: int, _frame: object) -> None:
    """Exit as on Ctrl-C, so that child processes are stopped."""
    raise KeyboardInterrupt(number)


if __name__ == "__main__":
    main()
