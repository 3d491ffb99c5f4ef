"""Files are there whole or not at all."""

import os
from pathlib import Path

import pytest

from borough.config.environment import InvalidSetting, read_or_create_secret
from borough.kernel import atomic_files


def test_file_replaces_the_previous_and_leaves_no_temporary_file(tmp_path):
    place = tmp_path / "new" / "told.txt"
    atomic_files.atomic_write(place, "one", 0o600)
    atomic_files.atomic_write(place, b"two", 0o600)
    assert (place.read_text(), place.stat().st_mode & 0o777) == ("two", 0o600)
    assert [*place.parent.iterdir()] == [place]


def test_a_disk_that_is_full_leaves_the_file_as_it_was(tmp_path, monkeypatch):
    place = tmp_path / "told.txt"
    atomic_files.atomic_write(place, "one")

    def full(_handle):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        atomic_files.atomic_write(place, "two")
    assert place.read_text() == "one" and [*tmp_path.iterdir()] == [place]


def test_everything_in_a_folder_is_synced(tmp_path, monkeypatch):
    inside = tmp_path / "a" / "b"
    inside.mkdir(parents=True)
    (inside / "c").write_text("c")
    sure = []
    monkeypatch.setattr(os, "fsync", lambda handle: sure.append(str(Path(f"/proc/self/fd/{handle}").readlink())))
    atomic_files.fsync_tree(tmp_path)
    assert sorted(sure) == sorted(str(path) for path in (tmp_path, inside.parent, inside, inside / "c"))


def test_an_empty_secret_is_refused_with_what_to_do(tmp_path):
    place = tmp_path / "secret.key"
    assert (
        read_or_create_secret(place, lambda: "made once")
        == read_or_create_secret(place, lambda: "made twice")
        == "made once"
    )
    place.write_text("")
    with pytest.raises(InvalidSetting, match="Put it back from a backup"):
        read_or_create_secret(place, lambda: "made once")
