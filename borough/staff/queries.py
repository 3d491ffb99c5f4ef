"""Teams, services and posts for other apps."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from borough.staff.models import CouncilService, Post, Team


@dataclass(frozen=True, kw_only=True)
class ServiceDetail:
    """A service of the council, with the key of its team."""

    key: str
    name: str
    lgsl: int | None
    team: str


@dataclass(frozen=True, kw_only=True)
class PostDetail:
    """A post of a team, and the account that holds it; None if it is vacant."""

    id: int
    title: str
    team: str
    account_id: int | None


def service_names() -> dict[str, str]:
    """Return the name of every service by key."""
    return dict(CouncilService.objects.order_by("name").values_list("key", "name"))


def team_names() -> dict[str, str]:
    """Return the name of every team by key."""
    return dict(Team.objects.order_by("name").values_list("key", "name"))


def council_services(team: str = "") -> list[ServiceDetail]:
    """Return every service, or those of a team, by name."""
    rows = CouncilService.objects.select_related("team").order_by("name")
    chosen = rows.filter(team__key=team) if team else rows
    return [ServiceDetail(key=row.key, name=row.name, lgsl=row.lgsl, team=row.team.key) for row in chosen]


def service_detail(key: str) -> ServiceDetail | None:
    """Return one service; None if there is none of that key."""
    return next((service for service in council_services() if service.key == key), None)


def posts(today: date, team: str = "") -> list[PostDetail]:
    """Return every current post, or those of a team, by title."""
    rows = Post.objects.select_related("team").filter(Q(ends_on=None) | Q(ends_on__gte=today)).order_by("title", "id")
    return [_post(row) for row in (rows.filter(team__key=team) if team else rows)]


def post_detail(post_id: int) -> PostDetail | None:
    """Return one post; None if there is none of that ID."""
    row = Post.objects.select_related("team").filter(pk=post_id).first()
    return _post(row) if row else None


def _post(row: Post) -> PostDetail:
    return PostDetail(id=row.pk, title=row.title, team=row.team.key, account_id=row.account_id)
