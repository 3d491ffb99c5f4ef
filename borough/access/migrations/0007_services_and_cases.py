"""Who may go through services with residents, and work on cases; a council changes it as data."""

from django.db import migrations

WORK = {"services.assist", "cases.view", "cases.work"}
GIVEN = {
    "adviser": WORK,
    "team_manager": WORK | {"services.test"},
    "inclusion_officer": {"services.assist"},
    "digital_lead": {"services.test"},
}


def ship(apps, schema_editor):
    """Add the permissions to the roles that came with Borough."""
    role = apps.get_model("access", "Role")
    for one in role.objects.filter(key__in=GIVEN):
        one.permissions = sorted({*one.permissions, *GIVEN[one.key]})
        one.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("access", "0006_payments")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
