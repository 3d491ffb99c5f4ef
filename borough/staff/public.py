"""Public interface of staff."""

from borough.staff.actions.provision import provision_service
from borough.staff.actions.set_up import appoint, set_service_team
from borough.staff.queries import service_names, team_names

__all__ = ["appoint", "provision_service", "service_names", "set_service_team", "team_names"]
