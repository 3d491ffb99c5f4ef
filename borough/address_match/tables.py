"""Index tables: compact arrays of lines, streets, words and postcodes, stored on disk and memory-mapped."""

import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

VERSION: Final = 2
"""Version of the disk layout and the text normalisation; other versions must be rebuilt."""

Ints = npt.NDArray[Any]
MARK = "index.json"


class StaleIndex(ValueError):
    """The folder has no index of this version: rebuild it from the gazetteer."""


class Texts(Sequence[str]):
    """Many short texts in one block of bytes; the first is always empty."""

    def __init__(self, block: Ints, starts: Ints) -> None:
        """block: uint8; starts: int64, one more than there are texts."""
        self.block, self.starts = block, starts

    @classmethod
    def of(cls, texts: Sequence[str]) -> "Texts":
        """Pack texts."""
        encoded = [text.encode() for text in texts]
        starts = np.zeros(len(encoded) + 1, np.int64)
        np.cumsum([len(item) for item in encoded], out=starts[1:])
        return cls(np.frombuffer(b"".join(encoded), np.uint8), starts)

    def __len__(self) -> int:
        return len(self.starts) - 1

    def __getitem__(self, at: Any) -> Any:
        return bytes(self.block[self.starts[at] : self.starts[at + 1]]).decode()


@dataclass(frozen=True, slots=True)
class Postings:
    """Row numbers by key: rows[starts[key]:starts[key + 1]]."""

    starts: Ints
    rows: Ints

    @classmethod
    def of(cls, keys: Ints, rows: Ints, count: int) -> "Postings":
        """Build postings from pairs (key, row); keys are below count."""
        order = np.argsort(keys, kind="stable")
        starts = np.zeros(count + 1, np.int64)
        np.cumsum(np.bincount(keys, minlength=count), out=starts[1:])
        return cls(starts, rows[order].astype(np.int32))

    def get(self, key: int) -> Ints:
        """Return the rows of a key."""
        result: Ints = self.rows[self.starts[key] : self.starts[key + 1]]
        return result


@dataclass(frozen=True)
class Tables:
    """Arrays of one gazetteer. L lines, S streets, N street names, W words, P postcodes; texts by number, 0 empty.

    numbers: int16 (L, 8), secondary then primary: start, letter, end, letter; -1 and 0 for none.
    house: int16 (L, 2), the first and last number of the building; unit: int16 (L, 2), number and letter of the
    unit.
    exact_keys, signature_keys: int64, sorted; a signature is a street name and a number.
    """

    uprn: Ints
    status: Ints
    postcode: Ints
    street: Ints
    secondary_text: Ints
    primary_text: Ints
    organisation: Ints
    numbers: Ints
    house: Ints
    unit: Ints
    street_name: Ints
    street_places: Ints
    name_text: Ints
    text_block: Ints
    text_starts: Ints
    word_block: Ints
    word_starts: Ints
    word_lines: Ints
    postcode_chars: Ints
    line_word_starts: Ints
    line_tokens: Ints
    holder_starts: Ints
    holder_rows: Ints
    named_starts: Ints
    named_rows: Ints
    name_word_starts: Ints
    name_tokens: Ints
    in_postcode_starts: Ints
    in_postcode_rows: Ints
    exact_keys: Ints
    exact_rows: Ints
    signature_keys: Ints
    signature_rows: Ints

    @cached_property
    def texts(self) -> Texts:
        """Return texts by number."""
        return Texts(self.text_block, self.text_starts)

    @cached_property
    def vocabulary(self) -> list[str]:
        """Return words by number."""
        tokens = Texts(self.word_block, self.word_starts)
        return [tokens[at] for at in range(len(tokens))]

    @cached_property
    def word_number(self) -> dict[str, int]:
        """Return numbers by word."""
        return {word: at for at, word in enumerate(self.vocabulary)}

    @cached_property
    def postcodes(self) -> list[str]:
        """Return postcodes by number, the first one empty."""
        rows = self.postcode_chars.tobytes().decode("ascii")
        return [f"{rows[at : at + 4].strip()} {rows[at + 4 : at + 7]}".strip() for at in range(0, len(rows), 7)]

    @cached_property
    def postcode_number(self) -> dict[str, int]:
        """Return numbers by postcode."""
        return {postcode: at for at, postcode in enumerate(self.postcodes)}

    @cached_property
    def weight(self) -> Ints:
        """Return float64 word weights: log of all lines over lines with the word, 11 at most."""
        lines = len(self.uprn) + 2
        result: Ints = 11.0 * np.log(lines / (np.asarray(self.word_lines) + 1.0)) / np.log(lines)
        return result

    @cached_property
    def holders(self) -> Postings:
        """Return lines by word of their names and organisations."""
        return Postings(self.holder_starts, self.holder_rows)

    @cached_property
    def named(self) -> Postings:
        """Return street names by word."""
        return Postings(self.named_starts, self.named_rows)

    @cached_property
    def in_postcode(self) -> Postings:
        """Return lines by postcode; the first postcode is empty and has none."""
        return Postings(self.in_postcode_starts, self.in_postcode_rows)

    def save(self, folder: Path, note: str = "") -> None:
        """Write the tables to a folder atomically. note: stored for the caller."""
        draft = folder.with_name(folder.name + ".draft")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(parents=True)
        for field in fields(self):
            np.save(draft / f"{field.name}.npy", getattr(self, field.name))
        (draft / MARK).write_text(json.dumps({"version": VERSION, "lines": len(self.uprn), "note": note}))
        old = folder.with_name(folder.name + ".old")
        shutil.rmtree(old, ignore_errors=True)
        if folder.exists():
            folder.rename(old)
        draft.rename(folder)
        shutil.rmtree(old, ignore_errors=True)

    @classmethod
    def open(cls, folder: Path) -> "Tables":
        """Open the tables of a folder, memory-mapped. Raises StaleIndex if there are none of this version."""
        try:
            mark = json.loads((folder / MARK).read_text())
            if mark["version"] != VERSION:
                raise StaleIndex(f"{folder} has layout {mark['version']}, this program reads {VERSION}: build it again")
            return cls(**{column.name: _mapped(folder / f"{column.name}.npy") for column in fields(cls)})
        except (OSError, KeyError, ValueError) as error:
            if isinstance(error, StaleIndex):
                raise
            raise StaleIndex(f"{folder} holds no whole index: build it again") from error


def _mapped(path: Path) -> Ints:
    """Return a memory-mapped array as a plain array, whose rows are faster to access than a memmap's."""
    values: Ints = np.load(path, mmap_mode="r").view(np.ndarray)
    return values


def version_of(folder: Path) -> str:
    """Return the note stored with the tables, "" if there are none of this version."""
    try:
        mark = json.loads((folder / MARK).read_text())
        return str(mark["note"]) if mark["version"] == VERSION else ""
    except (OSError, KeyError, ValueError):
        return ""
