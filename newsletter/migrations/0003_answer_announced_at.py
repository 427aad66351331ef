from django.db import migrations, models
from django.db.models import F


def note_as_told(apps, schema_editor):
    """Whoever made the link was told of these at once."""
    apps.get_model("newsletter", "ReviewAnswer").objects.update(announced_at=F("created_at"))


class Migration(migrations.Migration):

    dependencies = [
        ("newsletter", "0002_approval"),
    ]

    operations = [
        migrations.AddField(
            model_name="reviewanswer",
            name="announced_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(note_as_told, migrations.RunPython.noop),
    ]
