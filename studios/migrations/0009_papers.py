"""Packages for the archive; the kinds of paper are asked from the code: a new one changes no table."""

import django.db.models.deletion
import studios.models.paper
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('studios', '0008_stamped_scans'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name='paper',
            name='kind',
            field=models.CharField(choices=studios.models.paper.kinds, max_length=14, verbose_name='paper'),
        ),
        migrations.AlterField(
            model_name='papertemplate',
            name='kind',
            field=models.CharField(choices=studios.models.paper.kinds, max_length=14, verbose_name='paper'),
        ),
        migrations.CreateModel(
            name='ArchivePackage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=160, verbose_name='file name')),
                ('path', models.CharField(db_collation='C', max_length=120, unique=True)),
                ('size', models.PositiveBigIntegerField(verbose_name='size, bytes')),
                ('sha256', models.CharField(max_length=64)),
                ('file_count', models.PositiveIntegerField(verbose_name='files')),
                ('missing_count', models.PositiveIntegerField(default=0, verbose_name='files missing or damaged')),
                ('made_at', models.DateTimeField(verbose_name='made')),
                ('ends_at', models.DateTimeField(verbose_name='kept until')),
                ('application', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='packages', to='studios.application', verbose_name='case')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='asked for by')),
                ('call', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='packages', to='studios.call', verbose_name='call')),
            ],
            options={
                'verbose_name': 'archive package',
                'verbose_name_plural': 'archive packages',
                'ordering': ('-made_at', '-pk'),
                'indexes': [models.Index(fields=['by', 'ends_at'], name='package_owner')],
            },
        ),
    ]
