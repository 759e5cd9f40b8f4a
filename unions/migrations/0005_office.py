"""Progress and faults of jobs; the e-mails of messages with state and retry; templates of bulk messages."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("unions", "0004_offline_unions")]

    operations = [
        migrations.AddField("jobresult", "done", models.PositiveIntegerField(default=0, verbose_name="done so far")),
        migrations.AddField("jobresult", "total", models.PositiveIntegerField(default=0, verbose_name="to be done")),
        migrations.AddField(
            "jobresult", "faults", models.JSONField(blank=True, default=dict, verbose_name="faults")
        ),
        migrations.AddField(
            "jobresult", "told_at", models.DateTimeField(blank=True, null=True, verbose_name="owner told")
        ),
        migrations.AddField("mailing", "facts", models.JSONField(blank=True, default=dict)),
        migrations.AddField(
            "message",
            "mailing",
            models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="messages",
                to="unions.mailing",
                verbose_name="bulk message",
            ),
        ),
        migrations.AddField(
            "message", "mail_tries", models.PositiveSmallIntegerField(default=0, verbose_name="tries")
        ),
        migrations.AddField(
            "message",
            "mail_fault",
            models.CharField(blank=True, max_length=120, verbose_name="what went wrong", default=""),
            preserve_default=False,
        ),
        migrations.AddIndex(
            "message",
            models.Index(fields=["-id"], condition=models.Q(("mail_fault", ""), _negated=True), name="message_failed"),
        ),
        migrations.CreateModel(
            name="MailingTemplate",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("about", models.CharField(max_length=120, verbose_name="about")),
                ("text", models.CharField(max_length=300, verbose_name="text")),
                ("changed_at", models.DateTimeField(verbose_name="changed")),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="unions.account",
                    ),
                ),
                (
                    "union",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="mailing_templates",
                        to="unions.union",
                        verbose_name="union",
                    ),
                ),
            ],
            options={
                "verbose_name": "message template",
                "verbose_name_plural": "message templates",
                "ordering": ("name",),
                "constraints": [
                    models.UniqueConstraint(fields=("union", "name"), name="mailing_template_once"),
                ],
            },
        ),
    ]
