import cms.fields
import datetime
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cms', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='EventPage',
            fields=[
                ('contentpage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='cms.contentpage')),
                ('meeting', models.CharField(choices=[('event', 'Event'), ('seminar', 'Seminar'), ('colloquium', 'Colloquium'), ('conference', 'Conference'), ('congress', 'Congress'), ('assembly', 'General assembly'), ('working_group', 'Working group'), ('project_meeting', 'Project meeting'), ('launch', 'Project launch'), ('training', 'Training'), ('visit', 'Study visit'), ('webinar', 'Webinar')], default='event', max_length=20, verbose_name='what it is')),
                ('agenda_only', models.BooleanField(default=False, help_text='Readers are sent to the website below; there is nothing else to read here.', verbose_name='only a line of the agenda')),
                ('website', models.URLField(blank=True, verbose_name='website')),
                ('organisers', models.CharField(blank=True, max_length=250, verbose_name='organisers')),
                ('working_languages', cms.fields.LanguagesField(verbose_name='working languages')),
                ('interpretation', cms.fields.LanguagesField(verbose_name='interpretation into')),
                ('registration_url', models.URLField(blank=True, verbose_name='registration')),
                ('registration_day', models.DateField(blank=True, null=True, verbose_name='registration closes on')),
                ('registration_time', models.TimeField(default=datetime.time(17, 0), verbose_name='at')),
                ('registration_zone', cms.fields.ZoneField(default='Europe/Brussels', verbose_name='time zone')),
                ('contact_name', models.CharField(blank=True, max_length=120, verbose_name='contact')),
                ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail of the contact')),
                ('programme_document', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='cms.documentfile', verbose_name='programme')),
            ],
            options={
                'verbose_name': 'event',
                'verbose_name_plural': 'events',
            },
            bases=('cms.contentpage', models.Model),
        ),
    ]
