"""Who may say which other systems are told of what happens; a council changes it as data."""

from django.db import migrations


def ship(apps, schema_editor):
    """Add the permission to the role that came with Borough."""
    for one in apps.get_model("access", "Role").objects.filter(key="administrator"):
        one.permissions = sorted({*one.permissions, "readers.manage"})
        one.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("access", "0012_retention")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
