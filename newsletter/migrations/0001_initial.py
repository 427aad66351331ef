import cms.fields
import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cms', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='IssueIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('introduction', models.TextField(blank=True, max_length=300, verbose_name='introduction')),
                ('source', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='versions', to='newsletter.issueindexpage', verbose_name='source version')),
            ],
            options={
                'verbose_name': 'newsletter archive',
                'verbose_name_plural': 'newsletter archives',
            },
            bases=('wagtailcore.page', models.Model),
        ),
        migrations.CreateModel(
            name='IssuePage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('number', models.PositiveIntegerField(blank=True, null=True, verbose_name='number')),
                ('date', models.DateField(default=django.utils.timezone.localdate, help_text='The day of the issue. States and days left are told as of this day.', verbose_name='date')),
                ('subject', models.CharField(help_text='The subject of the mail, and the headline on the home page.', max_length=150, verbose_name='subject')),
                ('preheader', models.CharField(help_text='One sentence that mail programs show beside the subject. It names the best of the issue.', max_length=200, verbose_name='preheader')),
                ('sections', cms.fields.StreamField([], blank=True, verbose_name='sections')),
                ('picture', models.ForeignKey(blank=True, help_text='A wide strip, 1600 × 420; it is decorative.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cms.picture', verbose_name='picture')),
                ('source', models.ForeignKey(blank=True, editable=False, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='versions', to='newsletter.issuepage', verbose_name='source version')),
            ],
            options={
                'verbose_name': 'issue',
                'verbose_name_plural': 'issues',
                'ordering': ['-date', '-number'],
            },
            bases=('wagtailcore.page', models.Model),
        ),
    ]
