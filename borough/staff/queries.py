"""Teams and services for other apps."""

from borough.staff.models import CouncilService, Team


def service_names() -> dict[str, str]:
    """Return the name of every service by key."""
    return dict(CouncilService.objects.order_by("name").values_list("key", "name"))


def team_names() -> dict[str, str]:
    """Return the name of every team by key."""
    return dict(Team.objects.order_by("name").values_list("key", "name"))
