"""One narrow row a public result, kept by a trigger behind the studio's row in the public list."""

from pathlib import Path

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models

SQL = (Path(__file__).parent / "sql" / "results.sql").read_text(encoding="utf-8")
BACK = """
    DROP FUNCTION keep_results() CASCADE;
    DROP FUNCTION refresh_results(bigint[]);
    DROP VIEW studios_result_rows;
"""


class Migration(migrations.Migration):
    dependencies = [("studios", "0004_lists")]

    operations = [
        migrations.CreateModel(
            name="ResultEntry",
            fields=[
                (
                    "result",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="entry",
                        serialize=False,
                        to="studios.result",
                    ),
                ),
                ("finished_on", models.DateField(null=True)),
                ("confirmed_at", models.DateTimeField()),
                ("users_count", models.PositiveIntegerField(default=0)),
                (
                    "tags",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(db_collation="C", max_length=50), default=list, size=None
                    ),
                ),
                (
                    "studio",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="studios.studio"
                    ),
                ),
            ],
            options={
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fastupdate=False, fields=["tags"], name="result_entry_tags"
                    ),
                    models.Index(
                        models.F("finished_on").desc(nulls_last=True),
                        models.F("result").desc(),
                        name="result_entry_finished",
                    ),
                    models.Index(fields=["-confirmed_at", "-result"], name="result_entry_confirmed"),
                    models.Index(fields=["-users_count", "-result"], name="result_entry_users"),
                ],
            },
        ),
        migrations.RunSQL(SQL, BACK),
    ]
