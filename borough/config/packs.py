"""Which council pack this instance uses, and where packs are.

In this order: BOROUGH_COUNCIL_PACK; the folder that `borough init --pack DIR` recorded in the instance; the folder
`pack` of the instance, which `borough init` writes; and the neutral pack inside the package.
"""

import os
import shutil
import sys
from pathlib import Path

from borough.config.environment import InvalidSetting
from borough.kernel.atomic_files import atomic_write
from borough.kernel.council_pack import COUNCIL, CouncilPack, PackMissing, read_pack

VARIABLE = "BOROUGH_COUNCIL_PACK"
NEUTRAL = Path(__file__).with_name("neutral_pack")
RECORD, OWN_FOLDER = "council-pack", "pack"
_REPOSITORY = Path(__file__).resolve().parents[2]


def councils_folder() -> Path:
    """Return the folder of the packs that come with Borough: in the repository, or where the wheel installs data."""
    repository = _REPOSITORY / "councils"
    return repository if repository.is_dir() else Path(sys.prefix) / "share" / "borough" / "councils"


def pack_folder(home: Path, chosen: Path | None) -> Path:
    """Return the folder of the pack in use."""
    if chosen:
        return chosen
    record = home / RECORD
    if record.exists() and (recorded := record.read_text(encoding="utf-8").strip()):
        return Path(recorded)
    return home / OWN_FOLDER if (home / OWN_FOLDER / COUNCIL).is_file() else NEUTRAL


def load_pack(home: Path, chosen: Path | None) -> CouncilPack:
    """Read the pack in use. Raises InvalidSetting if there is none in its folder."""
    try:
        return read_pack(pack_folder(home, chosen))
    except PackMissing as error:
        raise InvalidSetting(f"{error} Say where it is: borough init --pack DIR, or {VARIABLE}.") from error


def choose_from_arguments(arguments: list[str]) -> None:
    """Let the settings use the pack of `borough init --pack DIR`, and that of `borough demo`, from the start."""
    if arguments[:1] == ["init"]:
        for at, argument in enumerate(arguments):
            if argument == "--pack" and at + 1 < len(arguments):
                os.environ[VARIABLE] = str(Path(arguments[at + 1]).expanduser().absolute())
            elif argument.startswith("--pack="):
                os.environ[VARIABLE] = str(Path(argument.removeprefix("--pack=")).expanduser().absolute())
    elif arguments[:1] == ["demo"]:
        os.environ.setdefault(VARIABLE, str(councils_folder() / "demonstration"))


def record_pack(home: Path, chosen: Path | None) -> None:
    """Record the pack in the instance; without a choice, write the neutral pack into it for the council to change."""
    if chosen:
        atomic_write(home / RECORD, f"{chosen}\n")
    elif pack_folder(home, None) == NEUTRAL:
        shutil.copytree(NEUTRAL, home / OWN_FOLDER, dirs_exist_ok=True)
