from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('studios', '0003_attendance'),
    ]

    operations = [
        migrations.AddField(
            model_name='quotaplace',
            name='number',
            field=models.PositiveSmallIntegerField(default=1, verbose_name='number'),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name='quotaplace',
            constraint=models.UniqueConstraint(condition=models.Q(('freed_at', None)), fields=('quota', 'number'), name='quota_place_number_once'),
        ),
    ]
