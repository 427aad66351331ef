"""What would stock Wagtail do with the same pages? What its own documentation shows, and nothing clever.

Wagtail's router finds the page, a template prints it: ``.localized.specific`` for each page that is
named, child rows and renditions as they are asked for. It prints less than Belfry does (no states,
no notices, no language switcher, no menu), so the comparison flatters it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpResponse
from django.template import engines
from django.test.utils import override_settings
from django.urls import include, path
from django.utils import translation
from wagtail import hooks
from wagtail import urls as wagtail_urls
from wagtail.models import Page
from wagtail_localize.models import Translation, TranslationSource

from cms.models import ContentPage, IndexPage
from cms.plugins.events.models import EventPage
from newsletter.models import IssuePage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from contextlib import AbstractContextManager

    from django.http import HttpRequest
    from wagtail.models import Locale

PAGE_SIZE = 20

CARD = """\
{% load wagtailcore_tags wagtailimages_tags %}
<h3><a href="{% pageurl page %}">{{ page.title }}</a></h3>
{% if page.picture %}{% image page.picture fill-800x450 format-png %}{% endif %}
<p>{{ page.summary }}</p>
{% for row in page.span_rows.all %}<time>{{ row.start|date }} – {{ row.end|date }}</time>{% endfor %}
{% for row in page.place_rows.all %}{{ row.city.name }} ({{ row.city.country.name }}){% endfor %}
{% for row in page.session_rows.all %}{{ row.title }}, {{ row.day|date }}{% endfor %}
{% for row in page.deadline_rows.all %}{{ row.title }}: {{ row.day|date }}{% endfor %}
{% for row in page.topic_rows.all %}{{ row.topic.name }}{% endfor %}
{% for row in page.part_of_rows.all %}
  {% with project=row.target.localized.specific %}
    <a href="{% pageurl project %}">{{ project.acronym }}</a> {{ project.programme.name }}
  {% endwith %}
{% endfor %}
{% for row in page.partner_rows.all %}{{ row.name }}{% endfor %}
{% for row in page.link_rows.all %}<a href="{{ row.url }}">{{ row.title }}</a>{% endfor %}
"""
DOCUMENT = """\
<!doctype html>
<html lang="{{ page.locale.language_code }}"><head><title>{{ page.title }}</title></head><body>
<h1>{{ page.title }}</h1>
{% for section in sections %}{% for page in section %}%CARD%{% endfor %}{% endfor %}
</body></html>
""".replace("%CARD%", CARD)
TEXT = """\
{{ page.title }}
{% for section in sections %}{% for page in section %}
{{ page.title|safe }}
{{ page.summary|safe }}
{% for row in page.span_rows.all %}{{ row.start|date }}{% endfor %}
{% for row in page.deadline_rows.all %}{{ row.title|safe }}: {{ row.day|date }}{% endfor %}
{{ page.full_url }}
{% endfor %}{% endfor %}
"""

urlpatterns = i18n_patterns(path("", include(wagtail_urls)))


class StockWagtail:
    """Answers requests as stock Wagtail does, as long as it is entered."""

    def __enter__(self) -> None:
        """Put Wagtail's router in place of Belfry's, and these templates in place of its own."""
        self._parts: list[AbstractContextManager] = [
            override_settings(ROOT_URLCONF=__name__),
            hooks.register_temporarily("before_serve_page", answer),
        ]
        for part in self._parts:
            part.__enter__()

    def __exit__(self, *exception: object) -> None:
        """Put everything back."""
        for part in reversed(self._parts):
            part.__exit__(*exception)


def answer(page: Page, request: HttpRequest, _args: list, _kwargs: dict) -> HttpResponse:
    """Return the page that Wagtail's router has found."""
    context = {"page": page, "sections": list(sections_of(page))}
    return HttpResponse(_template(DOCUMENT).render(context, request))


def sections_of(page: Page) -> Iterator[list[Page]]:
    """Yield what a page names, each page in the version of the active language where there is one."""
    if isinstance(page, IssuePage):
        for block in page.sections:
            chosen = [child.value["page"] for child in block.value.get("entries") or ()]
            if block.block_type == "agenda":
                events = EventPage.objects.live().public().filter(span_rows__end__gte=page.date)
                chosen = events.filter(source=None).values_list("pk", flat=True)
            yield [found.localized.specific for found in pages(chosen)]
    elif isinstance(page, IndexPage):
        listed = ContentPage.objects.live().public().filter(source=None)
        if page.is_agenda:
            listed = listed.type(EventPage)
        listed = listed.order_by("-first_published_at")[:PAGE_SIZE]
        yield [found.localized.specific for found in listed]
    else:
        yield [page]


def pages(keys: list[int]) -> list[Page]:
    """Return pages as a stock page chooser gives them to a template: all in one query."""
    found = Page.objects.in_bulk(keys)
    return [found[key] for key in keys if key in found]


def edition(issue: IssuePage, language: str) -> tuple[str, str, str]:
    """Return an issue in a language as HTML, text and JSON."""
    with translation.override(language):
        page = issue.localized.specific
        context = {"page": page, "sections": list(sections_of(page))}
        items = [
            {
                "title": found.title,
                "summary": found.summary,
                "url": found.full_url,
                "links": [row.url for row in found.link_rows.all()],
                "deadlines": [str(row.at) for row in found.deadline_rows.all()],
                "dates": [str(row.start) for row in found.span_rows.all()],
            }
            for section in context["sections"]
            for found in section
        ]
        html = _template(DOCUMENT).render(context)
        return html, _template(TEXT).render(context), json.dumps(items)


def _template(source: str):
    if source not in _templates:
        _templates[source] = engines["django"].from_string(source)
    return _templates[source]


_templates: dict = {}


def request(page: Page, locales: Iterable[Locale]) -> None:
    """Ask for translations as wagtail-localize does when its form is submitted: records, and a draft in each language.

    The body of its ``TranslationCreator`` without what Belfry has put in the place of ``save_target``.
    """
    source, _created = TranslationSource.get_or_create_from_instance(page)
    for locale in locales:
        record, _created = Translation.objects.update_or_create(
            source=source, target_locale=locale, defaults={"enabled": True}
        )
        record.source.create_or_update_translation(
            locale, publish=False, fallback=True, copy_parent_pages=True
        )
