"""Where does a translator work? Source and translation beside each other, sentence by sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.forms import Media
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.views.generic import TemplateView
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from cms import names
from cms.desk.access import has_page, job_of, translation_of
from cms.desk.finishing import version_of
from cms.desk.rows import RowState, finished_languages, groups, progress
from cms.languages.translation import rights
from cms.languages.translation.machine.proposals import machine
from cms.languages.translation.review import requires_review
from cms.models import TranslationJob
from cms.words import interface_language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from wagtail.models import Locale
    from wagtail_localize.models import Translation

    from cms.desk.rows import Group, Progress, Row

Stage = TranslationJob.Stage


class EditorView(WagtailAdminTemplateMixin, TemplateView):
    """Shows what there is to translate; everything is saved by other views."""

    template_name = "cms/desk/editor.html"
    header_icon = "wagtail-localize-language"

    def dispatch(self, request: HttpRequest, translation_id: int) -> HttpResponse:
        """Find the translation."""
        self.translation = translation_of(request, translation_id)
        return super().dispatch(request)

    def get_page_title(self) -> str:
        """Return what is translated."""
        return self.translation.source.object_repr

    def get_page_subtitle(self) -> str:
        """Return into what."""
        tag = self.translation.target_locale.language_code
        return names.language_name(tag, interface_language())

    def get_breadcrumbs_items(self):
        """Lead to the desk."""
        return [
            {"url": reverse("desk:desk"), "label": gettext("Translations")},
            {"url": "", "label": self.get_page_title()},
        ]

    @cached_property
    def groups(self) -> list[Group]:
        """What there is to translate."""
        return groups(self.translation, reading=self.reading, user=self.request.user)

    @cached_property
    def rows(self) -> list[Row]:
        """All sentences, in the order in which they are shown."""
        return [row for group in self.groups for row in group.rows]

    @cached_property
    def finished(self) -> list[Locale]:
        """The other languages that can be read beside the source."""
        return finished_languages(self.translation)

    @cached_property
    def reading(self) -> Locale | None:
        """The language that is read beside the source."""
        wanted = self.request.GET.get("read")
        return next((locale for locale in self.finished if locale.language_code == wanted), None)

    def get_context_data(self, **kwargs):
        """Tell all that the screen shows."""
        translation = self.translation
        forms = [fact.form for group in self.groups for fact in group.facts]
        how_far = progress([row.segment for row in self.rows])
        return super().get_context_data(
            translation=translation,
            source_language=translation.source.locale.language_code,
            target_language=translation.target_locale.language_code,
            groups=self.groups,
            version=version_of(self.groups),
            progress=how_far,
            next_row=next((row for row in self.rows if row.state != RowState.CONFIRMED), None),
            finished=self.finished,
            reading=self.reading,
            has_preview=has_page(translation),
            sentences=_sentences(),
            media=sum((form.media for form in forms), Media()),
            **actions(self.request, translation, how_far),
            **self._links(),
            **kwargs,
        )

    def _links(self) -> dict[str, str]:
        """Return where Wagtail tells about source and translation."""
        find = AdminURLFinder(self.request.user)
        target = rights.target_of(self.translation)
        history = ""
        if isinstance(target, Page) and target.permissions_for_user(self.request.user).can_edit():
            history = reverse("wagtailadmin_pages:history", args=[target.pk])
        source = self.translation.source.get_source_instance()
        return {
            "source_url": find.get_edit_url(source) or "",
            "history_url": history,
            "live_url": (target.url or "") if getattr(target, "live", False) else "",
        }


def actions(request: HttpRequest, translation: Translation, how_far: Progress) -> dict:
    """Return what the template needs to offer what can be done with the whole translation."""
    job = job_of(translation)
    may_publish = rights.may_publish(request.user, translation)
    is_read_by_second = requires_review(translation.target_locale_id)
    is_ready = job.stage in (Stage.READY, Stage.PUBLISHED)
    return {
        "job": job,
        "assignee": get_user_display_name(job.assignee) if job.assignee else "",
        "finished_by": get_user_display_name(job.finished_by) if job.finished_by else "",
        "machine": machine_for(translation) if how_far.has_blanks else "",
        "can_finish": job.stage == Stage.OPEN,
        "can_approve": job.stage == Stage.REVIEW and job.finished_by != request.user,
        "can_send_back": job.stage in (Stage.REVIEW, Stage.READY),
        "can_publish": may_publish
        and how_far.is_complete
        and job.stage != Stage.PUBLISHED
        and (is_ready or not is_read_by_second),
        "can_publish_gaps": may_publish and not how_far.is_complete and not is_read_by_second,
        "requires_review": is_read_by_second,
    }


def machine_for(translation: Translation) -> str:
    """Return the name of the service that translates from the one language into the other, or nothing."""
    service = machine()
    locales = (translation.source.locale, translation.target_locale)
    return service.display_name if service and service.can_translate(*locales) else ""


def _sentences() -> dict[str, str]:
    """Return what the script says, in the language of the interface."""
    return {
        "saving": gettext("Saving …"),
        "saved": gettext("Saved"),
        "erased": gettext("Emptied"),
        "unsaved": gettext("Not saved yet"),
        "offline": gettext(
            "Not saved: the server does not answer. What you typed is kept in this browser, and saved when you try again."
        ),
        "signed_out": gettext(
            "Not saved: you have been signed out. What you typed is kept in this browser. Sign in again in a new tab, then"
            " try again here."
        ),
        "failed": gettext("Not saved. What you typed is kept in this browser."),
        "gone": gettext(
            "The source of this sentence has changed meanwhile. Your words are kept; you find them beside the new source."
        ),
        "restored": gettext("Kept in this browser, not saved yet:"),
        "lost_place": gettext(
            "Kept in this browser, for a sentence that is no longer in the source:"
        ),
        "all_done": gettext("Nothing is left to translate."),
        "hide_preview": gettext("Hide the preview"),
        "show_preview": gettext("Show the preview"),
        "preview_failed": gettext("The preview cannot be shown now."),
        "copied": gettext("The source is copied."),
    }
