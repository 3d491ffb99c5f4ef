"""Who may see messages, and who may send them to many; a council changes it as data."""

from django.db import migrations

GIVEN = {"adviser": {"post.view"}, "team_manager": {"post.view", "post.send"}}


def ship(apps, schema_editor):
    """Add the permissions to the roles that came with Borough."""
    role = apps.get_model("access", "Role")
    for one in role.objects.filter(key__in=GIVEN):
        one.permissions = sorted({*one.permissions, *GIVEN[one.key]})
        one.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("access", "0007_services_and_cases")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
