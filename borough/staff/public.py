"""Public interface of staff."""

from borough.staff.actions import appoint, set_service_team
from borough.staff.queries import service_names, team_names

__all__ = ["appoint", "service_names", "set_service_team", "team_names"]
