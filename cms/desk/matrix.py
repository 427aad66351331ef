"""How far is everything in every language, and what can be done about it? The desk."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from django import forms
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator
from django.db.models import Count, Window
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets import AdminDateInput
from wagtail.models import Page
from wagtail_localize.models import Translation

from cms import dates, names
from cms.desk.filters import LARGEST, DeskFilter, name_of
from cms.desk.machine import offer
from cms.desk.results import done_words, refused_lines, tell
from cms.languages.chains import open_languages
from cms.languages.translation import rights
from cms.languages.translation.actions import Action, Refusal, Wishes, act
from cms.languages.translation.jobs import is_overdue
from cms.languages.translation.machine.proposals import machine
from cms.languages.translation.states import Cell, State, cells
from cms.languages.translation.tasks import begin, go_on, prepare
from cms.models import TranslationBatch
from cms.words import active_language

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from django.contrib.auth.models import AbstractUser
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

PAGE_SIZE = 50
AT_ONCE = 24
"""How many cells are worked on while the user waits; more are a matter of the background."""

ICONS = {
    State.SOURCE: "thumbtack",
    State.CURRENT: "check",
    State.GAPS: "minus",
    State.MACHINE: "cogs",
    State.OUTDATED: "history",
    State.READY: "circle-check",
    State.REVIEW: "view",
    State.STARTED: "draft",
    State.QUEUED: "time",
    State.MISSING: "radio-empty",
    State.NOT_NEEDED: "no-view",
}
"""A state is told by words and by a shape; its colour only repeats it (WCAG 1.4.1)."""

WITHOUT_PROGRESS = {State.SOURCE, State.CURRENT, State.MISSING, State.NOT_NEEDED}


class Ticked(NamedTuple):
    """A cell that somebody has ticked: "12.de"."""

    page: int
    tag: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    """A cell as it is shown."""

    cell: Cell
    key: str
    icon: str
    name: str
    """Everything that the cell shows, in words: the name of its tick box."""
    translator: str = ""
    initials: str = ""
    due: str = ""
    overdue: bool = False
    fallback: str = ""
    """BCP 47 tag of what readers get instead; empty where they get their own, or where nobody reads it yet."""
    words: str = ""
    """How much is done, and how many words are left."""
    editor: str = ""
    """Where the user translates it."""
    editor_words: str = ""
    editor_label: str = ""
    """The same with page and language, for who hears one link after the other."""
    direct: str = ""
    """The one thing that the user would do to it: an ``Action``."""
    direct_words: str = ""
    direct_label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A page with its cells."""

    page: Page
    language: str
    """BCP 47 tag in which it was first written."""
    kind: str
    request_url: str
    squares: list[Square]


class ActionForm(forms.Form):
    """What is to be done to the ticked cells."""

    action = forms.ChoiceField(label=gettext_lazy("With what is ticked"))
    assignee = forms.ChoiceField(label=gettext_lazy("Translator"), required=False)
    due_on = forms.DateField(label=gettext_lazy("Wanted by"), required=False, widget=AdminDateInput)
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, max_length=1000,
        widget=forms.TextInput,
    )  # fmt: skip

    def __init__(self, *args, user: AbstractUser, people: Iterable[AbstractUser], **kwargs):
        """Offer what the user may do at all; whether to a cell is asked for each."""
        super().__init__(*args, **kwargs)
        own = [Action.TAKE, Action.PUBLISH, Action.PROPOSE]
        allowed = list(Action) if rights.may_coordinate(user) else own
        if machine() is None:
            allowed.remove(Action.PROPOSE)
        self.fields["action"].choices = [(action.value, action.label) for action in allowed]
        self.fields["assignee"].choices = [
            ("", _("Nobody in particular")),
            *((str(person.pk), name_of(person)) for person in people),
        ]
        if Action.ASSIGN not in allowed:
            for name in ("assignee", "due_on", "note"):
                del self.fields[name]

    def clean_due_on(self):
        """Refuse a day that has passed."""
        day = self.cleaned_data["due_on"]
        if day and day < dates.site_day(timezone.now()):
            raise ValidationError(_("This day has passed."))
        return day

    def clean(self):
        """Refuse to give nothing to nobody."""
        cleaned = super().clean()
        if cleaned.get("action") == Action.ASSIGN and not self.errors and not self.wishes.for_jobs:
            self.add_error("assignee", _("Choose a person, a day or a note."))
        return cleaned

    @property
    def wishes(self) -> Wishes:
        """What was wished."""
        assignee = self.cleaned_data.get("assignee")
        return Wishes(
            assignee=int(assignee) if assignee else None,
            due_on=self.cleaned_data.get("due_on"),
            note=self.cleaned_data.get("note", ""),
        )


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
            said = _("It has begun.") if self.batch.waits else _("It goes on.")
            go_on(self.batch)
            messages.success(request, said)
        return redirect("desk:batch", self.batch.pk)

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
        refused = [(page, tag, Refusal(reason)) for page, tag, reason in batch.refusals]
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
    return _("%(done)s of %(total)s pages are done.") % numbers


def _editor_of(batch: TranslationBatch) -> str:
    """Return where the only translation of a batch is edited; empty where there are several."""
    if len(batch.cells) != 1 or len(batch.cells[0][1]) != 1:
        return ""
    page, (tag,) = batch.cells[0]
    records = Translation.objects.filter(
        source__object__in=Page.objects.filter(pk=page).values("translation_key"),
        target_locale__language_code=tag,
    )
    pk = records.values_list("pk", flat=True).first()
    return reverse("desk:editor", args=[pk]) if pk else ""


