"""The table of the cache, which counts tries and remembers used codes; Django's own command makes the same one."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("unions", "0001_initial")]

    operations = [
        migrations.RunSQL(
            [
                "CREATE TABLE IF NOT EXISTS cache ("
                "cache_key varchar(255) NOT NULL PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL)",
                "CREATE INDEX IF NOT EXISTS cache_expires ON cache (expires)",
            ],
            "DROP TABLE IF EXISTS cache",
        )
    ]
