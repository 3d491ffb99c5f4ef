"""Parallel batch matching: each process opens the saved index, and results come back in order."""

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Final

from borough.address_match.answers import Answer
from borough.address_match.matcher import Index, Matcher

CHUNK_ROWS: Final = 256
"""Rows sent to a process at a time."""
_matcher: list[Matcher] = []


def _start(folder: Path) -> None:
    _matcher[:] = [Matcher(Index.open(folder))]


def _match(rows: list[tuple[str, str]]) -> list[Answer]:
    return _matcher[0].match_all(rows)


def _chunks(rows: Iterable[tuple[str, str]]) -> Iterator[list[tuple[str, str]]]:
    left = iter(rows)
    while chunk := list(islice(left, CHUNK_ROWS)):
        yield chunk


def match_many(folder: Path, rows: Iterable[tuple[str, str]], processes: int = 0) -> Iterator[Answer]:
    """Yield results for (text, postcode) rows in order, from an index saved in a folder.

    processes: number to use, 0 for one per core; 1 stays in this process. Raises StaleIndex before the first
    result.
    """
    processes = processes or os.cpu_count() or 1
    if processes == 1:
        matcher = Matcher(Index.open(folder))
        for chunk in _chunks(rows):
            yield from matcher.match_all(chunk)
        return
    Index.open(folder)
    with multiprocessing.get_context("spawn").Pool(processes, _start, (folder,)) as workers:
        for answers in workers.imap(_match, _chunks(rows)):
            yield from answers


@contextmanager
def pool(folder: Path, processes: int) -> Iterator[Callable[[Sequence[tuple[str, str]]], list[Answer]]]:
    """Yield a function that matches batches of rows in order, using worker processes that live for the block."""
    Index.open(folder)
    with multiprocessing.get_context("spawn").Pool(processes, _start, (folder,)) as workers:
        yield lambda rows: [answer for answers in workers.imap(_match, _chunks(rows)) for answer in answers]
