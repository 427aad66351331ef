"""What happens when a language is opened?"""

from __future__ import annotations

from django.db import transaction
from django.utils import translation
from django.utils.translation import pgettext, pgettext_lazy
from wagtail.models import Locale, Page, get_page_models
from wagtail_localize.locales import components
from wagtail_localize.models import LocaleSynchronization

from cms.languages.chains import open_languages
from cms.models import Sourced

FRAME_WORDS = (
    pgettext_lazy("frame of a language", "Home"),
    pgettext_lazy("frame of a language", "News"),
    pgettext_lazy("frame of a language", "What members do, what is published, and who has joined."),
    pgettext_lazy("frame of a language", "Agenda"),
    pgettext_lazy("frame of a language", "Meetings of the network and of others, by date."),
    pgettext_lazy("frame of a language", "Projects"),
    pgettext_lazy("frame of a language", "European projects and the authorities that carry them."),
    pgettext_lazy("frame of a language", "Calls"),
    pgettext_lazy("frame of a language", "Calls for proposals, with the deadline of every topic."),
    pgettext_lazy("frame of a language", "Practices"),
    pgettext_lazy("frame of a language", "What towns have tried, and what came of it."),
    pgettext_lazy("frame of a language", "Newsletter"),
    pgettext_lazy("frame of a language", "Every issue, the newest first."),
)
"""The usual titles and introductions of home page, index pages and archive. They stand here so that the catalogues
hold them; a title that is not among them stays as its author wrote it. The context keeps them apart from Wagtail's own
"Home", which is the admin's."""


def open_language(tag: str) -> Locale:
    """Open a language: its home page, index pages and archive exist from now on, so that pages can be translated.

    They are real, public pages with titles from the catalogue; no page is made under a missing parent, where
    wagtail-localize would fill in live aliases in the source language. Repeated, it adds what has come since.

    Args:
        tag: BCP 47, one of WAGTAIL_CONTENT_LANGUAGES.

    Returns:
        The Locale.
    """
    locale, _created = Locale.objects.get_or_create(language_code=tag)
    with transaction.atomic():
        for page in _structure().exclude(locale=locale):
            if not page.has_translation(locale):
                _open(page.specific, locale)
    return locale


def open_in_all_languages(page: Page) -> None:
    """Make a page of the frame in the other open languages, where it is not there yet.

    Open is a language in which the page above has a version. Repeated, it adds what has come since.

    Args:
        page: an index page, an archive or the like, in the language in which it was first written.
    """
    with transaction.atomic():
        above_it = page.get_parent().get_translations().select_related("locale")
        for above in above_it.filter(locale__in=open_languages().locales.values()):
            if not page.has_translation(above.locale):
                _open(page, above.locale)


def offer_no_synchronisation() -> None:
    """Take "Synchronise content from another locale" from the form of a language, which no setting switches off.

    It makes a live alias, in the source language, of every page that is not translated. What was switched on before is
    found by ``manage.py check_languages``.
    """
    components.LOCALE_COMPONENTS[:] = [
        component
        for component in components.LOCALE_COMPONENTS
        if component["model"] is not LocaleSynchronization
    ]


def _structure():
    """Return the source pages of the frame, parents first."""
    models = [
        model
        for model in get_page_models()
        if issubclass(model, Sourced) and model.opens_with_language
    ]
    keys = [
        pk
        for model in models
        for pk in model.objects.filter(source=None).values_list("pk", flat=True)
    ]
    return Page.objects.filter(pk__in=keys).order_by("path")


def _open(page: Page, locale: Locale) -> None:
    """Make one page of the frame in a language, and publish it."""
    copy = page.copy_for_translation(locale)
    with translation.override(locale.language_code):
        copy.title = pgettext("frame of a language", page.title)
        copy.draft_title = copy.title
        if introduction := getattr(page, "introduction", ""):
            copy.introduction = pgettext("frame of a language", introduction)
    copy.save_revision().publish()
