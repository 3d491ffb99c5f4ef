"""The on-disk search index: built as a whole, updated in place, and opened by any process."""

import json
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import tantivy

from borough.address_match.address_lines import single_line
from borough.address_match.search.terms import POSTAL, terms_of
from borough.address_match.types import Line, Status
from borough.kernel.atomic_files import atomic_write

VERSION: Final = 2
"""Format version; increase it when the stored content changes, so that older indexes are rebuilt."""
WEIGHTS: Final = {Status.APPROVED: 1.0, Status.PROVISIONAL: 0.9, Status.ALTERNATE: 0.85, Status.HISTORIC: 0.6}
NOT_POSTAL: Final = 0.5
HEAP: Final = 64_000_000  # bytes of the writer's buffer
GRACE: Final = 60.0  # seconds a replaced index stays for processes that have it open
MARK = "mark.json"
POINTER = "current"


class IndexMissing(RuntimeError):
    """There is no index that this version can read."""


@dataclass(frozen=True)
class IndexState:
    """The source of an index: the position of the gazetteer's last change in it, and its number of lines."""

    position: int
    lines: int


def schema() -> tantivy.Schema:
    """Return the schema. words: search terms. uprn: the property. weight: the score multiplier."""
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("terms", tokenizer_name="whitespace", index_option="freq")
    builder.add_integer_field("uprn", stored=True, indexed=True, fast=True)
    builder.add_text_field("label", stored=True, index_option="basic", tokenizer_name="raw")
    builder.add_float_field("weight", fast=True)
    return builder.build()


def _documents(lines: Iterable[Line], of: tantivy.Schema) -> Iterator[tantivy.Document]:
    """Yield one document per line. Lines of equal score rank in input order."""
    for line in lines:
        weight = WEIGHTS.get(line.status, 0.0) * (NOT_POSTAL if line.postal == "N" else 1.0)
        if weight:
            text = terms_of(line) if line.postal == "N" else f"{terms_of(line)} {POSTAL}"
            yield tantivy.Document.from_dict(
                {"terms": text, "uprn": line.uprn, "label": single_line(line), "weight": weight}, of
            )


def build_index(folder: Path, lines: Iterable[Line], position: int) -> IndexState:
    """Build a complete index next to the one in use, and switch to it atomically.

    A process killed at any moment leaves the previous index in use.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    place = folder / f"{position}-{secrets.token_hex(4)}"
    place.mkdir(mode=0o700)
    shape = schema()
    writer = tantivy.Index(shape, path=str(place)).writer(heap_size=HEAP, num_threads=1)
    count = 0
    for count, document in enumerate(_documents(lines, shape), 1):  # noqa: B007 - the last is the number of all
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    mark = IndexState(position, count)
    atomic_write(place / MARK, json.dumps({"version": VERSION, "position": position, "lines": count}))
    atomic_write(folder / POINTER, place.name)
    _remove_old(folder, place.name)
    return mark


def _remove_old(folder: Path, keep: str) -> None:
    for place in folder.iterdir():
        if place.is_dir() and place.name != keep and time.time() - place.stat().st_mtime > GRACE:
            shutil.rmtree(place, ignore_errors=True)


@dataclass(frozen=True)
class OpenIndex:
    """An open index. `place` is its folder, a new one after each build."""

    place: Path
    index: tantivy.Index
    shape: tantivy.Schema
    seen: dict[str, tantivy.Searcher] = field(default_factory=dict)  # by the content of the mark

    def mark(self) -> IndexState:
        """Return the index's current contents."""
        data = json.loads((self.place / MARK).read_text())
        return IndexState(int(data["position"]), int(data["lines"]))

    def searcher(self) -> tantivy.Searcher:
        """Return a current searcher; reopened only when the mark has changed, since that takes 2 ms."""
        text = (self.place / MARK).read_text()
        if text not in self.seen:
            self.index.reload()
            self.seen.clear()
            self.seen[text] = self.index.searcher()
        return self.seen[text]

    def change(self, lines: Mapping[int, Iterable[Line]], position: int) -> None:
        """Replace the indexed lines of some properties; no lines removes the property.

        Only one process may do so at a time: the caller must have the lock.
        """
        writer = self.index.writer(heap_size=15_000_000, num_threads=1)
        for uprn, property_lines in lines.items():
            writer.delete_documents_by_term("uprn", uprn)
            for document in _documents(property_lines, self.shape):
                writer.add_document(document)
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        data = {"version": VERSION, "position": position, "lines": self.index.searcher().num_docs}
        atomic_write(self.place / MARK, json.dumps(data))


def current_name(folder: Path) -> str:
    """Return the name of the index in use; empty if there is none."""
    try:
        return (folder / POINTER).read_text().strip()
    except OSError:
        return ""


def open_index(folder: Path) -> OpenIndex:
    """Open the index in use. Raises IndexMissing if there is none, or if an older version wrote it."""
    place = folder / current_name(folder)
    try:
        data = json.loads((place / MARK).read_text())
        if not current_name(folder) or data["version"] != VERSION:
            raise IndexMissing(f"{folder} has no index of this version.")
        index = tantivy.Index.open(str(place))
    except (OSError, ValueError, KeyError) as error:
        raise IndexMissing(f"{folder} has no index that can be opened: {error}") from error
    return OpenIndex(place, index, schema())
