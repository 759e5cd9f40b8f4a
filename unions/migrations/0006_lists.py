"""Saved views of lists."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("unions", "0005_office")]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=40)),
                ("name", models.CharField(max_length=40, verbose_name="name")),
                (
                    "reach",
                    models.CharField(
                        choices=[("mine", "Mine alone"), ("union", "My union's"), ("all", "Everyone's")],
                        default="mine",
                        max_length=10,
                        verbose_name="for whom",
                    ),
                ),
                ("value", models.JSONField(default=dict)),
                ("changed_at", models.DateTimeField(verbose_name="changed")),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_views",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "union",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="unions.union",
                    ),
                ),
            ],
            options={
                "verbose_name": "saved view",
                "verbose_name_plural": "saved views",
                "ordering": ("name", "pk"),
                "indexes": [models.Index(fields=["key", "reach"], name="saved_view_key")],
                "constraints": [
                    models.UniqueConstraint(fields=("account", "key", "name"), name="saved_view_once"),
                    models.CheckConstraint(
                        condition=Q(("reach", "union"), ("union__isnull", False))
                        | (~Q(("reach", "union")) & Q(("union", None))),
                        name="saved_view_of_a_union",
                    ),
                ],
            },
        ),
    ]
