"""Who may see payments, and who may give money back; a council changes it as data."""

from django.db import migrations

GIVEN = {
    "adviser": {"payments.view"},  # to read a link to pay out, or see that it was paid
    "team_manager": {"payments.view", "payments.refund"},
    "finance_officer": {"payments.view", "payments.refund"},
}


def ship(apps, schema_editor):
    """Add the permissions to the roles that came with Borough."""
    role = apps.get_model("access", "Role")
    for one in role.objects.filter(key__in=GIVEN):
        one.permissions = sorted({*one.permissions, *GIVEN[one.key]})
        one.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("access", "0005_places_raise")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
