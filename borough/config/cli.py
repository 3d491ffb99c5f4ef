"""The `borough` command: has the home's PostgreSQL up for as long as a command needs it, then does as asked."""

import ctypes
import os
import signal
import sys
from contextlib import nullcontext

from borough.config.cluster import Cluster, ClusterFailed
from borough.config.environment import BadSetting

LONG_LIVED = {"up", "web", "worker", "live"}
NO_DATABASE = {"help", "collectstatic", "urls", "version", "--help", "-h", "--version", "restore"}
PDEATHSIG = 1


def main() -> None:
    """Run one command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "borough.config.settings")
    if os.environ.get("BOROUGH_SUPERVISED") and sys.platform == "linux":
        ctypes.CDLL(None).prctl(PDEATHSIG, signal.SIGTERM)  # a supervisor that is killed takes us along
    for number in (signal.SIGTERM, signal.SIGINT):  # a script's background jobs are born deaf to Ctrl-C
        signal.signal(number, _stop)
    word = sys.argv[1] if len(sys.argv) > 1 else "help"
    try:
        from borough.config.environment import environment  # noqa: PLC0415 - a bad setting is told like any error

        cluster = Cluster(environment.home)
        own = not environment.database_url and word not in NO_DATABASE
        with cluster.running(keep_up=word in LONG_LIVED) if own else nullcontext():
            _do(word)
    except (BadSetting, ClusterFailed) as error:
        sys.exit(f"borough: {error}")
    except KeyboardInterrupt:
        sys.exit(130)


def _do(word: str) -> None:
    """Do it; what only starts other processes does so without loading Django, which takes them a second each."""
    if len(sys.argv) == 2 and word in ("web", "live", "up"):
        from borough.config import server, starting  # noqa: PLC0415 - only here

        {"web": server.serve_web, "live": server.serve_live, "up": starting.start_all}[word]()
        return
    from django.core.management import execute_from_command_line  # noqa: PLC0415 - settings come first

    execute_from_command_line(["borough", *sys.argv[1:]])


def _stop(number: int, _frame: object) -> None:
    """End as Ctrl-C does, so that what was started is stopped."""
    raise KeyboardInterrupt(number)


if __name__ == "__main__":
    main()
