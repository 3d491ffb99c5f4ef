"""The roles that come with Borough, as they were when this was written; a council changes them as data."""

from django.db import migrations

ROLES = [
    ("resident", "Resident", "Signs in to see what is their own.",
     []),
    ("adviser", "Adviser", "Answers residents on every channel.",
     ["contacts.record", "contacts.view", "office.view", "people.edit", "people.view"]),
    ("team_manager", "Team manager", "Runs a front-office team.",
     ["contacts.export", "contacts.record", "contacts.view", "measures.trace", "office.view", "people.edit", "people.view", "reports.view"]),
    ("digital_lead", "Digital lead", "Answers for the Digital Strategy and its report; sees contacts, not people.",
     ["contacts.view", "measures.trace", "office.view", "reports.compile", "reports.view"]),
    ("inclusion_officer", "Inclusion officer", "Helps residents get online.",
     ["contacts.record", "contacts.view", "measures.trace", "office.view", "people.view", "reports.view"]),
    ("finance_officer", "Finance officer", "Checks costs and savings; sees figures alone.",
     ["measures.trace", "office.view", "reports.view"]),
    ("auditor", "Auditor", "Reads what was done and by whom; changes nothing.",
     ["access.view", "audit.view", "jobs.view", "measures.trace", "office.view", "reports.view"]),
    ("administrator", "Administrator", "Looks after accounts, roles, imports and jobs; reads no one’s contacts.",
     ["access.manage", "access.view", "contacts.import", "jobs.retry", "jobs.view", "office.view", "people.erase", "staff.edit"]),
]


def ship(apps, schema_editor):
    """Put in the roles that are not there."""
    role = apps.get_model("access", "Role")
    for key, name, description, permissions in ROLES:
        values = {"name": name, "description": description, "permissions": permissions}
        role.objects.get_or_create(key=key, defaults=values)


class Migration(migrations.Migration):
    dependencies = [("access", "0001_accounts")]
    operations = [migrations.RunPython(ship, migrations.RunPython.noop)]
