"""Who does what, for other floors."""

from borough.staff.models import CouncilService, Team


def service_names() -> dict[str, str]:
    """The name of every service by its key."""
    return dict(CouncilService.objects.order_by("name").values_list("key", "name"))


def team_names() -> dict[str, str]:
    """The name of every team by its key."""
    return dict(Team.objects.order_by("name").values_list("key", "name"))
