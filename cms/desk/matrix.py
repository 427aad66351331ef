"""How far is everything in every language, and what can be done about it? The desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import Count, Window
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page

from cms import names
from cms.desk.filters import DeskFilter
from cms.desk.results import tell
from cms.desk.squares import ICONS, rows
from cms.desk.ticks import ActionForm, Ticked, ticked, ticks
from cms.languages.translation import rights
from cms.languages.translation.actions import Action, Refusal, Wishes, act
from cms.languages.translation.states import State
from cms.languages.translation.tasks import begin, prepare
from cms.words import active_language

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

PAGE_SIZE = 50
AT_ONCE = 24
"""How many cells are worked on while the user waits; more are a matter of the background."""


def may_enter(user: AbstractUser) -> bool:
    """Return whether somebody has anything to do at the desk: they coordinate, or translate."""
    return rights.may_coordinate(user) or bool(rights.languages_of(user))


class DeskView(WagtailAdminTemplateMixin, TemplateView):
    """Shows pages by languages, and does something to what is ticked."""

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
        return self._act(Action(form.cleaned_data["action"]), ticked(request.POST), form.wishes)

    def _act(self, action: Action, wanted: list[Ticked], wishes: Wishes) -> HttpResponse:
        """Do it now, or have it done where it is much; tell what was done, and what was not."""
        by_page: dict[int, list[str]] = {}
        for page, tag in wanted:
            by_page.setdefault(page, []).append(tag)
        if action == Action.PROPOSE and wanted:
            cells = [(page, [tag]) for page, tag in wanted]
            batch = prepare(action, cells, user=self.request.user)
            return redirect("desk:batch", batch.pk)
        if len(wanted) > AT_ONCE:
            batch = begin(action, list(by_page.items()), user=self.request.user, wishes=wishes)
            return redirect("desk:batch", batch.pk)
        succeeded, refused = 0, []
        pages = Page.objects.select_related("locale").in_bulk(by_page)
        for pk, tags in by_page.items():
            found = (
                act(action, pages[pk], tags, user=self.request.user, wishes=wishes)
                if pk in pages
                else dict.fromkeys(tags, Refusal.GONE)
            )
            succeeded += sum(refusal is None for refusal in found.values())
            refused += [(pk, tag, refusal) for tag, refusal in found.items() if refusal]
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
        pages = self.filter.pages() if is_valid else Page.objects.none()
        page = page_of(pages, self.request.GET.get("p", ""))
        columns = self.filter.shown() if is_valid else []
        reader = active_language()
        return super().get_context_data(
            filter=self.filter,
            is_filtered=any(self.request.GET.get(name) for name in self.filter.fields),
            page_obj=page,
            elided_page_range=page.paginator.get_elided_page_range(page.number),
            count_words=_count_words(page.paginator.count),
            rows=rows(page.object_list, columns, user) if columns else [],
            columns=[(tag, names.language_name(tag, reader)) for tag in columns],
            action_form=kwargs.pop("action_form", None) or self._action_form(),
            legend=[(state, ICONS[state], state.label) for state in State],
            **kwargs,
        )


def page_of(pages: QuerySet[Page], number: str) -> PaginatorPage:
    """Return a page of a list with its rows and the number of all. One query; two where there is no such page.

    Args:
        pages: the list, in its order.
        number: of the page, as an address has it; what is none is the first page, what is too large the last.
    """
    asked = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 1
    paginator = Paginator(pages, PAGE_SIZE)
    start = (max(asked, 1) - 1) * PAGE_SIZE
    found = list(pages.annotate(total=Window(Count("pk")))[start : start + PAGE_SIZE])
    if not found and start:
        return paginator.get_page(asked)
    paginator.count = found[0].total if found else 0
    return PaginatorPage(found, max(asked, 1), paginator)


def _count_words(count: int) -> str:
    return ngettext("%(count)s page", "%(count)s pages", count) % {"count": count}
