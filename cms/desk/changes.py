"""What has an editor changed since it was translated, and do the translations still hold?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.action_menu import PublishMenuItem
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.pages.utils import get_breadcrumbs_items_for_page
from wagtail.models import Page
from wagtail_localize.models import Translation

from cms import names
from cms.desk.access import translation_of
from cms.languages.translation import rights
from cms.languages.translation.changes import changed, keep, keep_since, remember
from cms.languages.translation.fragments import (
    Piece,
    count_words,
    difference,
    is_trivial,
    plain,
)
from cms.languages.translation.review import release
from cms.languages.translation.segments import segments
from cms.models.sources import Sourced
from cms.words import active_language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

    from cms.languages.translation.segments import Earlier, Place, Segment

MINOR = "minor"
"""The value of Wagtail's own publish button with which an editor says that translations stay valid."""


@dataclass(slots=True)
class Change:
    """A sentence that has changed, and the languages whose translation is of the old one."""

    key: str
    """Names it in the form: context and string, as "12-34"."""
    pieces: tuple[Piece, ...]
    is_trivial: bool
    languages: list[str] = field(default_factory=list)


def changes_of(page: Page) -> list[Change]:
    """Return the changed sentences of a source, in reading order. Two queries for each language asked for."""
    found: dict[Place, Change] = {}
    for translation in _translations(page):
        for segment in changed(translation):
            if segment.earlier:
                change = found.setdefault(segment.place, _change(segment, segment.earlier))
                change.languages.append(translation.target_locale.language_code)
    return list(found.values())


def _translations(page: Page) -> QuerySet[Translation]:
    """Return the translations of a source that are asked for."""
    return Translation.objects.filter(
        source__object_id=page.translation_key, source__locale=page.locale_id, enabled=True
    ).select_related("source", "target_locale")


def _change(segment: Segment, earlier: Earlier) -> Change:
    return Change(
        f"{segment.context}-{segment.string}",
        difference(plain(earlier.source), plain(segment.source)),
        is_trivial(earlier.source, segment.source),
    )


@require_safe
def show_changed(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Show, as a fragment for the desk, what has changed in the source since a translation was finished.

    Raises:
        Http404: if nobody has asked for the translation.
        PermissionDenied: if the person may neither translate it nor ask for translations of its source.
    """
    translation = translation_of(request, translation_id, may=rights.may_read)
    lacking = {
        segment.place: segment for segment in segments(translation) if not segment.is_confirmed
    }.values()
    count = count_words(segment.source for segment in lacking)
    words = ngettext("%(count)s word to translate", "%(count)s words to translate", count)
    context = {
        "language": translation.source.locale.language_code,
        "sentences": [_pieces(segment) for segment in lacking],
        "words": words % {"count": count},
    }
    return render(request, "cms/desk/changed.html", context)


def _pieces(segment: Segment) -> tuple[Piece, ...]:
    """Return what is new in a sentence: what differs from the one that stood there, or all of it."""
    if segment.earlier:
        return difference(plain(segment.earlier.source), plain(segment.source))
    return (Piece("same" if segment.error else "added", plain(segment.source)),)


def before_publishing(request: HttpRequest, page: Page) -> None:
    """Note how translations stand, for an editor who publishes a minor edit."""
    if isinstance(page, Sourced) and request.POST.get("action-publish") == MINOR:
        request.before_publishing = remember(page)


def after_publishing(request: HttpRequest, page: Page) -> None:
    """Keep translations as the editor has said, or tell what has become of them."""
    if not isinstance(page, Sourced) or page.is_translation:
        return
    if before := getattr(request, "before_publishing", None):
        if keep_since(before, page, request.user):
            messages.success(request, gettext("The translations stay valid."))
        release([page.translation_key])
        return
    changes = changes_of(page)
    if changes:
        _tell(request, page, changes)


def _tell(request: HttpRequest, page: Page, changes: list[Change]) -> None:
    languages = _names(tag for change in changes for tag in change.languages)
    if all(change.is_trivial for change in changes):
        message = gettext(
            "Only case, punctuation or spaces have changed. Do the translations stay valid (%(languages)s)?"
        )
    else:
        message = gettext("Outdated from now on, and still public as they were: %(languages)s.")
    button = messages.button(
        reverse("desk:changes", args=[page.pk]), gettext("See what has changed")
    )
    messages.warning(request, message % {"languages": languages}, buttons=[button])


def _names(tags: Iterable[str]) -> str:
    written = active_language()
    unique = sorted({names.language_name(tag, written) for tag in tags})
    return names.format_list(unique, written)


class ChangesView(WagtailAdminTemplateMixin, TemplateView):
    """Shows old and new words of a source, and lets its publisher say that translations stay valid."""

    template_name = "cms/desk/changes.html"
    page_title = gettext_lazy("Changed since it was translated")
    header_icon = "history"

    def dispatch(self, request: HttpRequest, page_id: int) -> HttpResponse:
        """Find the source.

        Raises:
            Http404: if there is none, or the page is a translation.
            PermissionDenied: if the user may not publish it.
        """
        self.page = get_object_or_404(Page, pk=page_id).specific
        if not isinstance(self.page, Sourced) or self.page.is_translation:
            raise Http404
        if not self.page.permissions_for_user(request.user).can_publish():
            raise PermissionDenied
        return super().dispatch(request)

    def get_breadcrumbs_items(self):
        """Lead to the page."""
        items = get_breadcrumbs_items_for_page(self.page, self.request.user, include_self=True)
        return [*items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        """Give the changes."""
        return super().get_context_data(page=self.page, changes=changes_of(self.page), **kwargs)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Keep the translations of the sentences that were ticked."""
        ticked = set(request.POST.getlist("sentence"))
        places = {
            segment.place
            for record in _translations(self.page)
            for segment in changed(record)
            if f"{segment.context}-{segment.string}" in ticked
        }
        kept = keep(self.page, request.user, only=places)
        messages.success(
            request,
            ngettext(
                "%(number)d translated sentence stays valid.",
                "%(number)d translated sentences stay valid.",
                kept,
            )
            % {"number": kept},
        )
        return redirect("desk:changes", self.page.pk)


class PublishMinorEdit(PublishMenuItem):
    """Publishes a correction, after which translations stay valid; offered where there are translations."""

    label = gettext_lazy("Publish minor edit: translations stay valid")
    name = "action-publish-minor"
    template_name = "cms/desk/publish_minor.html"

    def is_shown(self, context) -> bool:
        """Show it beside Wagtail's own button, above the source of translations."""
        page = context.get("page")
        if context["view"] != "edit" or not isinstance(page, Sourced) or page.is_translation:
            return False
        return super().is_shown(context) and _translations(page).exists()
