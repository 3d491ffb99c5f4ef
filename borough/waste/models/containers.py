"""Containers at properties, and crew tasks to deliver or remove them."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint

from borough.foundation.privacy import Kind
from borough.waste.types.containers import TaskKind, TaskState


class ContainerStock(models.Model):
    """The number of containers of a kind at a property."""

    id = models.BigAutoField(primary_key=True)
    uprn = models.BigIntegerField()
    container = models.CharField(max_length=30)
    count = models.SmallIntegerField()

    privacy: ClassVar = dict.fromkeys(["id", "uprn", "container", "count"], Kind.NONE)

    class Meta:
        constraints = [
            UniqueConstraint(fields=["uprn", "container"], name="holding_once"),
            CheckConstraint(condition=Q(count__range=(0, 999)), name="holding_count_sound"),
        ]


class Task(models.Model):
    """A crew task at a property: deliver or remove containers."""

    id = models.BigAutoField(primary_key=True)
    reference = models.CharField(max_length=16, unique=True)
    kind = models.CharField(max_length=8)
    uprn = models.BigIntegerField()
    container = models.CharField(max_length=30)
    count = models.SmallIntegerField()
    wanted_on = models.DateField()
    state = models.CharField(max_length=10, default=TaskState.TO_DO.value)
    subscription = models.CharField(max_length=16, blank=True)  # reference of the subscription it is for
    created_at = models.DateTimeField()
    created_by = models.CharField(max_length=60)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=60, blank=True)
    reason = models.CharField(max_length=30, blank=True)  # the crew's reason code, if it was not completed

    privacy: ClassVar = {
        **dict.fromkeys(
            [
                "id",
                "reference",
                "kind",
                "uprn",
                "container",
                "count",
                "wanted_on",
                "state",
                "created_at",
                "ended_at",
                "reason",
            ],
            Kind.NONE,
        ),
        "subscription": Kind.PSEUDONYM,
        "created_by": Kind.PSEUDONYM,
        "ended_by": Kind.PSEUDONYM,
    }

    class Meta:
        indexes = [
            models.Index(fields=["state", "wanted_on", "id"], name="task_by_state"),
            models.Index(fields=["uprn"], name="task_by_uprn"),
        ]
        constraints = [
            CheckConstraint(condition=Q(kind__in=[kind.value for kind in TaskKind]), name="task_kind_known"),
            CheckConstraint(condition=Q(count__range=(1, 999)), name="task_count_sound"),
            CheckConstraint(
                condition=Q(state=TaskState.TO_DO.value, ended_at__isnull=True, ended_by="", reason="")
                | Q(state__in=[TaskState.DONE.value, TaskState.CALLED_OFF.value], ended_at__isnull=False, reason="")
                & ~Q(ended_by="")
                | Q(state=TaskState.NOT_DONE.value, ended_at__isnull=False) & ~Q(ended_by="") & ~Q(reason=""),
                name="task_state_sound",
            ),
        ]
