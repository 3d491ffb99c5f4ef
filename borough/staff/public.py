"""Public interface of staff."""

from borough.staff.actions.provision import provision_service
from borough.staff.actions.set_up import appoint, set_service_team
from borough.staff.actions.teams import add_post, add_service, add_team, change_post, change_service, rename_team
from borough.staff.queries import (
    council_services,
    post_detail,
    posts,
    service_detail,
    service_names,
    team_names,
)

__all__ = [
    "add_post",
    "add_service",
    "add_team",
    "appoint",
    "change_post",
    "change_service",
    "council_services",
    "post_detail",
    "posts",
    "provision_service",
    "rename_team",
    "service_detail",
    "service_names",
    "set_service_team",
    "team_names",
]
