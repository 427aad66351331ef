"""How far is everything in every language, and what can be done about it? The desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms import names
from cms.desk.access import may_enter
from cms.desk.downloading import DOWNLOADS, download_ticked
from cms.desk.filters import DeskFilter
from cms.desk.results import tell
from cms.desk.squares import ICONS, rows
from cms.desk.ticks import ActionForm, Ticked, ticked, ticks
from cms.languages.translation.actions import Action, Refusal, Wishes, act
from cms.languages.translation.sources import Source, find
from cms.languages.translation.states import State
from cms.languages.translation.tasks import begin, prepare
from cms.words import active_language

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

PAGE_SIZE = 50
AT_ONCE = 24
"""How many cells are worked on while the user waits; more are a matter of the background."""


class DeskView(WagtailAdminTemplateMixin, TemplateView):
    """Shows content by languages, and does something to what is ticked."""

    template_name = "cms/desk/desk.html"
    page_title = gettext_lazy("Translations")
    header_icon = "wagtail-localize-language"

    def dispatch(self, request: HttpRequest) -> HttpResponse:
        """Let in who translates or coordinates.

        Raises:
            PermissionDenied: for everybody else.
        """
        if not may_enter(request.user):
            raise PermissionDenied
        self.filter = DeskFilter(request.GET, user=request.user)
        return super().dispatch(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Do one thing to one cell, or the chosen thing to all that are ticked."""
        if one := request.POST.get("one", ""):
            action, _colon, key = one.partition(":")
            if action not in (Action.TAKE, Action.REQUEST):
                raise PermissionDenied
            return self._act(Action(action), ticks([key]), Wishes())
        form = self._action_form(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(action_form=form))
        action, wanted = form.cleaned_data["action"], ticked(request.POST)
        if action in DOWNLOADS:
            return download_ticked(request, wanted, action)
        return self._act(Action(action), wanted, form.wishes)

    def _act(self, action: Action, wanted: list[Ticked], wishes: Wishes) -> HttpResponse:
        """Do it now, or have it done where it is much; tell what was done, and what was not."""
        if action == Action.PROPOSE and wanted:
            cells = [(key, [tag]) for key, tag in wanted]
            batch = prepare(action, cells, user=self.request.user)
            return redirect("desk:batch", batch.pk)
        by_source: dict[UUID, list[str]] = {}
        for key, tag in wanted:
            by_source.setdefault(key, []).append(tag)
        if len(wanted) > AT_ONCE:
            batch = begin(action, list(by_source.items()), user=self.request.user, wishes=wishes)
            return redirect("desk:batch", batch.pk)
        succeeded, refused = 0, []
        sources = find(by_source)
        for key, tags in by_source.items():
            found = (
                act(action, sources[key], tags, user=self.request.user, wishes=wishes)
                if key in sources
                else dict.fromkeys(tags, Refusal.GONE)
            )
            succeeded += sum(refusal is None for refusal in found.values())
            refused += [(key, tag, refusal) for tag, refusal in found.items() if refusal]
        tell(self.request, action, succeeded, refused)
        return redirect(self.request.get_full_path())

    def _action_form(self, data=None) -> ActionForm:
        people = getattr(self.filter, "people", ())
        return ActionForm(data, user=self.request.user, people=people)

    def get_breadcrumbs_items(self):
        """Name the place."""
        return [{"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        """Tell the rows of one page of the list."""
        user = self.request.user
        is_valid = self.filter.is_valid()
        found = self.filter.found() if is_valid else []
        page = Paginator(found, PAGE_SIZE).get_page(self.request.GET.get("p"))
        columns = self.filter.shown() if is_valid else []
        reader = active_language()
        return super().get_context_data(
            filter=self.filter,
            is_filtered=any(self.request.GET.get(name) for name in self.filter.fields),
            page_obj=page,
            elided_page_range=page.paginator.get_elided_page_range(page.number),
            count_words=_count_words(page.paginator.count),
            rows=rows(map(Source._make, page), columns, user) if columns else [],
            columns=[(tag, names.language_name(tag, reader)) for tag in columns],
            action_form=kwargs.pop("action_form", None) or self._action_form(),
            legend=[(state, ICONS[state], state.label) for state in State],
            **kwargs,
        )


def _count_words(count: int) -> str:
    return ngettext("%(count)s found", "%(count)s found", count) % {"count": count}
