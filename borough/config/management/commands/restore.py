"""The command `borough restore`: restore an archive to an empty instance, checked against its anchor."""

import argparse
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from borough.config.backup import BackupError, restore_backup
from borough.config.environment import environment
from borough.config.local_postgres import LocalPostgres
from borough.foundation import audit


class Command(BaseCommand):
    """borough restore FILE, with BOROUGH_HOME or DATABASE_URL naming an empty instance."""

    help = "Restore a backup into an empty home, and verify the audit chain."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("file", type=Path)

    def handle(self, *_: Any, **options: Any) -> None:
        """Restore it."""
        path: Path = options["file"].absolute()
        if not path.is_file():
            raise CommandError(f"There is no backup {path}.")
        with nullcontext() if environment.database_url else LocalPostgres(environment.home).running():
            try:
                listed = restore_backup(environment, path, self.stderr.write)
            except (BackupError, OSError) as error:
                raise CommandError(str(error)) from error
            faults = list(audit.verify(audit.parse_anchors(listed["anchor"])))
            if faults:
                raise CommandError(f"The restored audit chain has {len(faults)} faults; the first: {faults[0].what}.")
            call_command("init", stderr=self.stderr, stdout=self.stdout)
        self.stdout.write(
            f"Restored as of {listed['created_at']}. The audit chain is whole and agrees with its anchor."
        )
