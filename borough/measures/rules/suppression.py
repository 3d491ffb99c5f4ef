"""Suppression of small numbers, with secondary suppression so that totals reveal nothing.

Below five: the practice of the Government Statistical Service for counts of people. Zero is published.
A share is three counts (counted, the rest, and their sum), so a part is small if any of the three is.
"""

from collections.abc import Sequence
from dataclasses import replace

from borough.measures.types import Figure, Part, Published, Unit

LEAST = 5


def is_small(count: int) -> bool:
    """Return whether the count is from one to four."""
    return 0 < count < LEAST


def too_small(part: Part) -> bool:
    """Return whether any of the part's three counts is small."""
    return any(map(is_small, _counts(part)))


def _counts(part: Part) -> tuple[int, int, int]:
    return part.counted, part.rest, part.out_of


def _safe(hidden: Sequence[Part]) -> bool:
    """Return whether the sums of the hidden parts, which anyone can compute, leave each of them undetermined.

    In each count that is small in some part, any part must possibly be five or more even if every other is at
    least one. So neither a small part nor its smallness can be derived.
    """
    for column in zip(*map(_counts, hidden), strict=True):
        if any(map(is_small, column)) and sum(column) < LEAST + len(hidden) - 1:
            return False
    return len(hidden) != 1


def withheld(parts: Sequence[Part]) -> set[str] | None:
    """Return the keys of the parts to withhold if the total is published; None if only the total is safe.

    Then publish the total without naming parts, since even their existence could be revealing.
    """
    hidden = [part for part in parts if too_small(part)]
    others = sorted((p for p in parts if not too_small(p)), key=lambda p: (p.out_of, p.key), reverse=True)
    while hidden and not _safe(hidden):
        if not others:
            return None
        hidden.append(others.pop())
    return {part.key for part in hidden}


def _bare(part: Part) -> Part:
    """Return a part without the stated counts, which belong to the total only."""
    return replace(part, stated={})


def _published_total(part: Part) -> Part:
    """Return the total without small stated counts, which are described as fewer than five."""
    return replace(part, stated={label: n for label, n in part.stated.items() if not is_small(n)})


def publish(figure: Figure) -> Published:
    """Return the publishable part of a figure. A level counts nobody and is fully published."""
    if figure.unit is Unit.LEVEL:
        return Published(
            figure=figure, total=figure.total, parts=figure.parts, withheld=(), broken_down=figure.by is not None
        )
    hidden = withheld(figure.parts)
    if too_small(figure.total):
        return Published(figure=figure, total=None, parts=(), withheld=(), broken_down=False)
    if hidden is None:
        return Published(figure=figure, total=_published_total(figure.total), parts=(), withheld=(), broken_down=False)
    return Published(
        figure=figure,
        total=_published_total(figure.total),
        parts=tuple(_bare(part) for part in figure.parts if part.key not in hidden),
        withheld=tuple(sorted(hidden)),
        broken_down=figure.by is not None,
    )
