"""How do words come back to the desk in files? First what a file would change is shown, then somebody takes it."""

from __future__ import annotations

from functools import cache, partial
from io import BytesIO
from typing import TYPE_CHECKING

from django import forms
from django.core.exceptions import PermissionDenied
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.desk.access import may_enter, translation_of
from cms.desk.downloading import MOST
from cms.desk.reports import errors, shown
from cms.desk.saving import begin_draft
from cms.languages.translation import glossary, rights
from cms.languages.translation.exchange.comparison import Verdict, apply, compare
from cms.languages.translation.exchange.files import MAX_ARCHIVE_BYTES, receive
from cms.languages.translation.exchange.sheet import MAX_BYTES, ExchangeError, too_large
from cms.languages.translation.exchange.waiting import keep
from cms.models import ReceivedFile

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.contrib.auth.models import AbstractUser
    from django.http import HttpRequest, HttpResponse
    from wagtail_localize.models import Translation

    from cms.languages.translation.exchange.comparison import Report
    from cms.languages.translation.exchange.files import Received
    from cms.languages.translation.exchange.sheet import Sheet

DRAFTS = 24
"""How many drafts are made while somebody waits. Those of more come with the first sentence that is saved."""
ENVELOPE = 64 * 1024
"""How many bytes a request may have besides the file."""


class InMemoryUploadHandler(MemoryFileUploadHandler):
    """Holds in memory what is sent, and lets go of it where it is too large: no temporary file is ever made."""

    activated = True

    def handle_raw_input(self, input_data, META, content_length, boundary, encoding=None):
        """Decide by the size of the request, before anything of it is read."""
        self.activated = content_length <= MAX_ARCHIVE_BYTES + ENVELOPE


class FileForm(forms.Form):
    """Asks for a file."""

    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "A PO file, an XLIFF 1.2 file, or a ZIP archive of them. Each names its translation inside: it can be called"
            " anything."
        ),
        # Wagtail names only the help text, not the message.
        widget=forms.FileInput({"aria-describedby": "id_file-errors id_file-helptext"}),
    )


class _Screen(WagtailAdminTemplateMixin, TemplateView):
    """What both steps have in common."""

    header_icon = "upload"
    page_title = gettext_lazy("Translation files")
    translation: Translation | None = None
    """The only one that may be changed."""

    def get_page_subtitle(self) -> str:
        """Return what may be changed."""
        return self.translation.source.object_repr if self.translation else ""

    def get_breadcrumbs_items(self):
        """Lead to the desk, and to the editor."""
        above = [{"url": reverse("desk:desk"), "label": gettext("Translations")}]
        if self.translation:
            editor = reverse("desk:editor", args=[self.translation.pk])
            above.append({"url": editor, "label": self.translation.source.object_repr})
        return [*above, {"url": "", "label": self.get_page_title()}]

    def report(self, kept: ReceivedFile | None, found: list[Received]) -> HttpResponse:
        """Show what a file would change; it is kept if that is anything."""
        context = self.get_context_data(
            files=shown(found),
            agreed=" ".join(sorted(changes(found))),
            take_url=reverse("desk:received", args=[kept.pk]) if kept else "",
            back_url=self.back_url(),
        )
        return self.response_class(self.request, "cms/desk/received.html", context)

    def back_url(self) -> str:
        """Return where another file is sent."""
        if self.translation:
            return reverse("desk:upload", args=[self.translation.pk])
        return reverse("desk:files")


