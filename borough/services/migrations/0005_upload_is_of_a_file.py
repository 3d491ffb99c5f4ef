"""What is told of a file stands with the file alone."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("services", "0004_keep_files")]
    operations = [
        migrations.AlterField(
            model_name="upload", name="file",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT, related_name="+", to="foundation.keptfile"
            ),
        ),
        migrations.RemoveConstraint(model_name="upload", name="upload_state_known"),
        *(
            migrations.RemoveField(model_name="upload", name=name)
            for name in ("reference", "media_type", "size", "digest", "state", "made_at")
        ),
    ]  # fmt: skip
