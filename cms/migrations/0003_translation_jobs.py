import cms.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('cms', '0002_glossary'),
        ('wagtail_localize', '0016_rename_page_revision_translationlog_revision'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='JobMessages',
            fields=[
                ('user', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='job_messages', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('frequency', models.CharField(choices=[('at_once', 'a mail at once, for each translation'), ('daily', 'one mail a day, in the morning, if there is something new or overdue'), ('never', 'no mail; I look at the desk')], default='at_once', max_length=10, verbose_name='translations that are given to me')),
                ('digest_on', models.DateField(blank=True, editable=False, null=True)),
            ],
            options={
                'verbose_name': 'messages about translations',
                'verbose_name_plural': 'messages about translations',
            },
        ),
        migrations.AddField(
            model_name='contentpage',
            name='untranslated_blocks',
            field=models.JSONField(default=list, editable=False),
        ),
        migrations.CreateModel(
            name='TranslationBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('action', models.CharField(max_length=12)),
                ('cells', models.JSONField()),
                ('wishes', models.JSONField()),
                ('done', models.PositiveIntegerField(default=0)),
                ('succeeded', models.PositiveIntegerField(default=0)),
                ('refusals', models.JSONField(default=list)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('requested_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'batch of translations',
                'verbose_name_plural': 'batches of translations',
            },
        ),
        migrations.CreateModel(
            name='TranslationRules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('requires_review', models.BooleanField(default=False, verbose_name='a second person reads every translation before it goes public')),
                ('locale', models.OneToOneField(editable=False, on_delete=django.db.models.deletion.CASCADE, related_name='translation_rules', to='wagtailcore.locale')),
            ],
            options={
                'verbose_name': 'rules of a language',
                'verbose_name_plural': 'rules of languages',
            },
        ),
        migrations.CreateModel(
            name='TranslationJob',
            fields=[
                ('translation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='job', serialize=False, to='wagtail_localize.translation')),
                ('stage', models.CharField(choices=[('open', 'being translated'), ('review', 'waiting for review'), ('ready', 'ready'), ('published', 'published'), ('not_needed', 'not needed')], default='open', max_length=12, verbose_name='stage')),
                ('due_on', models.DateField(blank=True, help_text='The last day; overdue jobs are marked.', null=True, verbose_name='wanted by')),
                ('note', models.TextField(blank=True, help_text='What the translator should know: for whom it is, what to leave as it is.', max_length=1000, verbose_name='note')),
                ('release', models.CharField(choices=[('by_hand', 'when somebody publishes it'), ('when_ready', 'as soon as it is ready'), ('together', 'together with the other languages, as soon as all are ready'), ('at', 'at a set time, if it is ready then')], default='by_hand', max_length=12, verbose_name='goes public')),
                ('release_at', models.DateTimeField(blank=True, null=True, verbose_name='at')),
                ('release_zone', cms.fields.ZoneField(default='Europe/Brussels', verbose_name='time zone')),
                ('gaps', models.JSONField(blank=True, default=list)),
                ('announced_at', models.DateTimeField(blank=True, null=True)),
                ('changed_at', models.DateTimeField(auto_now=True)),
                ('assignee', models.ForeignKey(blank=True, help_text='Gets a message. Left empty, whoever translates into this language can take it.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='translation_jobs', to=settings.AUTH_USER_MODEL, verbose_name='translator')),
                ('finished_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('released_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('requested_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'translation job',
                'verbose_name_plural': 'translation jobs',
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('release', 'at'), _negated=True), ('release_at__isnull', False), _connector='OR'), name='set_time_is_set')],
            },
        ),
    ]
