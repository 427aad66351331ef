from django.db import migrations

# Wagtail has no index for what the delivery API asks at every request: which pages have just been published, and which
# expire next. The first is that of the expression by which lists are sorted (``cms.outputs.api.selection``).


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0012_webhooks"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE INDEX cms_page_published ON wagtailcore_page"
            " (COALESCE(first_published_at, '0001-01-01 00:00:00+00'), id)",
            "DROP INDEX cms_page_published",
        ),
        migrations.RunSQL(
            "CREATE INDEX cms_page_expires ON wagtailcore_page (expire_at) WHERE expire_at IS NOT NULL",
            "DROP INDEX cms_page_expires",
        ),
    ]
