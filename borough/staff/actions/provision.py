"""Write the teams, posts and contact services of a council's pack into the database.

A name that staff have changed on a page stays: only a name that is still as the pack last had it follows the pack.
"""

from collections.abc import Iterator
from datetime import datetime

from django.utils.timezone import localdate

from borough.kernel.council_pack import CouncilPack
from borough.staff.models import CouncilService, Post, Team


def provision_teams(_by: str, at: datetime, pack: CouncilPack) -> Iterator[str]:
    """Write teams, vacant posts and contact services; yield a sentence for each change."""
    for entry in pack.teams:
        yield from _named(Team, entry.key, entry.name, {})
        yield from _posts(at, entry.key, entry.posts)
    for service in pack.contact_services:
        team = Team.objects.get(key=service.team)
        yield from provision_service(service.key, service.name, service.lgsl, team.key)


def provision_service(key: str, name: str, lgsl: int | None, team: str) -> Iterator[str]:
    """Write one service of the council; yield a sentence if it is new or changed."""
    row = Team.objects.get(key=team)
    yield from _named(CouncilService, key, name, {"lgsl": lgsl, "team": row})


def _named(model: type[Team] | type[CouncilService], key: str, name: str, values: dict[str, object]) -> Iterator[str]:
    row = model.objects.filter(key=key).first()
    if row is None:
        model.objects.create(key=key, name=name, pack_name=name, **values)
        yield f"Added: {name}."
        return
    follows = row.pack_name in ("", row.name)
    wanted: dict[str, object] = {"name": name if follows else row.name, "pack_name": name}
    wanted |= {field: value for field, value in values.items() if field != "team"}
    changed = {field: value for field, value in wanted.items() if getattr(row, field) != value}
    if changed:
        model.objects.filter(pk=row.pk).update(**changed)
    if set(changed) - {"pack_name"}:
        yield f"Changed: {wanted['name']}."


def _posts(at: datetime, team: str, titles: tuple[str, ...]) -> Iterator[str]:
    row = Team.objects.get(key=team)
    known = {text for pair in Post.objects.filter(team=row).values_list("title", "pack_title") for text in pair}
    for title in titles:
        if title not in known:
            Post.objects.create(title=title, pack_title=title, team=row, starts_on=localdate(at))
            yield f"Added the post: {title}."
