"""Which addresses does the site answer?"""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from cms import urls as cms_urls
from cms.embedding import embedded_agenda, embedded_calls
from cms.outputs.api import urls as api_urls
from cms.outputs.sitemaps import robots, sitemap
from home.views import front_door, media
from newsletter import reader_urls, review_urls

# Without a language: the editors' side, files, what is for programs and for frames, links to issues for review, and the door that
# chooses a language.
urlpatterns = [
    path("", front_door, name="front_door"),
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", sitemap, name="sitemap_section"),
    path("_embed/agenda/", embedded_agenda, name="embedded_agenda"),
    path("_embed/calls/", embedded_calls, name="embedded_calls"),
    path("", include(api_urls)),
    path("", include(review_urls)),
]

if settings.SERVE_MEDIA:
    urlpatterns += [
        path(f"{settings.MEDIA_URL.strip('/')}/<path:path>", media),
    ]

# In a language: everything that readers read. Wagtail's catch-all closes cms.urls.
urlpatterns += i18n_patterns(
    path("", include(reader_urls)),
    path("", include(cms_urls)),
)

handler404 = "home.views.page_not_found"
