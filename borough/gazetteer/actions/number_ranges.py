"""Allocate references from the council's own ranges, and keys in its custodian's form, each once."""

from datetime import datetime

from django.db import transaction

from borough.foundation import audit
from borough.foundation.db import locks
from borough.gazetteer.models import NumberRange, Property, Street
from borough.gazetteer.queries.edit_context import custodian, last_key
from borough.gazetteer.rules.records import LARGEST_UPRN, LARGEST_USRN
from borough.gazetteer.types.numbers import NumberKind
from borough.kernel.refusals import Refused

CHECK_AHEAD = 1_000  # numbers checked for use in one query
LARGEST = {NumberKind.UPRN: LARGEST_UPRN, NumberKind.USRN: LARGEST_USRN}


def add_range(*, by: str, at: datetime, kind: NumberKind, first: int, last: int) -> None:
    """Add a range of references the council may allocate; repeating has no effect. Raises Refused."""
    if not 1 <= first <= last <= LARGEST[kind]:
        raise Refused(f"A range goes from a first number to a last one, {LARGEST[kind]} at most")
    with transaction.atomic():
        locks.lock("gazetteer change")
        if NumberRange.objects.filter(kind=kind.value, first=first, last=last).exists():
            return
        if NumberRange.objects.filter(kind=kind.value, first__lte=last, last__gte=first).exists():
            raise Refused("Some of these numbers are in a range that is there already")
        row = NumberRange.objects.create(kind=kind.value, first=first, last=last, last_issued=first - 1)
        detail = {"kind": kind.value, "first": first, "last": last}
        audit.record(by=by, at=at, verb="gazetteer.add_range", subject=f"number-range:{row.pk}", detail=detail)


class NumberAllocator:
    """The next references and keys. Nothing is allocated until `save`, which requires an open gazetteer change."""

    def __init__(self) -> None:
        self.custodian = custodian()
        if not self.custodian:
            raise Refused("The gazetteer has no custodian code yet. Bring in a supply that names one first")
        self.ranges: dict[NumberKind, list[NumberRange]] = {}
        self.keys: dict[str, int] = {}
        self.checked: dict[int, tuple[int, set[int]]] = {}

    def next(self, kind: NumberKind) -> int:
        """Return a reference never used before."""
        if kind not in self.ranges:
            self.ranges[kind] = list(NumberRange.objects.filter(kind=kind.value).order_by("first"))
        for number_range in self.ranges[kind]:
            while number_range.last_issued < number_range.last:
                number_range.last_issued += 1
                if number_range.last_issued not in self._used(kind, number_range):
                    return number_range.last_issued
        raise Refused(f"The council has no {kind.name} left to give. Add a range of numbers first")

    def _used(self, kind: NumberKind, of: NumberRange) -> set[int]:
        """Return which of the range's next numbers a supply has already used."""
        if of.last_issued > self.checked.get(of.pk, (0, set()))[0]:
            until = min(of.last_issued + CHECK_AHEAD, of.last)
            model = Property if kind is NumberKind.UPRN else Street
            existing = model.objects.filter(pk__range=(of.last_issued, until)).values_list("pk", flat=True)
            self.checked[of.pk] = (until, set(existing))
        return self.checked[of.pk][1]

    def next_key(self, letter: str) -> str:
        """Return a DTF 7.3 key: the custodian's code, a letter for the kind of record, nine digits."""
        start = f"{self.custodian:04}{letter}"
        if letter not in self.keys:
            self.keys[letter] = last_key(letter, start)
        self.keys[letter] += 1
        return f"{start}{self.keys[letter]:09}"

    def save(self) -> None:
        """Store what was allocated."""
        for number_ranges in self.ranges.values():
            for number_range in number_ranges:
                NumberRange.objects.filter(pk=number_range.pk, last_issued__lt=number_range.last_issued).update(
                    last_issued=number_range.last_issued
                )