def ticked(data) -> list[Ticked]:
    """Return the cells that a form names: one by one, by whole rows, and by whole columns of what was shown."""
    shown, columns = data.getlist("shown"), data.getlist("shown_languages")
    rows, whole_columns = data.getlist("rows"), data.getlist("columns")
    return ticks(
        [
            *data.getlist("cells"),
            *(f"{page}.{tag}" for page in rows for tag in columns),
            *(f"{page}.{tag}" for page in shown for tag in whole_columns),
        ]
    )


def ticks(keys: Iterable[str]) -> list[Ticked]:
    """Return cells by their keys, each once; what is none is left out."""
    tags = set(open_languages().tags)
    found = {}
    for key in keys:
        page, _dot, tag = key.partition(".")
        if (
            page.isascii()
            and page.isdigit()
            and len(page) < 11
            and int(page) <= LARGEST
            and tag in tags
        ):
            found[Ticked(int(page), tag)] = True
    return list(found)


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


def rows(pages: Iterable[Page], columns: list[str], user: AbstractUser) -> list[Row]:
    """Return pages with their cells in some languages. Four queries, and one for the pages."""
    pages = list(pages)
    found = cells(pages, columns)
    view = _View(user, columns)
    return [
        Row(
            page=page,
            language=view.languages.by_locale[page.locale_id],
            kind=view.kind(page),
            request_url=reverse("desk:request", args=[page.pk]) if view.coordinates else "",
            squares=[view.square(page, found[page.translation_key][tag]) for tag in columns],
        )
        for page in pages
    ]


class _View:
    """What is the same for all cells of a screen: who looks, when, and in which language."""

    def __init__(self, user: AbstractUser, columns: list[str]) -> None:
        self.user = user
        self.reader = active_language()
        self.today = dates.site_day(timezone.now())
        self.languages = open_languages()
        self.coordinates = rights.may_coordinate(user)
        self.own = {tag for tag in columns if user.has_perm(rights.right(tag))}
        self.names = {
            tag: names.language_name(tag, self.reader) for tag in self.languages.by_locale.values()
        }

    def kind(self, page: Page) -> str:
        model = ContentType.objects.get_for_id(page.content_type_id).model_class()
        return str(capfirst(model._meta.verbose_name)) if model else ""

    def square(self, page: Page, cell: Cell) -> Square:
        job = cell.job
        assignee = job.assignee if job else None
        due_on = job.due_on if job else None
        translator = name_of(assignee) if assignee else ""
        direct = self._direct(cell)
        editor = self._editor(cell)
        editor_words = _("What changed") if cell.state == State.OUTDATED else _("Open")
        shown = {
            "translator": translator,
            "due": self._day(due_on),
            "overdue": job is not None and is_overdue(job, self.today),
            "fallback": cell.shown if page.live and cell.shown != cell.language else "",
            "words": progress_words(cell),
        }
        return Square(
            **shown,
            cell=cell,
            key=f"{page.pk}.{cell.language}",
            icon=ICONS[cell.state],
            name=self._name(page, cell, **shown),
            initials=initials(translator),
            editor=editor,
            editor_words=editor_words if editor else "",
            editor_label=self._label(editor_words, page, cell) if editor else "",
            direct=direct,
            direct_words=str(DIRECT[direct]) if direct else "",
            direct_label=self._label(DIRECT[direct], page, cell) if direct else "",
        )

    def _label(self, words: str, page: Page, cell: Cell) -> str:
        return _("%(action)s: %(title)s, %(language)s") % {
            "action": words,
            "title": page.title,
            "language": self.names[cell.language],
        }

    def _day(self, day: date | None) -> str:
        return dates.format_day(day, self.reader, year=day.year != self.today.year) if day else ""

    def _editor(self, cell: Cell) -> str:
        if cell.translation is None or cell.language not in self.own:
            return ""
        return reverse("desk:editor", args=[cell.translation])

    def _direct(self, cell: Cell) -> str:
        """Return what the user would do to a cell next, if anything."""
        is_free = cell.job is None or cell.job.assignee_id is None
        if cell.state in (State.QUEUED, State.STARTED, State.OUTDATED) and is_free:
            return Action.TAKE if cell.language in self.own else ""
        if cell.state != State.MISSING:
            return ""
        if self.coordinates:
            return Action.REQUEST
        return Action.TAKE if cell.language in self.own else ""

    def _name(self, page: Page, cell: Cell, **shown) -> str:
        """Return the facts of a cell as one line, for who hears them one after the other."""
        words = _("%(title)s, %(language)s: %(state)s") % {
            "title": page.title,
            "language": self.names[cell.language],
            "state": cell.state.label,
        }
        facts = [
            words,
            shown["words"],
            shown["translator"],
            shown["due"] and _("wanted by %(day)s") % {"day": shown["due"]},
            shown["overdue"] and _("overdue"),
            shown["fallback"]
            and _("readers get: %(language)s") % {"language": self.names[shown["fallback"]]},
        ]
        return ", ".join(filter(None, facts))


DIRECT = {
    Action.TAKE: gettext_lazy("Take"),
    Action.REQUEST: gettext_lazy("Request"),
}


def progress_words(cell: Cell) -> str:
    """Return how far a translation is: "50 %, 4 words left"; nothing where nobody is at work."""
    if cell.translation is None or cell.state in WITHOUT_PROGRESS:
        return ""
    words = ngettext("%(count)s word left", "%(count)s words left", cell.words_left)
    left = words % {"count": cell.words_left}
    return _("%(percent)s %%, %(left)s") % {"percent": cell.percent, "left": left}


def initials(name: str) -> str:
    """Return the first letters of the first and the last word of a name."""
    words = name.split()
    return (words[0][0] + words[-1][0] if len(words) > 1 else name[:2]).upper()


def _count_words(count: int) -> str:
    return ngettext("%(count)s page", "%(count)s pages", count) % {"count": count}
