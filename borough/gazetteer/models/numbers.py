"""The council's ranges of property and street references, and how far each has been allocated."""

from typing import ClassVar

import pgtrigger
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from borough.foundation.privacy import Kind
from borough.gazetteer.types.numbers import NumberKind


class NumberRange(models.Model):
    """A range of references. `last_issued`: the last one allocated, or the one before the first."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=4)
    first = models.BigIntegerField()
    last = models.BigIntegerField()
    last_issued = models.BigIntegerField()

    privacy: ClassVar = dict.fromkeys(["id", "kind", "first", "last", "last_issued"], Kind.NONE)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["kind", "first"], name="number_range_once"),
            CheckConstraint(condition=Q(kind__in=[kind.value for kind in NumberKind]), name="number_range_kind_known"),
            CheckConstraint(
                condition=Q(
                    first__gte=1, last__gte=F("first"), last_issued__gte=F("first") - 1, last_issued__lte=F("last")
                ),
                name="number_range_sound",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="bounds_stay", fields=["kind", "first", "last"]),
            pgtrigger.Protect(name="no_removal", operation=pgtrigger.Delete),
            pgtrigger.Trigger(
                name="given_grows",
                operation=pgtrigger.Update,
                when=pgtrigger.Before,
                condition=pgtrigger.Q(new__last_issued__lt=pgtrigger.F("old__last_issued")),
                func="RAISE EXCEPTION 'a reference that was given out is never given again';",
            ),
        ]
