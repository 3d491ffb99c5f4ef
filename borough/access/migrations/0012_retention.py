"""Who may see what is disposed of when, and put something on hold; a council changes it as data."""

from django.db import migrations

MAY = {"team_manager": {"retention.view", "retention.hold"}, "auditor": {"retention.view"}}


def ship(apps, schema_editor):
    """Add the permissions to the roles that came with Borough."""
    for one in apps.get_model("access", "Role").objects.filter(key__in=MAY):
        one.permissions = sorted({*one.permissions, *MAY[one.key]})
        one.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("access", "0011_merging")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
