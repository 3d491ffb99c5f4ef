"""Uploads of before become kept files, which every app keeps alike."""

from django.db import migrations

MOVE = """
INSERT INTO foundation_keptfile (reference, media_type, size, digest, state, made_at, scanned_at, tries)
SELECT reference, media_type, size, digest, state, made_at,
       CASE WHEN state IN ('clean', 'refused') THEN made_at END, 0 FROM services_upload ORDER BY id;
UPDATE services_upload u SET file_id = f.id FROM foundation_keptfile f WHERE f.reference = u.reference
"""


class Migration(migrations.Migration):
    dependencies = [("services", "0003_kept_file")]
    operations = [migrations.RunSQL(MOVE, migrations.RunSQL.noop)]
