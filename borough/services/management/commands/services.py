"""The command `borough services`: check services, import external forms, dispose of due records."""

import argparse
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from borough.forms.importers.phrases import TranslationFileError
from borough.foundation import retention
from borough.foundation.clock import now, today
from borough.services.actions.disposal import dispose
from borough.services.actions.import_form import FormError, check_services, import_form_file
from borough.services.actions.translations import reviewers, write_translations
from borough.services.queries.translators import ENGLISH, LANGUAGES
from borough.services.types import UnknownService


class Command(BaseCommand):
    """borough services check | import FILE [--to FOLDER] | translations KEY LANGUAGE | dispose."""

    help = "Check services, import another body's form, manage translations, or dispose of due records."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        subparsers = parser.add_subparsers(dest="word", required=True)
        subparsers.add_parser("dispose", help="dispose now of everything that is past its time, as is done each night")
        subparsers.add_parser("check", help="check questions, text, branches, fees, promises, routes and retention")
        worded = subparsers.add_parser("translations", help="extract a service's texts to its PO file")
        worded.add_argument("service", help="a service's key, or “common” for texts shared by all services")
        worded.add_argument("language", choices=[code for code in LANGUAGES if code != ENGLISH])
        bringing = subparsers.add_parser(
            "import", help="read a form definition, JSON or YAML, and walk every way through it"
        )
        bringing.add_argument("file", type=Path)
        bringing.add_argument("--to", type=Path, help="write the definition as service.py to this folder")

    def handle(self, *_: Any, **options: Any) -> None:
        """Run the subcommand; faults end with exit code 1."""
        if options["word"] == "import":
            self._import(options["file"], options["to"])
            return
        if options["word"] == "dispose":
            self._dispose()
            return
        if options["word"] == "translations":
            self._translations(options["service"], options["language"])
            return
        faults = check_services(today())
        for fault in faults:
            self.stdout.write(
                f"{fault.service}: {fault.check}{', ' + fault.where if fault.where else ''}: {fault.sentence}"
            )
        if faults:
            sys.exit(1)
        for service, code, reader in reviewers():
            reviewed = f"read through by {reader}" if reader else "not read through by anyone who speaks it"
            self.stdout.write(f"{service}: {LANGUAGES[code]}: whole, {reviewed}")
        self.stdout.write("Every service may be published.")

    def _translations(self, service: str, language: str) -> None:
        try:
            path, count, missing = write_translations(at=now(), key=service, language=language)
        except (TranslationFileError, UnknownService) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{path}: {count} texts, {missing} without a translation")

    def _dispose(self) -> None:
        by, keys = "command:services", [retention_class.key for retention_class in retention.classes()]
        done = dispose(by=by, at=now(), today=today())
        for key, count in (done | retention.dispose(by=by, at=now(), today=today(), keys=keys)).items():
            self.stdout.write(f"{key}: {count:,} disposed of")

    def _import(self, file: Path, to: Path | None) -> None:
        try:
            brought = import_form_file(file, to, today())
        except (FormError, OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{file}: {error}") from error
        self.stdout.write(f"{brought.name}: {brought.pages} pages, {brought.questions} questions")
        self.stdout.write(
            f"Every way walked: {brought.walks} walks, {brought.reached} of {brought.pages} pages reached"
        )
        for page in brought.unreached:
            self.stdout.write(f"Not reached by any answers: {page}")
        for loss in brought.lost:
            self.stdout.write(f"Not supported: {loss.where}: {loss.what}")
        for loss in brought.odd:
            self.stdout.write(f"Odd in the form: {loss.where}: {loss.what}")
        if not brought.lost:
            self.stdout.write("Nothing was lost.")
        if brought.written:
            self.stdout.write(f"Wrote {brought.written}. Give it its owner, routes, promise and retention class.")
