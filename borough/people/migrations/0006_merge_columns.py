"""What a merging changed, by column: names of columns apart from what stood in them, which a scrubbed copy replaces."""

import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("people", "0005_erasure_requests")]
    operations = [
        migrations.AddField(
            model_name="merge",
            name="columns",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField(model_name="merge", name="before", field=models.JSONField(null=True)),
        migrations.AddField(model_name="merge", name="after", field=models.JSONField(null=True)),
    ]
