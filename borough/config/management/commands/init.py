"""The command `borough init`: create an instance, or update it."""

import argparse
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from borough.config.environment import environment
from borough.config.packs import record_pack
from borough.config.startup import save_code_state
from borough.foundation.clock import now
from borough.foundation.ops import instance
from borough.foundation.packs import check_pack, current_pack, provision


class Command(BaseCommand):
    """Safe to run again at any time, and after every upgrade."""

    help = "Create a home under BOROUGH_HOME, or update one after an upgrade."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("--kind", choices=[instance.LIVE, instance.DEMONSTRATION], help=argparse.SUPPRESS)
        parser.add_argument("--pack", metavar="DIR", help="the council's pack; recorded, so that it is needed once")

    def handle(self, *_: Any, **options: Any) -> None:
        """Migrate, collect static files, and write the council's pack into the database."""
        pack = current_pack()
        if faults := check_pack(pack):
            raise CommandError("\n".join([f"The council pack {pack.path} has faults:", *map(str, faults)]))
        self.stderr.write("Bringing the database up to date...")
        call_command("migrate", interactive=False, verbosity=0)
        self.stderr.write("Collecting style sheets, scripts and pictures...")
        call_command("collectstatic", interactive=False, verbosity=0)
        try:
            instance.set_kind(options["kind"] or instance.kind() or instance.LIVE)
        except instance.InstanceInUse as error:
            raise CommandError(str(error)) from error
        record_pack(settings.HOME, environment.council_pack)
        for change in provision(by="command:init", at=now(), pack=pack):
            self.stderr.write(change)
        save_code_state()
        self.stdout.write(f"The home {settings.HOME} is ready.")
