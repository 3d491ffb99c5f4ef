"""Teams, their services, and posts."""

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q

from borough.foundation.privacy import Kind


class Team(models.Model):
    """A team of the council."""

    id = models.BigAutoField(primary_key=True)
    key = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    pack_name = models.CharField(max_length=120, blank=True, default="")  # the name in the council's pack
    privacy: ClassVar = dict.fromkeys(["id", "key", "name", "pack_name"], Kind.NONE)


class CouncilService(models.Model):
    """A service of the council, with its Local Government Services List number."""

    id = models.BigAutoField(primary_key=True)
    key = models.SlugField(unique=True, max_length=80)
    name = models.CharField(max_length=120)
    lgsl = models.PositiveIntegerField(null=True)
    team = models.ForeignKey("staff.Team", on_delete=models.PROTECT, related_name="+")
    pack_name = models.CharField(max_length=120, blank=True, default="")  # the name in the council's pack
    privacy: ClassVar = dict.fromkeys(["id", "key", "name", "lgsl", "team", "pack_name"], Kind.NONE)


class Post(models.Model):
    """A post in a team, and the account currently holding it."""

    id = models.BigAutoField(primary_key=True)
    title = models.CharField(max_length=120)
    pack_title = models.CharField(max_length=120, blank=True, default="")  # the title in the council's pack
    team = models.ForeignKey("staff.Team", on_delete=models.PROTECT, related_name="+")
    account = models.ForeignKey("access.Account", null=True, on_delete=models.SET_NULL, related_name="+")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True)
    privacy_subject: ClassVar = {"account": "account_id"}
    privacy: ClassVar = {
        "id": Kind.NONE,
        "title": Kind.NONE,
        "pack_title": Kind.NONE,
        "team": Kind.NONE,
        "account": Kind.PSEUDONYM,
        "starts_on": Kind.NONE,
        "ends_on": Kind.NONE,
    }

    class Meta:
        constraints = [
            CheckConstraint(condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="post_ends_after")
        ]