@method_decorator(csrf_exempt, name="dispatch")
class UploadView(_Screen):
    """Asks for a file, and shows what it would change. Nothing of it is taken yet."""

    template_name = "cms/desk/files.html"

    def dispatch(self, request: HttpRequest, translation_id: int | None = None) -> HttpResponse:
        """Let in who translates or coordinates, or who may write the words of the translation.

        Django's own check of the form's token would read all that is sent before this view sees it: hence it is asked
        for here, after the way to read it was chosen.

        Raises:
            Http404: if there is no such translation.
            PermissionDenied: for everybody else.
        """
        if translation_id is not None:
            self.translation = translation_of(request, translation_id)
        elif not may_enter(request.user):
            raise PermissionDenied
        self.handler = InMemoryUploadHandler(request)
        request.upload_handlers = [self.handler]
        return csrf_protect(super().dispatch)(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Compare what was sent, and keep it until somebody takes it."""
        form = FileForm(request.POST, request.FILES)
        if not self.handler.activated:
            form.fields["file"].error_messages["required"] = str(too_large(MAX_ARCHIVE_BYTES))
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form))
        file = form.cleaned_data["file"]
        found = self._found(file, file.name)
        if not any(received.report for received in found):
            form.add_error("file", errors(found))
            return self.render_to_response(self.get_context_data(form=form))
        kept = None
        if changes(found):
            file.seek(0)
            kept = keep(file.read(), file.name, user=request.user, translation=self.translation)
        return self.report(kept, found)

    def _found(self, file, name: str) -> list[Received]:
        do = partial(compare, vocabulary=cache(glossary.vocabulary))
        allowed = where_allowed(do, self.request.user, self.translation)
        return list(receive(file, name, allowed, limit=MOST))

    def get_context_data(self, **kwargs):
        """Offer the form."""
        limits = {
            "megabytes": MAX_BYTES // 1024 // 1024,
            "archive_megabytes": MAX_ARCHIVE_BYTES // 1024 // 1024,
            "most": MOST,
        }
        return super().get_context_data(**{"form": FileForm(), **limits, **kwargs})


class ReceivedView(_Screen):
    """Shows what a file would change now, and takes its words."""

    def dispatch(self, request: HttpRequest, file_id: int) -> HttpResponse:
        """Find the file: one's own, and one that was not taken yet."""
        kept = (
            ReceivedFile.objects.filter(pk=file_id, received_from=request.user)
            .select_related("translation__source")
            .first()
        )
        if kept is None:
            messages.error(
                request,
                gettext(
                    "The file is no longer here: its words were taken, or a day has passed. Upload it again."
                ),
            )
            return redirect("desk:files")
        self.kept, self.translation = kept, kept.translation
        return super().dispatch(request)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show what it would change now."""
        do = partial(compare, vocabulary=cache(glossary.vocabulary))
        return self.report(self.kept, self._found(do))

    def post(self, request: HttpRequest) -> HttpResponse:
        """Take what was seen and agreed to; what somebody has changed since is shown again."""
        agreed = frozenset(request.POST.get("agreed", "").split())
        found = self._found(
            partial(apply, user=request.user, agreed=agreed, vocabulary=_no_vocabulary)
        )
        reports = [received.report for received in found if received.report]
        changed = [report.translation for report in reports if report.changes]
        tell(request, found)
        if len(changed) <= DRAFTS:
            drafts = (begin_draft(translation, request.user) for translation in changed)
            for warning in sorted(set(drafts) - {""}):
                messages.warning(request, warning)
        if any(report.overtaken for report in reports):
            return redirect("desk:received", self.kept.pk)
        self.kept.delete()
        if len(reports) == 1:
            return redirect("desk:editor", reports[0].translation.pk)
        return redirect("desk:files")

    def _found(self, do: Callable[[Translation, Sheet], Report]) -> list[Received]:
        allowed = where_allowed(do, self.request.user, self.translation)
        file = BytesIO(bytes(self.kept.data))
        return list(receive(file, self.kept.name, allowed, limit=MOST))


def changes(found: list[Received]) -> set[str]:
    """Return the keys of all that some files would change."""
    return {key for received in found if received.report for key in received.report.keys}


def where_allowed(
    do: Callable[[Translation, Sheet], Report],
    user: AbstractUser,
    only: Translation | None,
) -> Callable[[Translation, Sheet], Report]:
    """Return what does something with the words of a file where somebody may write them.

    Args:
        do: what is done: ``compare`` or ``apply``.
        user: who has sent the file.
        only: the one translation that may be changed; None for any.
    """

    def allowed(translation: Translation, sheet: Sheet) -> Report:
        if only and only.pk != translation.pk:
            raise ExchangeError(gettext("The file is of another page, or of another language."))
        if not rights.may_translate(user, translation):
            raise ExchangeError(gettext("You may not write the words of this translation."))
        return do(translation, sheet)

    return allowed


def _no_vocabulary(source_language: str, target_language: str) -> glossary.Vocabulary:
    """Return no terms: who agrees to the words has seen what the glossary says."""
    return glossary.Vocabulary(source_language, target_language, ())


def tell(request: HttpRequest, found: list[Received]) -> None:
    """Say what was taken, and what was not."""
    reports = [received.report for received in found if received.report]
    if not reports:
        messages.error(request, " ".join(errors(found)))
        return
    taken = sum(len(report.changes) for report in reports)
    unsure = sum(report.counts[Verdict.PROPOSED] for report in reports)
    overtaken = sum(len(report.overtaken) for report in reports)
    if taken:
        words = ngettext("%(count)s text was taken.", "%(count)s texts were taken.", taken)
        messages.success(request, words % {"count": taken})
    elif not overtaken:
        messages.info(request, gettext("There was nothing left to take."))
    if unsure:
        words = ngettext(
            "%(count)s of them is still to be confirmed.",
            "%(count)s of them are still to be confirmed.",
            unsure,
        )
        messages.info(request, words % {"count": unsure})
    if overtaken:
        words = ngettext(
            "%(count)s text was not taken, since somebody has changed it while you looked. See below what it would replace"
            " now.",
            "%(count)s texts were not taken, since somebody has changed them while you looked. See below what they would"
            " replace now.",
            overtaken,
        )
        messages.warning(request, words % {"count": overtaken})
