import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cms', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='NewsPage',
            fields=[
                ('contentpage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='cms.contentpage')),
                ('sort', models.CharField(choices=[('news', 'News'), ('publication', 'Publication'), ('interview', 'Interview'), ('tribute', 'Tribute'), ('video', 'Video'), ('members', 'New members')], default='news', max_length=20, verbose_name='sort')),
                ('dateline', models.DateField(blank=True, null=True, verbose_name='date')),
                ('dateline_precision', models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year')], default='day', max_length=5, verbose_name='precision')),
                ('author', models.CharField(blank=True, max_length=200, verbose_name='author')),
                ('origin', models.CharField(blank=True, help_text='The magazine, newspaper or site.', max_length=200, verbose_name='first published in')),
                ('dateline_city', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cms.city', verbose_name='place')),
            ],
            options={
                'verbose_name': 'news',
                'verbose_name_plural': 'news',
            },
            bases=('cms.contentpage',),
        ),
    ]
