"""Who may put records of people together; a council changes it as data."""

from django.db import migrations


def ship(apps, schema_editor):
    """Add the permission to the role that came with Borough."""
    role = apps.get_model("access", "Role")
    for one in role.objects.filter(key="team_manager"):
        one.permissions = sorted({*one.permissions, "people.merge"})
        one.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("access", "0010_payments_export")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
