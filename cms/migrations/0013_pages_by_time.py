from django.db import migrations

# Wagtail has no index for what the delivery API asks at every request: which pages were published last, and which expire
# next. The first is that of the expression by which lists are sorted, unless they are asked for otherwise
# (``cms.outputs.api.selection``). SQLite uses no index of an expression for a value that is given with the question.

PUBLISHED = """
    CREATE INDEX cms_page_published ON wagtailcore_page (COALESCE(first_published_at, '0001-01-01 00:00:00+00'), id)
"""


def index_published(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(PUBLISHED)


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0012_webhooks"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RunPython(
            index_published,
            lambda _apps, editor: editor.execute("DROP INDEX IF EXISTS cms_page_published"),
        ),
        migrations.RunSQL(
            "CREATE INDEX cms_page_expires ON wagtailcore_page (expire_at) WHERE expire_at IS NOT NULL",
            "DROP INDEX IF EXISTS cms_page_expires",
        ),
    ]
