"""The command `borough backup`: write an instance to one verified archive."""

import argparse
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from borough.config.backup import BackupError, write_backup
from borough.config.environment import environment
from borough.foundation.clock import now
from borough.foundation.ops import anchors


class Command(BaseCommand):
    """borough backup [--to FILE]; safe while everything is running."""

    help = "Back up the database and the files to one archive, and verify it."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument(
            "--to", type=Path, help="the archive to write; default: dated, in the home's backups folder"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Write the backup."""
        at = now()
        target: Path = options["to"] or settings.HOME / "backups" / f"borough-{at:%Y-%m-%d-%H%M%S}.tar"
        if target.exists():
            raise CommandError(f"{target} is there already. Give another name.")
        anchor = anchors.record_anchor()
        try:
            write_backup(environment, target.absolute(), at, {"anchor": anchor}, self.stderr.write)
        except BackupError as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(
                f"{target} cannot be written: {error.strerror}. Give another place with --to."
            ) from error
        self.stdout.write(f"{target} is written and checked: {target.stat().st_size:,} bytes, anchor {anchor}")
