"""Split of a change in a share into mix and within-service effects, without residual.

Kitagawa (1955), Journal of the American Statistical Association 50, 1168-1194, in its symmetric form.
"""

from collections.abc import Mapping
from fractions import Fraction

from borough.measures.types import Effect, Split

Counts = Mapping[str, tuple[int, int]]
"""By service: counted, out of."""


def _overall(counts: Counts) -> Fraction | None:
    out_of = sum(n for _, n in counts.values())
    return Fraction(sum(c for c, _ in counts.values()), out_of) if out_of else None


def _share_and_weight(counts: Counts, key: str) -> tuple[Fraction | None, Fraction]:
    counted, out_of = counts.get(key, (0, 0))
    total = sum(n for _, n in counts.values())
    return (Fraction(counted, out_of) if out_of else None), Fraction(out_of, total)


def _effect(key: str, before: Counts, after: Counts, middle: Fraction) -> Effect:
    """Return one service's effect. A new or ended service has no share to change, so its effect is all mix."""
    old_share, old_weight = _share_and_weight(before, key)
    new_share, new_weight = _share_and_weight(after, key)
    old = old_share if old_share is not None else new_share or Fraction(0)
    new = new_share if new_share is not None else old
    average = (old + new) / 2
    return Effect(
        key=key,
        mix=(new_weight - old_weight) * average,
        within=(new - old) * (old_weight + new_weight) / 2,
        pull=(new_weight - old_weight) * (average - middle),
    )


def split(before: Counts, after: Counts) -> Split | None:
    """Split the change of the overall share by service; None if either period counts nothing.

    The effects add up exactly to the change. Largest contributions come first, ties by name.
    """
    old, new = _overall(before), _overall(after)
    if old is None or new is None:
        return None
    keys = sorted(set(before) | set(after))
    effects = [_effect(key, before, after, (old + new) / 2) for key in keys]
    return Split(old, new, tuple(sorted(effects, key=lambda e: (-abs(e.contribution), e.key))))
