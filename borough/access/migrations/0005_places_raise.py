"""Whoever sees the gazetteer at work may say that it is wrong; a council changes this as data."""

from django.db import migrations

KEYS = ("adviser", "team_manager", "inclusion_officer", "gazetteer_officer")


def ship(apps, schema_editor):
    """Add the permission to the roles that came with Borough."""
    role = apps.get_model("access", "Role")
    for one in role.objects.filter(key__in=KEYS):
        if "places.view" in one.permissions and "places.raise" not in one.permissions:
            one.permissions = sorted([*one.permissions, "places.raise"])
            one.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("access", "0004_places")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
