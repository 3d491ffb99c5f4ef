"""What a merging changed is kept by column."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0007_merge_columns_filled")]
    operations = [migrations.RemoveField(model_name="merge", name="changed")]
