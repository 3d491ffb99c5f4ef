"""Who may see the gazetteer, and the role of whoever keeps it; a council changes them as data."""

from django.db import migrations

MAY_VIEW = ("adviser", "team_manager", "inclusion_officer")
OFFICER = ("gazetteer_officer", "Gazetteer officer", "Keeps the gazetteer of streets, land and property.",
           ["office.view", "places.edit", "places.view"])  # fmt: skip


def ship(apps, schema_editor):
    """Add the permission to the roles that came with Borough, and the role that is not there."""
    role = apps.get_model("access", "Role")
    for one in role.objects.filter(key__in=MAY_VIEW):
        if "places.view" not in one.permissions:
            one.permissions = sorted([*one.permissions, "places.view"])
            one.save(update_fields=["permissions"])
    key, name, description, permissions = OFFICER
    role.objects.get_or_create(
        key=key, defaults={"name": name, "description": description, "permissions": permissions}
    )


class Migration(migrations.Migration):
    dependencies = [("access", "0003_history")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
