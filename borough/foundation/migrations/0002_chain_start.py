"""The first link of the audit chain, the SQL function its digests use, and the table of the shared cache."""

import hashlib

from django.db import migrations

START = hashlib.sha256(b"borough audit chain").hexdigest()

MEASURED = """
CREATE FUNCTION foundation_measured(word text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS
$$ SELECT octet_length(convert_to(word, 'UTF8'))::text || ':' || word $$
"""
CACHE = """
CREATE UNLOGGED TABLE foundation_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
CREATE INDEX foundation_cache_expires ON foundation_cache (expires)
"""


class Migration(migrations.Migration):
    dependencies = [("foundation", "0001_initial")]
    operations = [
        migrations.RunSQL(MEASURED, "DROP FUNCTION foundation_measured(text)"),
        migrations.RunSQL(
            f"INSERT INTO foundation_audithead (singleton, position, digest) VALUES (true, 0, '\\x{START}')",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(CACHE, "DROP TABLE foundation_cache"),
    ]
