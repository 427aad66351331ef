"""Which addresses does a language have? Included inside i18n_patterns; ends with Wagtail's catch-all."""

from django.contrib.auth.views import LoginView
from django.urls import path, re_path
from wagtail import urls as wagtail_urls

from cms.languages.serving import serve
from cms.outputs.calendars import agenda_calendar, event_calendar
from cms.outputs.feeds import AtomFeed, JsonFeed, RssFeed
from cms.views import content_feed, palette, search_page, shared_draft

urlpatterns = [
    # Wagtail's own form for pages behind a password, but neither its login nor its way to find a page.
    *(
        pattern
        for pattern in wagtail_urls.urlpatterns
        if pattern.name not in {"wagtailcore_login", "wagtail_serve"}
    ),
    path(
        "_util/login/", LoginView.as_view(template_name="cms/login.html"), name="wagtailcore_login"
    ),
    # No page has a slug that begins with an underscore and a file name behind it.
    path("_feeds/content.atom", content_feed, {"form": AtomFeed}, name="content_atom"),
    path("_feeds/content.rss", content_feed, {"form": RssFeed}, name="content_rss"),
    path("_feeds/content.json", content_feed, {"form": JsonFeed}, name="content_json"),
    path("palette.css", palette, name="palette"),
    path("_search/", search_page, name="search_page"),
    path("_shared/<str:token>/", shared_draft, name="shared_draft"),
    path("_calendars/agenda.ics", agenda_calendar, name="agenda_calendar"),
    path("_calendars/<uuid:key>.ics", event_calendar, name="event_calendar"),
    re_path(r"^((?:[\w\-]+/)*)$", serve, name="wagtail_serve"),
]
