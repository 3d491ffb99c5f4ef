"""Give out references from the council's own ranges, and keys in its custodian's form: none of them twice."""

from datetime import datetime

from django.db import transaction

from borough.foundation import audit, locks
from borough.kernel.refusals import Refused
from borough.places.models import NumberRange, Property, Street
from borough.places.queries.editing import custodian, last_key
from borough.places.rules.records import LARGEST_UPRN, LARGEST_USRN
from borough.places.types.numbers import NumberKind

LOOKED_AT = 1_000  # numbers whose use is asked for in one question
MOST = {NumberKind.UPRN: LARGEST_UPRN, NumberKind.USRN: LARGEST_USRN}


def add_range(*, by: str, at: datetime, kind: NumberKind, first: int, last: int) -> None:
    """Say that the council may give out these references; the same again changes nothing. Raises Refused."""
    if not 1 <= first <= last <= MOST[kind]:
        raise Refused(f"A range goes from a first number to a last one, {MOST[kind]} at most")
    with transaction.atomic():
        locks.hold("gazetteer change")
        if NumberRange.objects.filter(kind=kind.value, first=first, last=last).exists():
            return
        if NumberRange.objects.filter(kind=kind.value, first__lte=last, last__gte=first).exists():
            raise Refused("Some of these numbers are in a range that is there already")
        row = NumberRange.objects.create(kind=kind.value, first=first, last=last, given=first - 1)
        detail = {"kind": kind.value, "first": first, "last": last}
        audit.record(by=by, at=at, verb="places.add_range", subject=f"number-range:{row.pk}", detail=detail)


class Numbers:
    """The next references and keys. Nothing is taken until `keep`; hold the gazetteer's change for that."""

    def __init__(self) -> None:
        self.custodian = custodian()
        if not self.custodian:
            raise Refused("The gazetteer has no custodian code yet. Bring in a supply that names one first")
        self.ranges: dict[NumberKind, list[NumberRange]] = {}
        self.keys: dict[str, int] = {}
        self.looked: dict[int, tuple[int, set[int]]] = {}

    def next(self, kind: NumberKind) -> int:
        """A reference that nothing has or had."""
        if kind not in self.ranges:
            self.ranges[kind] = list(NumberRange.objects.filter(kind=kind.value).order_by("first"))
        for one in self.ranges[kind]:
            while one.given < one.last:
                one.given += 1
                if one.given not in self._taken(kind, one):
                    return one.given
        raise Refused(f"The council has no {kind.name} left to give. Add a range of numbers first")

    def _taken(self, kind: NumberKind, of: NumberRange) -> set[int]:
        """Of the range's next numbers, those that a supply has taken."""
        if of.given > self.looked.get(of.pk, (0, set()))[0]:
            until = min(of.given + LOOKED_AT, of.last)
            model = Property if kind is NumberKind.UPRN else Street
            found = model.objects.filter(pk__range=(of.given, until)).values_list("pk", flat=True)
            self.looked[of.pk] = (until, set(found))
        return self.looked[of.pk][1]

    def next_key(self, letter: str) -> str:
        """A key of DTF 7.3: the custodian's code, a letter for the kind of record, nine digits."""
        start = f"{self.custodian:04}{letter}"
        if letter not in self.keys:
            self.keys[letter] = last_key(letter, start)
        self.keys[letter] += 1
        return f"{start}{self.keys[letter]:09}"

    def keep(self) -> None:
        """Write down what was given out."""
        for some in self.ranges.values():
            for one in some:
                NumberRange.objects.filter(pk=one.pk, given__lt=one.given).update(given=one.given)
