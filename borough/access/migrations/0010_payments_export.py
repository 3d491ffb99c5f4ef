"""Who may take away the file that direct debits are collected by; a council changes it as data."""

from django.db import migrations


def ship(apps, schema_editor):
    """Add the permission to the team manager's role that came with Borough."""
    for one in apps.get_model("access", "Role").objects.filter(key="team_manager"):
        one.permissions = sorted({*one.permissions, "payments.export"})
        one.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("access", "0009_waste")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
