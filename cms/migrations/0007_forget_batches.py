from django.db import migrations


def forget_batches(apps, _schema_editor):
    """Forget what was done in the background: batches named pages by primary keys, and now name content by its key."""
    apps.get_model("cms", "TranslationBatch").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [("cms", "0006_received_file")]

    operations = [migrations.RunPython(forget_batches, migrations.RunPython.noop)]
