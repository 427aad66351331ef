from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import migrations, models


def fill(apps, schema_editor):
    """Tell when registration closes for the events that there are."""
    events = apps.get_model("events", "EventPage").objects.using(schema_editor.connection.alias)
    for event in events.filter(registration_day__isnull=False):
        closes = datetime.combine(
            event.registration_day, event.registration_time, ZoneInfo(event.registration_zone)
        )
        events.filter(pk=event.pk).update(registration_closes_at=closes)


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='eventpage',
            name='registration_closes_at',
            field=models.DateTimeField(db_index=True, editable=False, null=True),
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
