"""How far is what is done in the background, and how does it go on?"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail_localize.models import Translation

from cms.desk.machine import offer
from cms.desk.results import done_words, refused_lines
from cms.languages.translation.actions import Action, Refusal
from cms.languages.translation.tasks import go_on
from cms.models import TranslationBatch

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class BatchView(WagtailAdminTemplateMixin, TemplateView):
    """Shows how far a job in the background is, and has it go on where it was interrupted."""

    template_name = "cms/desk/batch.html"
    page_title = gettext_lazy("In the background")
    header_icon = "wagtail-localize-language"

    def dispatch(self, request: HttpRequest, batch_id: int) -> HttpResponse:
        """Find the batch.

        Raises:
            Http404: if there is none of the user's own with this key.
        """
        self.batch = get_object_or_404(TranslationBatch, pk=batch_id, requested_by=request.user)
        return super().dispatch(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Have a worker go on. What is done already is not done again."""
        if not self.batch.is_finished:
            said = self._how_it_goes_on()
            go_on(self.batch)
            messages.success(request, said)
        return redirect("desk:batch", self.batch.pk)

    def _how_it_goes_on(self) -> str:
        held_until = self.batch.held_until
        if held_until and held_until > timezone.now():
            return _("Somebody is at work on it. If they were interrupted, it goes on by itself.")
        return _("It has begun.") if self.batch.waits else _("It goes on.")

    def get_breadcrumbs_items(self):
        """Lead to the desk."""
        return [
            {"url": reverse("desk:desk"), "label": _("Translations")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        """Tell how far it is."""
        batch = self.batch
        action = Action(batch.action)
        refused = [(UUID(key), tag, Refusal(reason)) for key, tag, reason in batch.refusals]
        return super().get_context_data(
            batch=batch,
            action=action.label,
            total=len(batch.cells),
            done=done_words(action, batch.succeeded),
            how_far=_how_far(batch),
            offer=offer(batch) if batch.waits else None,
            editor_url=_editor_of(batch),
            refused=refused_lines(refused, self.request.user),
            **kwargs,
        )


def _how_far(batch: TranslationBatch) -> str:
    numbers = {"done": batch.done, "total": len(batch.cells)}
    if Action(batch.action).takes_long:
        return _("%(done)s of %(total)s translations are done.") % numbers
    return _("%(done)s of %(total)s are done.") % numbers


def _editor_of(batch: TranslationBatch) -> str:
    """Return where the only translation of a batch is edited; empty where there are several."""
    if len(batch.cells) != 1 or len(batch.cells[0][1]) != 1:
        return ""
    key, (tag,) = batch.cells[0]
    records = Translation.objects.filter(
        source__object=key, target_locale__language_code=tag, enabled=True
    )
    pk = records.values_list("pk", flat=True).first()
    return reverse("desk:editor", args=[pk]) if pk else ""
