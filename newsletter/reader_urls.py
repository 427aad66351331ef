"""Which addresses of the newsletter does a language have besides its pages? Included inside i18n_patterns, before cms.urls."""

from django.urls import path

from newsletter.feeds import issues_feed

urlpatterns = [
    # No page has a slug that begins with an underscore and a file name behind it.
    path("_feeds/newsletter.atom", issues_feed, name="newsletter_feed"),
]
