import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cms', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='PracticePage',
            fields=[
                ('contentpage_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to='cms.contentpage')),
                ('problem', models.TextField(verbose_name='problem')),
                ('approach', models.TextField(verbose_name='approach')),
                ('results', models.TextField(blank=True, verbose_name='results')),
                ('city', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cms.city', verbose_name='city')),
            ],
            options={
                'verbose_name': 'local practice',
                'verbose_name_plural': 'local practices',
            },
            bases=('cms.contentpage',),
        ),
    ]
