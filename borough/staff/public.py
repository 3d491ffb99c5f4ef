"""The face of staff."""

from borough.staff.actions import appoint, provide
from borough.staff.queries import service_names, team_names

__all__ = ["appoint", "provide", "service_names", "team_names"]
