"""The role of service owners, and the permission to change texts of services for team managers."""

from django.db import migrations

PERMISSIONS = ["measures.trace", "office.view", "reports.view", "services.edit", "services.test"]


def add_service_owner(apps, schema_editor):
    """Create the role, and extend team managers, who run the services of a front office."""
    role = apps.get_model("access", "Role")
    description = "Changes the texts of services, and sees how they do; sees no people."
    values = {"name": "Service owner", "description": description, "permissions": PERMISSIONS}
    role.objects.get_or_create(key="service_owner", defaults=values)
    for manager in role.objects.filter(key="team_manager"):
        manager.permissions = sorted({*manager.permissions, "services.edit"})
        manager.save(update_fields=["permissions"])


class Migration(migrations.Migration):
    dependencies = [("access", "0002_roles")]
    operations = [migrations.RunPython(add_service_owner, migrations.RunPython.noop)]
