"""Roles of a council's pack: created once, then changed on the page of roles."""

from collections.abc import Iterator
from datetime import datetime

from borough.access.models import Role
from borough.access.rules.grants import RESIDENT
from borough.access.types import Permission
from borough.kernel.council_pack import ROLES, CouncilPack
from borough.kernel.toml_tables import PackFault


def check_roles(pack: CouncilPack) -> Iterator[PackFault]:
    """Yield permissions that do not exist, and a role of residents with permissions."""
    known = {str(permission) for permission in Permission}
    for at, role in enumerate(pack.roles):
        for permission in role.permissions:
            if permission not in known:
                yield pack.files[ROLES].fault(f"“{permission}” is no permission.", "roles", at, "permissions")
        if role.key == RESIDENT:
            yield pack.files[ROLES].fault("Residents have the platform’s own role.", "roles", at, "key")


def provision_roles(_by: str, _at: datetime, pack: CouncilPack) -> Iterator[str]:
    """Create the pack's roles that do not exist yet; yield a sentence for each."""
    for role in pack.roles:
        values = {"name": role.name, "description": role.description, "permissions": sorted(role.permissions)}
        _, new = Role.objects.get_or_create(key=role.key, defaults=values)
        if new:
            yield f"Added the role: {role.name}."
