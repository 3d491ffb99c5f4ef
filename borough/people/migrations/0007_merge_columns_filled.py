"""What mergings have changed so far, by column."""

from django.db import migrations


def fill(apps, schema_editor):
    """Take over what was kept as one object."""
    merge = apps.get_model("people", "Merge")
    for one in merge.objects.exclude(changed=None):
        columns = sorted(one.changed)
        before, after = ([one.changed[name][at] for name in columns] for at in (0, 1))
        merge.objects.filter(pk=one.pk).update(columns=columns, before=before, after=after)


class Migration(migrations.Migration):
    dependencies = [("people", "0006_merge_columns")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
