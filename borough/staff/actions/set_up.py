"""Set up teams, services and posts."""

from datetime import date, datetime

from django.db import transaction

from borough.foundation import audit
from borough.staff.models import CouncilService, Post, Team


def set_service_team(*, by: str, at: datetime, key: str, name: str, team: str, lgsl: int | None = None) -> None:
    """Set the team that provides a service; repeating updates name, number and team."""
    with transaction.atomic():
        team_row, _ = Team.objects.get_or_create(key=team.lower().replace(" ", "-"), defaults={"name": team})
        CouncilService.objects.update_or_create(key=key, defaults={"name": name, "lgsl": lgsl, "team": team_row})
        audit.record(by=by, at=at, verb="staff.provide", subject=f"service:{key}", detail={"team": team_row.key})


def appoint(*, by: str, at: datetime, account_id: int, title: str, team: str, starts_on: date) -> int:
    """Appoint an account to a post in a team; return the post's ID."""
    with transaction.atomic():
        team_row, _ = Team.objects.get_or_create(key=team.lower().replace(" ", "-"), defaults={"name": team})
        post = Post.objects.create(title=title, team=team_row, account_id=account_id, starts_on=starts_on)
        audit.record(by=by, at=at, verb="staff.appoint", subject=f"post:{post.pk}", detail={"account": account_id})
    return post.pk
