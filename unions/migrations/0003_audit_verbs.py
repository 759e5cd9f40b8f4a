"""The verbs of the audit record are asked from the code: a new one changes no table."""

from django.db import migrations, models

import unions.models.audit


class Migration(migrations.Migration):
    dependencies = [("unions", "0002_cache_table")]

    operations = [
        migrations.AlterField(
            "auditevent",
            "verb",
            models.CharField(choices=unions.models.audit.verbs, max_length=40, verbose_name="what"),
        ),
    ]
