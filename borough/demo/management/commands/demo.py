"""The command `borough demo`: fill an empty instance with the demonstration borough."""

import argparse
import json
from dataclasses import asdict
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from borough.access.public import demonstration_cast
from borough.demo.actions.fill import fill
from borough.demo.actions.state import Demonstration
from borough.foundation.clock import now
from borough.foundation.ops import instance
from borough.kernel.atomic_files import atomic_write

LEAST, MOST = Fraction(1, 20), Fraction(1000)
SUMMARY_FILE = "demonstration.json"
HALF_FILLED = (
    "This home was being filled when something stopped it. Begin again in a new one: remove the folder of "
    "BOROUGH_HOME, or set BOROUGH_HOME (or DATABASE_URL) to another."
)


def _scale(text: str) -> Fraction:
    try:
        scale = Fraction(Decimal(text))
    except (InvalidOperation, ValueError) as error:
        raise argparse.ArgumentTypeError("a scale is a number, such as 0.1 or 10") from error
    if not LEAST <= scale <= MOST:
        raise argparse.ArgumentTypeError(f"a scale is from {float(LEAST)} to {float(MOST):g}")
    return scale


class Command(BaseCommand):
    """borough demo [--scale 1] [--seed 2018] [--json]."""

    help = "Fill an empty home with the demonstration council, or print the sign-ins of one already filled."

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument(
            "--scale", type=_scale, default=Fraction(1), help="1 is about 100,000 contacts in two years"
        )
        parser.add_argument("--seed", type=int, default=2018, help="seed of the random data; the figures stay the same")
        parser.add_argument("--json", action="store_true", help="print one line of JSON for scripts")

    def handle(self, *_: Any, **options: Any) -> None:
        """Fill it, once."""
        path = settings.HOME / SUMMARY_FILE
        if path.exists():
            demo = Demonstration(**json.loads(path.read_text()))
            self.stderr.write("This home is a demonstration already.")
        else:
            call_command("init", kind=instance.DEMONSTRATION, stdout=self.stderr, stderr=self.stderr)
            if demonstration_cast():
                raise CommandError(HALF_FILLED)
            try:
                demo = fill(at=now(), seed=options["seed"], scale=options["scale"], report=self.stderr.write)
            except instance.InstanceInUse as error:
                raise CommandError(str(error)) from error
            atomic_write(path, json.dumps(asdict(demo)), 0o600)
        self._print(demo, as_json=options["json"])

    def _print(self, demo: Demonstration, *, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(asdict(demo)))
            return
        self.stdout.write("The demonstration borough is filled. Everyone in it is invented. Sign-ins:")
        for role, sign_in in demo.sign_ins.items():
            code = f", one-time-code secret {sign_in['totp_secret']}" if "totp_secret" in sign_in else ""
            self.stdout.write(f"  {role}: {sign_in['email']}, password {sign_in['password']}{code}")
