"""Add, rename and staff teams, services and posts: what the pages of teams do."""

from datetime import date, datetime

from django.db import transaction
from django.utils.text import slugify

from borough.foundation import audit
from borough.kernel.refusals import Refused, Stale
from borough.staff.models import CouncilService, Post, Team

CHANGED = "Someone else has changed this since you opened it. Look again, then save."


def add_team(*, by: str, at: datetime, name: str) -> str:
    """Add a team; return its key. Raises Refused if there is a team of that name."""
    with transaction.atomic():
        _check_new(Team, name, "team")
        team = Team.objects.create(key=_new_key(Team, name, 50), name=name)
        audit.record(by=by, at=at, verb="staff.add_team", subject=f"team:{team.key}", detail={"name": name})
    return team.key


def rename_team(*, by: str, at: datetime, key: str, name: str, seen: str) -> None:
    """Rename a team. `seen` is the name displayed to the user; raises Stale if it has changed since, and Refused."""
    with transaction.atomic():
        team = Team.objects.select_for_update().get(key=key)
        if team.name != seen:
            raise Stale(CHANGED)
        if name == seen:
            return
        _check_new(Team, name, "team")
        Team.objects.filter(pk=team.pk).update(name=name)
        audit.record(by=by, at=at, verb="staff.rename_team", subject=f"team:{key}", detail={"from": seen, "to": name})


def add_service(*, by: str, at: datetime, name: str, lgsl: int | None, team: str) -> str:
    """Add a service that residents contact the council about; return its key. Raises Refused for a name in use."""
    with transaction.atomic():
        _check_new(CouncilService, name, "service")
        key = _new_key(CouncilService, name, 80)
        CouncilService.objects.create(key=key, name=name, lgsl=lgsl, team=Team.objects.get(key=team))
        detail = {"name": name, "team": team, "lgsl": lgsl}
        audit.record(by=by, at=at, verb="staff.add_service", subject=f"service:{key}", detail=detail)
    return key


def change_service(*, by: str, at: datetime, key: str, name: str, lgsl: int | None, team: str, seen: str) -> None:
    """Change a service's name, number and team. `seen` is the displayed name. Raises Stale and Refused."""
    with transaction.atomic():
        service = CouncilService.objects.select_for_update(of=("self",)).select_related("team").get(key=key)
        if service.name != seen:
            raise Stale(CHANGED)
        before = {"name": service.name, "lgsl": service.lgsl, "team": service.team.key}
        after = {"name": name, "lgsl": lgsl, "team": team}
        if before == after:
            return
        if name != seen:
            _check_new(CouncilService, name, "service")
        CouncilService.objects.filter(pk=service.pk).update(name=name, lgsl=lgsl, team=Team.objects.get(key=team))
        detail = {"before": before, "after": after}
        audit.record(by=by, at=at, verb="staff.change_service", subject=f"service:{key}", detail=detail)


def add_post(*, by: str, at: datetime, today: date, team: str, title: str, account_id: int | None) -> int:
    """Add a post to a team, with its holder or vacant; return its ID."""
    with transaction.atomic():
        row = Team.objects.get(key=team)
        post = Post.objects.create(title=title, team=row, account_id=account_id, starts_on=today)
        detail = {"team": team, "title": title, "account": account_id}
        audit.record(by=by, at=at, verb="staff.add_post", subject=f"post:{post.pk}", detail=detail)
    return post.pk


def change_post(
    *, by: str, at: datetime, post_id: int, title: str, account_id: int | None, seen: tuple[str, int | None]
) -> None:
    """Change a post's title and holder. `seen` is what was displayed; raises Stale if it has changed since."""
    with transaction.atomic():
        post = Post.objects.select_for_update().get(pk=post_id)
        if (post.title, post.account_id) != seen:
            raise Stale(CHANGED)
        if (title, account_id) == seen:
            return
        Post.objects.filter(pk=post_id).update(title=title, account_id=account_id)
        detail = {"title": title, "from": seen[1], "to": account_id}
        audit.record(by=by, at=at, verb="staff.change_post", subject=f"post:{post_id}", detail=detail)


def _check_new(model: type[Team] | type[CouncilService], name: str, what: str) -> None:
    if model.objects.filter(name__iexact=name).exists():
        raise Refused(f"There is a {what} called “{name}” already.")


def _new_key(model: type[Team] | type[CouncilService], name: str, longest: int) -> str:
    """Return a key made of the name; it stays when the name changes."""
    start = slugify(name)[: longest - 4] or "team"
    known = set(model.objects.filter(key__startswith=start).values_list("key", flat=True))
    return next(
        key
        for number in range(1, len(known) + 2)
        if (key := start if number == 1 else f"{start}-{number}") not in known
    )
