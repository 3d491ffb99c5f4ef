"""Roles of a new home; a council changes them as data."""

from django.db import migrations

ROLES = [
    ("resident", "Resident", "Signs in to see what is their own.", []),
    ("adviser", "Adviser", "Answers residents on every channel.", ["cases.view", "cases.work", "contacts.record", "contacts.view", "gazetteer.raise", "gazetteer.view", "messaging.view", "office.view", "payments.view", "people.edit", "people.view", "services.assist", "waste.view"]),
    ("team_manager", "Team manager", "Runs a front-office team.", ["cases.view", "cases.work", "contacts.export", "contacts.record", "contacts.view", "gazetteer.raise", "gazetteer.view", "measures.trace", "messaging.send", "messaging.view", "office.view", "payments.export", "payments.refund", "payments.view", "people.edit", "people.merge", "people.view", "reports.view", "retention.hold", "retention.view", "services.assist", "services.test", "waste.view"]),
    ("digital_lead", "Digital lead", "Answers for the Digital Strategy and its report; sees contacts, not people.", ["contacts.view", "measures.trace", "office.view", "reports.compile", "reports.view", "services.test"]),
    ("inclusion_officer", "Inclusion officer", "Helps residents get online.", ["contacts.record", "contacts.view", "gazetteer.raise", "gazetteer.view", "measures.trace", "office.view", "people.view", "reports.view", "services.assist"]),
    ("finance_officer", "Finance officer", "Checks costs and savings; sees figures alone.", ["measures.trace", "office.view", "payments.refund", "payments.view", "reports.view"]),
    ("auditor", "Auditor", "Reads what was done and by whom; changes nothing.", ["access.view", "audit.view", "jobs.view", "measures.trace", "office.view", "reports.view", "retention.view"]),
    ("administrator", "Administrator", "Looks after accounts, roles, imports and jobs; reads no one’s contacts.", ["access.manage", "access.view", "contacts.import", "jobs.retry", "jobs.view", "office.view", "people.erase", "staff.edit", "webhooks.manage"]),
    ("gazetteer_officer", "Gazetteer officer", "Keeps the gazetteer of streets, land and property.", ["gazetteer.edit", "gazetteer.raise", "gazetteer.view", "office.view"]),
    ("waste_officer", "Waste officer", "Keeps the rounds, the bulky days and the crews’ work.", ["gazetteer.raise", "gazetteer.view", "office.view", "waste.edit", "waste.view"]),
]


def create_roles(apps, schema_editor):
    """Create the roles that do not exist yet."""
    role = apps.get_model("access", "Role")
    for key, name, description, permissions in ROLES:
        values = {"name": name, "description": description, "permissions": permissions}
        role.objects.get_or_create(key=key, defaults=values)


class Migration(migrations.Migration):
    dependencies = [("access", "0001_initial")]
    operations = [migrations.RunPython(create_roles, migrations.RunPython.noop)]
