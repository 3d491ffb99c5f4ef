"""Public names are frozen: a change needs a new line in CHANGELOG.md; run `python -m tests.house.test_public_names`."""

import hashlib
import json
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
SNAPSHOT = Path(__file__).with_name("public_names.json")
CHANGELOG = ROOT / "CHANGELOG.md"


def digest(names):
    return hashlib.sha256(json.dumps(names, sort_keys=True).encode()).hexdigest()[:12]


def test_no_public_name_changed_without_an_entry_in_the_changelog():
    from tests.house.public_names import gather

    before, after = json.loads(SNAPSHOT.read_text()), gather()
    changed = {
        kind: {
            "added": sorted(set(after[kind]) - set(before[kind])),
            "removed": sorted(set(before[kind]) - set(after[kind])),
        }
        for kind in after
        if set(after[kind]) != set(before[kind])
    }
    assert changed == {}, "Describe the change in CHANGELOG.md, then run: python -m tests.house.test_public_names"


def test_the_changelog_names_the_snapshot_of_public_names():
    """The digest of the frozen names stands under Unreleased, so that they never change without the file changing."""
    names = json.loads(SNAPSHOT.read_text())
    unreleased = re.split(r"^## ", CHANGELOG.read_text(), flags=re.MULTILINE)[1]
    assert f"public names {digest(names)}" in unreleased


def main():
    import tests.conftest  # noqa: F401 - a home and settings
    from tests.house.public_names import gather

    names = gather()
    SNAPSHOT.write_text(json.dumps(names, indent=1, ensure_ascii=False) + "\n")
    print(f"Write in CHANGELOG.md, under the newest heading: public names {digest(names)}")


if __name__ == "__main__":
    main()
