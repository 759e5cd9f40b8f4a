"""Practice calls and their studios; when holders of a case were reminded of a date to come."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('studios', '0005_results'),
        ('unions', '0005_office'),
    ]

    operations = [
        migrations.AddField(
            model_name='application',
            name='soon_told_at',
            field=models.DateTimeField(blank=True, editable=False, null=True),
        ),
        migrations.AddField(
            model_name='call',
            name='is_practice',
            field=models.BooleanField(db_default=False, default=False, help_text='Never public; nothing of it enters the register or a figure.', verbose_name='practice call'),
        ),
        migrations.AddField(
            model_name='callevent',
            name='is_practice',
            field=models.BooleanField(db_default=False, default=False, help_text='Never public; nothing of it enters the register or a figure.', verbose_name='practice call'),
        ),
        migrations.AddField(
            model_name='studio',
            name='practice',
            field=models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='practice_studios', to='studios.call', verbose_name='made for a practice call'),
        ),
        migrations.AddField(
            model_name='studioevent',
            name='practice',
            field=models.ForeignKey(blank=True, db_constraint=False, editable=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='studios.call', verbose_name='made for a practice call'),
        ),
        migrations.AddConstraint(
            model_name='studio',
            constraint=models.CheckConstraint(condition=models.Q(('practice__isnull', True), ('number__isnull', True), _connector='OR'), name='studio_of_practice_has_no_number'),
        ),
    ]
