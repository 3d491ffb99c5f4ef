"""The command `borough pack`: begin a council pack, check one, and show the one in use."""

import argparse
import shutil
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from borough.config.packs import NEUTRAL
from borough.foundation.packs import check_pack, current_pack
from borough.kernel.council_pack import CouncilPack, PackMissing, read_pack


class Command(BaseCommand):
    """borough pack new DIR | check [DIR] | show."""

    help = "Begin a council pack, list what is missing or contradictory in one, or show the one in use."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        subparsers = parser.add_subparsers(dest="word", required=True)
        new = subparsers.add_parser("new", help="write a small pack into a folder, to be changed there")
        new.add_argument("folder", type=Path)
        check = subparsers.add_parser("check", help="list every fault with its file and line")
        check.add_argument("folder", type=Path, nargs="?", help="another pack than the one in use")
        subparsers.add_parser("show", help="what the pack in use contains")

    def handle(self, *_: Any, **options: Any) -> None:
        """Run the subcommand; faults end with exit code 1."""
        if options["word"] == "new":
            self._new(options["folder"])
        elif options["word"] == "check":
            self._check(options["folder"])
        else:
            self._show(current_pack())

    def _new(self, folder: Path) -> None:
        if folder.exists() and any(folder.iterdir()):
            raise CommandError(f"{folder} is not empty.")
        shutil.copytree(NEUTRAL, folder, dirs_exist_ok=True)
        self.stdout.write(
            f"Wrote a council pack. Begin with {folder / 'council.toml'}, then: borough pack check {folder}"
        )

    def _check(self, folder: Path | None) -> None:
        try:
            pack = read_pack(folder.absolute()) if folder else current_pack()
        except PackMissing as error:
            raise CommandError(str(error)) from error
        faults = check_pack(pack)
        for fault in faults:
            self.stdout.write(str(fault))
        if faults:
            sys.exit(1)
        self.stdout.write(f"The pack {pack.path} has no faults.")

    def _show(self, pack: CouncilPack) -> None:
        lines = [
            f"{pack.council.name}, version {pack.version or 'not set'}",
            f"Folder: {pack.path}",
            f"Languages: {', '.join(pack.council.languages)}",
            f"Teams: {', '.join(team.name for team in pack.teams)}",
            f"Services: {', '.join(pack.services)}",
        ]
        self.stdout.write("\n".join(lines))
