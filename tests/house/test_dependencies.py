"""Every dependency says what it is for, the locks are whole, and no registry is named."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "pyproject.toml").read_text()


def test_every_dependency_says_what_it_is_for():
    wanted = [
        *tomllib.loads(TEXT)["project"]["dependencies"],
        *sum(tomllib.loads(TEXT)["dependency-groups"].values(), []),
    ]
    silent = [dependency for dependency in wanted if not re.search(rf'"{re.escape(dependency)}",\s+# \w.{{10,}}', TEXT)]
    assert silent == []


def test_every_locked_package_has_a_hash_and_no_address():
    for lock in ROOT.glob("requirements*.lock"):
        text = lock.read_text()
        assert "://" not in text
        packages = re.findall(r"^[a-z0-9][^\s=]*==", text, re.MULTILINE)
        assert len(packages) == len(re.findall(r"^[a-z0-9].*\\\n\s+--hash=sha256:", text, re.MULTILINE)) > 50
