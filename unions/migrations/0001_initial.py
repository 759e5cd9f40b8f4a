
import django.db.models.deletion
import unions.clock
from django.conf import settings
from django.db import migrations, models

from unions.choices.audit import Verb
from unions.migrations._together import CreateTogether


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        CreateTogether([
            migrations.CreateModel(
                name='AuditHead',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('position', models.BigIntegerField(default=0)),
                    ('hash', models.CharField(default='0000000000000000000000000000000000000000000000000000000000000000', max_length=64)),
                ],
            ),
            migrations.CreateModel(
                name='CalendarDay',
                fields=[
                    ('day', models.DateField(primary_key=True, serialize=False, verbose_name='day')),
                    ('is_working', models.BooleanField(verbose_name='working day')),
                    ('name', models.CharField(blank=True, max_length=40, verbose_name='name')),
                ],
                options={
                    'ordering': ('day',),
                },
            ),
            migrations.CreateModel(
                name='CalendarYear',
                fields=[
                    ('year', models.PositiveSmallIntegerField(primary_key=True, serialize=False, verbose_name='year')),
                    ('source', models.CharField(blank=True, max_length=120, verbose_name='source')),
                ],
                options={
                    'ordering': ('-year',),
                },
            ),
            migrations.CreateModel(
                name='Industry',
                fields=[
                    ('code', models.CharField(db_collation='C', max_length=4, primary_key=True, serialize=False, verbose_name='code')),
                    ('name', models.CharField(max_length=60, verbose_name='name')),
                    ('section', models.CharField(max_length=1, verbose_name='section')),
                ],
                options={
                    'verbose_name': 'industry',
                    'verbose_name_plural': 'industries',
                    'ordering': ('code',),
                },
            ),
            migrations.CreateModel(
                name='IndustryGroup',
                fields=[
                    ('code', models.SlugField(max_length=20, primary_key=True, serialize=False, verbose_name='code')),
                    ('name_zh', models.CharField(max_length=40, verbose_name='Chinese name')),
                    ('name_en', models.CharField(max_length=80, verbose_name='English name')),
                    ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ],
                options={
                    'verbose_name': 'industry group',
                    'verbose_name_plural': 'industry groups',
                    'ordering': ('position',),
                },
            ),
            migrations.CreateModel(
                name='JobResult',
                fields=[
                    ('job', models.BigIntegerField(primary_key=True, serialize=False, verbose_name='job')),
                    ('text', models.CharField(blank=True, max_length=300, verbose_name='result')),
                    ('url', models.CharField(blank=True, max_length=200, verbose_name='page')),
                    ('at', models.DateTimeField(verbose_name='when')),
                ],
                options={
                    'verbose_name': 'result of a job',
                    'verbose_name_plural': 'results of jobs',
                },
            ),
            migrations.CreateModel(
                name='Account',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('password', models.CharField(max_length=128, verbose_name='password')),
                    ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                    ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                    ('username', models.CharField(max_length=60, unique=True, verbose_name='username')),
                    ('name', models.CharField(max_length=40, verbose_name='name')),
                    ('mobile', models.CharField(blank=True, max_length=20, null=True, unique=True, verbose_name='mobile')),
                    ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                    ('language', models.CharField(choices=[('zh-hans', 'Chinese'), ('en', 'English')], default='zh-hans', max_length=10, verbose_name='language')),
                    ('is_active', models.BooleanField(default=True, verbose_name='may sign in')),
                    ('is_staff', models.BooleanField(default=False, verbose_name='keeps dictionaries')),
                    ('must_change_password', models.BooleanField(default=False, verbose_name='must change password')),
                    ('password_changed_at', models.DateTimeField(blank=True, null=True, verbose_name='password changed')),
                    ('created_at', models.DateTimeField(default=unions.clock.now, verbose_name='created')),
                    ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                    ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ],
                options={
                    'verbose_name': 'account',
                    'verbose_name_plural': 'accounts',
                    'ordering': ('username',),
                },
            ),
            migrations.CreateModel(
                name='Appointment',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('role', models.CharField(choices=[('clerk', 'Clerk'), ('chair', 'Chair'), ('auditor', 'Auditor'), ('administrator', 'Administrator')], max_length=20, verbose_name='role')),
                    ('starts_on', models.DateField(verbose_name='from')),
                    ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                    ('made_at', models.DateTimeField(verbose_name='made')),
                    ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                    ('deputy_for', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='deputised', to=settings.AUTH_USER_MODEL, verbose_name='stands in for')),
                    ('ended_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'verbose_name': 'appointment',
                    'verbose_name_plural': 'appointments',
                    'ordering': ('-starts_on', '-pk'),
                },
            ),
            migrations.CreateModel(
                name='CalendarDayEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('day', models.DateField(serialize=False, verbose_name='day')),
                    ('is_working', models.BooleanField(verbose_name='working day')),
                    ('name', models.CharField(blank=True, max_length=40, verbose_name='name')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='unions.calendarday')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='IndustryEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('code', models.CharField(db_collation='C', max_length=4, serialize=False, verbose_name='code')),
                    ('name', models.CharField(max_length=60, verbose_name='name')),
                    ('section', models.CharField(max_length=1, verbose_name='section')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='unions.industry')),
                    ('group', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='unions.industrygroup', verbose_name='industry group')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AddField(
                model_name='industry',
                name='group',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='industries', to='unions.industrygroup', verbose_name='industry group'),
            ),
            migrations.CreateModel(
                name='IndustryGroupEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('code', models.SlugField(db_index=False, max_length=20, serialize=False, verbose_name='code')),
                    ('name_zh', models.CharField(max_length=40, verbose_name='Chinese name')),
                    ('name_en', models.CharField(max_length=80, verbose_name='English name')),
                    ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='unions.industrygroup')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Union',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('code', models.CharField(db_collation='C', max_length=30, unique=True, verbose_name='code')),
                    ('name', models.CharField(max_length=80, verbose_name='name')),
                    ('short_name', models.CharField(blank=True, max_length=40, verbose_name='short name')),
                    ('kind', models.CharField(choices=[('federation', 'Federation of trade unions'), ('industrial', 'Industrial union'), ('grassroots', 'Grassroots union')], max_length=20, verbose_name='kind')),
                    ('level', models.CharField(choices=[('country', 'National'), ('province', 'Provincial'), ('city', 'City level'), ('county', 'County level'), ('town', 'Town level'), ('unit', 'Unit level')], max_length=20, verbose_name='level')),
                    ('path', models.CharField(db_collation='C', default='', editable=False, max_length=200, verbose_name='path')),
                    ('state', models.CharField(choices=[('active', 'Active'), ('merged', 'Merged'), ('closed', 'Closed')], default='active', max_length=10, verbose_name='state')),
                    ('employer', models.CharField(blank=True, max_length=80, verbose_name='employer')),
                    ('is_joint', models.BooleanField(default=False, verbose_name='joint union of several employers')),
                    ('county', models.CharField(blank=True, max_length=40, verbose_name='county')),
                    ('ownership', models.CharField(blank=True, choices=[('国有', 'State-owned'), ('集体', 'Collective'), ('民营', 'Private'), ('外商及港澳台', 'Foreign, Hong Kong, Macao or Taiwan'), ('事业单位', 'Public institution'), ('机关', 'Government body')], max_length=20, verbose_name='ownership')),
                    ('credit_code', models.CharField(blank=True, db_collation='C', max_length=18, verbose_name='credit code')),
                    ('members_count', models.PositiveIntegerField(blank=True, null=True, verbose_name='union members')),
                    ('office_phone', models.CharField(blank=True, max_length=30, verbose_name='office telephone')),
                    ('address', models.CharField(blank=True, max_length=120, verbose_name='address')),
                    ('logs_in', models.BooleanField(default=True, help_text='If not, a union above may file for it.', verbose_name='works in the system itself')),
                    ('industry', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='unions', to='unions.industry', verbose_name='industry')),
                    ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='children', to='unions.union', verbose_name='union above')),
                    ('successor', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='predecessors', to='unions.union', verbose_name='successor')),
                ],
                options={
                    'verbose_name': 'union',
                    'verbose_name_plural': 'unions',
                    'ordering': ('path',),
                },
            ),
            migrations.CreateModel(
                name='Mailing',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('about', models.CharField(max_length=120, verbose_name='about')),
                    ('text', models.CharField(max_length=500, verbose_name='text')),
                    ('url', models.CharField(blank=True, max_length=200)),
                    ('made_at', models.DateTimeField(verbose_name='made')),
                    ('sent_at', models.DateTimeField(blank=True, null=True, verbose_name='sent')),
                    ('discarded_at', models.DateTimeField(blank=True, null=True)),
                    ('made_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('recipients', models.ManyToManyField(blank=True, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='recipients')),
                    ('sent_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                    ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='mailings', to='unions.union', verbose_name='union')),
                ],
                options={
                    'verbose_name': 'bulk message',
                    'verbose_name_plural': 'bulk messages',
                    'ordering': ('-made_at', '-pk'),
                },
            ),
            migrations.CreateModel(
                name='FormerName',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('name', models.CharField(max_length=80, verbose_name='name')),
                    ('code', models.CharField(blank=True, db_collation='C', max_length=30, verbose_name='code')),
                    ('until_on', models.DateField(verbose_name='until')),
                    ('union', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='former_names', to='unions.union', verbose_name='union')),
                ],
                options={
                    'ordering': ('-until_on', '-pk'),
                },
            ),
            migrations.CreateModel(
                name='AuditEvent',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('position', models.BigIntegerField(unique=True, verbose_name='position')),
                    ('at', models.DateTimeField(verbose_name='when')),
                    ('account_name', models.CharField(blank=True, max_length=60, verbose_name='who')),
                    ('verb', models.CharField(choices=Verb.choices, max_length=40, verbose_name='what')),
                    ('union_path', models.CharField(blank=True, db_collation='C', max_length=200)),
                    ('subject_type', models.CharField(blank=True, max_length=40, verbose_name='kind')),
                    ('subject_id', models.BigIntegerField(null=True, verbose_name='number')),
                    ('subject', models.CharField(blank=True, max_length=200, verbose_name='subject')),
                    ('details', models.JSONField(default=dict, verbose_name='details')),
                    ('previous_hash', models.CharField(max_length=64)),
                    ('hash', models.CharField(max_length=64)),
                    ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='who')),
                    ('union', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='unions.union', verbose_name='union')),
                ],
                options={
                    'verbose_name': 'audit event',
                    'verbose_name_plural': 'audit events',
                    'ordering': ('-position',),
                },
            ),
            migrations.CreateModel(
                name='AppointmentEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('role', models.CharField(choices=[('clerk', 'Clerk'), ('chair', 'Chair'), ('auditor', 'Auditor'), ('administrator', 'Administrator')], max_length=20, verbose_name='role')),
                    ('starts_on', models.DateField(verbose_name='from')),
                    ('ends_on', models.DateField(blank=True, null=True, verbose_name='until')),
                    ('made_at', models.DateTimeField(verbose_name='made')),
                    ('ended_at', models.DateTimeField(blank=True, null=True, verbose_name='ended')),
                    ('account', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='account')),
                    ('deputy_for', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL, verbose_name='stands in for')),
                    ('ended_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('made_by', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL)),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='unions.appointment')),
                    ('awaits', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='unions.union', verbose_name='to be confirmed at')),
                    ('union', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='unions.union', verbose_name='union')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AddField(
                model_name='appointment',
                name='awaits',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='awaited_appointments', to='unions.union', verbose_name='to be confirmed at'),
            ),
            migrations.AddField(
                model_name='appointment',
                name='union',
                field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='unions.union', verbose_name='union'),
            ),
            migrations.CreateModel(
                name='AccountEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                    ('username', models.CharField(max_length=60, verbose_name='username')),
                    ('name', models.CharField(max_length=40, verbose_name='name')),
                    ('language', models.CharField(choices=[('zh-hans', 'Chinese'), ('en', 'English')], default='zh-hans', max_length=10, verbose_name='language')),
                    ('is_active', models.BooleanField(default=True, verbose_name='may sign in')),
                    ('is_staff', models.BooleanField(default=False, verbose_name='keeps dictionaries')),
                    ('must_change_password', models.BooleanField(default=False, verbose_name='must change password')),
                    ('password_changed_at', models.DateTimeField(blank=True, null=True, verbose_name='password changed')),
                    ('created_at', models.DateTimeField(default=unions.clock.now, verbose_name='created')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to=settings.AUTH_USER_MODEL)),
                    ('home', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='unions.union', verbose_name='home union')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.AddField(
                model_name='account',
                name='home',
                field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='staff', to='unions.union', verbose_name='home union'),
            ),
            migrations.CreateModel(
                name='UnionChange',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('kind', models.CharField(choices=[('founded', 'Founded'), ('renamed', 'Renamed'), ('moved', 'Moved'), ('merged', 'Merged'), ('closed', 'Closed'), ('edited', 'Details changed'), ('imported', 'Imported')], max_length=20, verbose_name='kind')),
                    ('happened_on', models.DateField(verbose_name='date')),
                    ('before', models.CharField(blank=True, max_length=200, verbose_name='before')),
                    ('after', models.CharField(blank=True, max_length=200, verbose_name='after')),
                    ('reason', models.CharField(blank=True, max_length=200, verbose_name='reason')),
                    ('recorded_at', models.DateTimeField(verbose_name='recorded')),
                    ('by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='by')),
                    ('union', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='changes', to='unions.union', verbose_name='union')),
                ],
                options={
                    'ordering': ('-recorded_at', '-pk'),
                },
            ),
            migrations.CreateModel(
                name='UnionEvent',
                fields=[
                    ('pgh_id', models.AutoField(primary_key=True, serialize=False)),
                    ('pgh_created_at', models.DateTimeField(auto_now_add=True)),
                    ('pgh_label', models.TextField(help_text='The event label.')),
                    ('id', models.BigIntegerField()),
                    ('code', models.CharField(db_collation='C', max_length=30, verbose_name='code')),
                    ('name', models.CharField(max_length=80, verbose_name='name')),
                    ('short_name', models.CharField(blank=True, max_length=40, verbose_name='short name')),
                    ('kind', models.CharField(choices=[('federation', 'Federation of trade unions'), ('industrial', 'Industrial union'), ('grassroots', 'Grassroots union')], max_length=20, verbose_name='kind')),
                    ('level', models.CharField(choices=[('country', 'National'), ('province', 'Provincial'), ('city', 'City level'), ('county', 'County level'), ('town', 'Town level'), ('unit', 'Unit level')], max_length=20, verbose_name='level')),
                    ('path', models.CharField(db_collation='C', default='', editable=False, max_length=200, verbose_name='path')),
                    ('state', models.CharField(choices=[('active', 'Active'), ('merged', 'Merged'), ('closed', 'Closed')], default='active', max_length=10, verbose_name='state')),
                    ('employer', models.CharField(blank=True, max_length=80, verbose_name='employer')),
                    ('is_joint', models.BooleanField(default=False, verbose_name='joint union of several employers')),
                    ('county', models.CharField(blank=True, max_length=40, verbose_name='county')),
                    ('ownership', models.CharField(blank=True, choices=[('国有', 'State-owned'), ('集体', 'Collective'), ('民营', 'Private'), ('外商及港澳台', 'Foreign, Hong Kong, Macao or Taiwan'), ('事业单位', 'Public institution'), ('机关', 'Government body')], max_length=20, verbose_name='ownership')),
                    ('credit_code', models.CharField(blank=True, db_collation='C', max_length=18, verbose_name='credit code')),
                    ('members_count', models.PositiveIntegerField(blank=True, null=True, verbose_name='union members')),
                    ('office_phone', models.CharField(blank=True, max_length=30, verbose_name='office telephone')),
                    ('address', models.CharField(blank=True, max_length=120, verbose_name='address')),
                    ('logs_in', models.BooleanField(default=True, help_text='If not, a union above may file for it.', verbose_name='works in the system itself')),
                    ('industry', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='unions.industry', verbose_name='industry')),
                    ('parent', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='unions.union', verbose_name='union above')),
                    ('pgh_context', models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context')),
                    ('pgh_obj', models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='unions.union')),
                    ('successor', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='unions.union', verbose_name='successor')),
                ],
                options={
                    'abstract': False,
                },
            ),
            migrations.CreateModel(
                name='Message',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('text', models.CharField(max_length=300, verbose_name='text')),
                    ('url', models.CharField(blank=True, max_length=200, verbose_name='page')),
                    ('sent_at', models.DateTimeField(verbose_name='sent')),
                    ('read_at', models.DateTimeField(blank=True, null=True, verbose_name='read')),
                    ('mailed_at', models.DateTimeField(blank=True, null=True, verbose_name='e-mailed')),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to=settings.AUTH_USER_MODEL, verbose_name='to')),
                ],
                options={
                    'verbose_name': 'message',
                    'verbose_name_plural': 'messages',
                    'ordering': ('-sent_at', '-pk'),
                    'indexes': [models.Index(fields=['account', '-sent_at'], name='message_account'), models.Index(condition=models.Q(('read_at', None)), fields=['account'], name='message_unread')],
                },
            ),
            migrations.CreateModel(
                name='Preference',
                fields=[
                    ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                    ('key', models.CharField(max_length=40)),
                    ('value', models.JSONField(default=dict)),
                    ('account', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='preferences', to=settings.AUTH_USER_MODEL)),
                ],
                options={
                    'constraints': [models.UniqueConstraint(fields=('account', 'key'), name='preference_once')],
                },
            ),
            migrations.AddIndex(
                model_name='union',
                index=models.Index(fields=['path'], name='union_path'),
            ),
            migrations.AddIndex(
                model_name='union',
                index=models.Index(fields=['name'], name='union_name'),
            ),
            migrations.AddIndex(
                model_name='union',
                index=models.Index(fields=['kind', 'level'], name='union_kind_level'),
            ),
            migrations.AddIndex(
                model_name='union',
                index=models.Index(fields=['employer'], name='union_employer'),
            ),
            migrations.AddConstraint(
                model_name='union',
                constraint=models.UniqueConstraint(condition=models.Q(('credit_code', ''), _negated=True), fields=('credit_code',), name='union_credit_code_unique'),
            ),
            migrations.AddConstraint(
                model_name='union',
                constraint=models.CheckConstraint(condition=models.Q(('state', 'active'), ('state', 'closed'), ('successor__isnull', False), _connector='OR'), name='union_merged_has_successor'),
            ),
            migrations.AddIndex(
                model_name='mailing',
                index=models.Index(fields=['union', '-made_at'], name='mailing_union'),
            ),
            migrations.AddIndex(
                model_name='formername',
                index=models.Index(fields=['name'], name='former_name'),
            ),
            migrations.AddIndex(
                model_name='formername',
                index=models.Index(fields=['code'], name='former_code'),
            ),
            migrations.AddIndex(
                model_name='auditevent',
                index=models.Index(fields=['-at'], name='audit_at'),
            ),
            migrations.AddIndex(
                model_name='auditevent',
                index=models.Index(fields=['verb', '-at'], name='audit_verb'),
            ),
            migrations.AddIndex(
                model_name='auditevent',
                index=models.Index(fields=['subject_type', 'subject_id'], name='audit_subject'),
            ),
            migrations.AddIndex(
                model_name='auditevent',
                index=models.Index(fields=['union_path'], name='audit_union_path'),
            ),
            migrations.AddIndex(
                model_name='appointment',
                index=models.Index(fields=['union', 'role'], name='appointment_union_role'),
            ),
            migrations.AddConstraint(
                model_name='appointment',
                constraint=models.CheckConstraint(condition=models.Q(('ends_on', None), ('ends_on__gte', models.F('starts_on')), _connector='OR'), name='appointment_ends_after_start'),
            ),
            migrations.AddConstraint(
                model_name='appointment',
                constraint=models.UniqueConstraint(condition=models.Q(('ended_at', None), ('ends_on', None)), fields=('account', 'union', 'role'), name='appointment_one_open'),
            ),
            migrations.AddConstraint(
                model_name='appointment',
                constraint=models.CheckConstraint(condition=models.Q(('awaits', None), ('ended_at__isnull', False), _connector='OR'), name='appointment_awaiting_has_ended'),
            ),
            migrations.AddIndex(
                model_name='account',
                index=models.Index(fields=['name'], name='account_name'),
            ),
        ]),
    ]
