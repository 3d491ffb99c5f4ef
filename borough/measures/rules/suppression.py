"""Small numbers withheld, and others with them, so that no total gives one away.

Under five: the practice of the Government Statistical Service for counts of people. Nought stays.
A share is three counts (counted, the rest, and both together), so a part is small if any of the three is.
"""

from collections.abc import Sequence
from dataclasses import replace

from borough.measures.types import Figure, Part, Published, Unit

LEAST = 5


def is_small(count: int) -> bool:
    """Whether the count is from one to four."""
    return 0 < count < LEAST


def too_small(part: Part) -> bool:
    """Whether any of the part's three counts is small."""
    return any(map(is_small, _counts(part)))


def _counts(part: Part) -> tuple[int, int, int]:
    return part.counted, part.rest, part.out_of


def _safe(hidden: Sequence[Part]) -> bool:
    """Whether the sums of the withheld parts, which anyone can subtract, leave every withheld part in doubt.

    In each count that is small somewhere, any of the parts must be able to be five or more even if every other
    is one or more. So neither a small part, nor that it is small, can be worked out.
    """
    for column in zip(*map(_counts, hidden), strict=True):
        if any(map(is_small, column)) and sum(column) < LEAST + len(hidden) - 1:
            return False
    return len(hidden) != 1


def withheld(parts: Sequence[Part]) -> set[str] | None:
    """The keys of the parts to withhold when the whole is published; None where nothing short of all is safe.

    Then publish the whole without naming parts: even which there are could give them away.
    """
    hidden = [part for part in parts if too_small(part)]
    others = sorted((p for p in parts if not too_small(p)), key=lambda p: (p.out_of, p.key), reverse=True)
    while hidden and not _safe(hidden):
        if not others:
            return None
        hidden.append(others.pop())
    return {part.key for part in hidden}


def _bare(part: Part) -> Part:
    """A part without what is said beside the whole alone."""
    return replace(part, stated={})


def _published_total(part: Part) -> Part:
    """The whole, with stated counts that are small left out; they are said to be fewer than five."""
    return replace(part, stated={label: n for label, n in part.stated.items() if not is_small(n)})


def publish(figure: Figure) -> Published:
    """What of a figure anyone may see. A level counts nobody, and is seen whole."""
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
