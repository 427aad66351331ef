import cms.fields
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cms', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='CallPage',
            fields=[
                ('contentpage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='cms.contentpage')),
                ('funder', models.CharField(help_text='Who pays: the European Commission.', max_length=160, verbose_name='funder')),
                ('applicants', models.TextField(blank=True, help_text='One or two sentences: who can apply, and who can only be a partner.', max_length=500, verbose_name='who may apply')),
                ('eligible_countries', cms.fields.CountryField(blank=True, countries=cms.fields.EuropeanCountries, max_length=749, multiple=True, verbose_name='eligible countries')),
                ('submission_languages', cms.fields.LanguagesField(verbose_name='languages of submission')),
                ('official_url', models.URLField(blank=True, verbose_name='official page of the call')),
            ],
            options={
                'verbose_name': 'call for proposals',
                'verbose_name_plural': 'calls for proposals',
            },
            bases=('cms.contentpage', models.Model),
        ),
    ]
