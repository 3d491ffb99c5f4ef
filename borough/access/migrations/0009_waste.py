"""Who may see what is collected where, and the role of whoever keeps the rounds; a council changes them as data."""

from django.db import migrations

MAY_VIEW = ("adviser", "team_manager")
OFFICER = ("waste_officer", "Waste officer", "Keeps the rounds, the bulky days and the crews’ work.",
           ["office.view", "places.raise", "places.view", "waste.edit", "waste.view"])  # fmt: skip


def ship(apps, schema_editor):
    """Add the permission to the roles that came with Borough, and the role that is not there."""
    role = apps.get_model("access", "Role")
    for one in role.objects.filter(key__in=MAY_VIEW):
        one.permissions = sorted({*one.permissions, "waste.view"})
        one.save(update_fields=["permissions"])
    key, name, description, permissions = OFFICER
    role.objects.get_or_create(
        key=key, defaults={"name": name, "description": description, "permissions": permissions}
    )


class Migration(migrations.Migration):
    dependencies = [("access", "0008_post")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
