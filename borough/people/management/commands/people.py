"""The command `borough people`: answer an access request with a file, erase a person, find duplicates."""

import argparse
import json
import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from borough.foundation.clock import now
from borough.foundation.files.subject_access_export import write_archive
from borough.kernel.references import parse_reference
from borough.kernel.refusals import Refused
from borough.people.public import (
    ErasureBlocked,
    answer_access_request,
    check_all_duplicates,
    count_possible_duplicates,
    erase,
    find,
)

BY = "command:people"


class Command(BaseCommand):
    """borough people access REFERENCE --to FILE | erase REFERENCE --ground TEXT | duplicates."""

    help = "Answer a subject access request, erase a person, or find duplicates."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        subparsers = parser.add_subparsers(dest="word", required=True)
        access = subparsers.add_parser("access", help="everything about a person, for machines: UK GDPR article 15")
        access.add_argument("reference")
        access.add_argument(
            "--to",
            type=Path,
            required=True,
            help="a new file, readable by its owner only; .zip includes the person's files",
        )
        erase_parser = subparsers.add_parser("erase", help="blank what names a person, for good: UK GDPR article 17")
        erase_parser.add_argument("reference")
        erase_parser.add_argument("--ground", required=True, help="the reason; it is stored, so include no name")

        subparsers.add_parser("duplicates", help="look at every record for others that may be of the same person")

    def handle(self, *_: Any, **options: Any) -> None:
        """Run the subcommand."""
        if options["word"] == "duplicates":
            self._look()
            return
        person = find(parse_reference(options["reference"]) or "")
        if person is None:
            raise CommandError(f"There is no person {options['reference']}.")
        if options["word"] == "access":
            self._answer(person, options["to"])
        else:
            self._erase(person, options["ground"])

    def _look(self) -> None:
        last = 0
        while last := check_all_duplicates(at=now(), after=last):
            continue
        self.stdout.write(f"{count_possible_duplicates():,} pairs wait to be decided.")

    def _answer(self, person: int, path: Path) -> None:
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        except OSError as error:
            raise CommandError(f"{path} cannot be made: {error.strerror}. Give the name of a new file.") from error
        files = 0
        with os.fdopen(descriptor, "wb") as target:
            data = answer_access_request(by=BY, at=now(), person_id=person)
            if path.suffix == ".zip":
                files = write_archive(data, target, own=False)
            else:
                target.write(json.dumps(data, indent=1, default=str, ensure_ascii=False).encode())
        rows = sum(map(len, data.values()))
        more = f", and {files:,} files" if path.suffix == ".zip" else ""
        self.stdout.write(f"{path} holds {rows:,} records from {len(data)} tables{more}.")

    def _erase(self, person: int, ground: str) -> None:
        try:
            changed = erase(by=BY, at=now(), person_id=person, ground=ground)
        except (ErasureBlocked, Refused) as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"Erased: {sum(changed.values()):,} records of {len(changed)} tables name no one now.")
