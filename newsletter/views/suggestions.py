"""What could be added to an issue?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from wagtail.admin import messages

from cms.languages.addresses import address
from cms.languages.chains import open_languages
from newsletter.models import IssuePage
from newsletter.suggestions import add, suggestions
from newsletter.views.screens import IssueScreen

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class SuggestionsView(IssueScreen):
    """Shows what could be added to an issue, and adds what is ticked to its draft."""

    template_name = "newsletter/admin/suggestions.html"
    page_title = gettext_lazy("Suggestions")
    header_icon = "clipboard-list"

    def post(self, request: HttpRequest) -> HttpResponse:
        """Add what is ticked, among what is offered; save it as a new revision."""
        with transaction.atomic():
            # Two editors who add at the same time wait for each other, so that nothing is lost.
            self.page = IssuePage.objects.select_for_update(of=("self",)).get(pk=self.page.pk)
            if message := self._lock_message():
                messages.error(request, message)
                return redirect("newsletter_admin:suggestions", self.page.pk)
            offered = {
                str(suggestion.page.pk): suggestion.page
                for group in suggestions(self.issue)
                for suggestion in group.suggestions
            }
            ticked = set(request.POST.getlist("pages"))
            chosen = [page for key, page in offered.items() if key in ticked]
            if chosen:
                add(self.issue, chosen)
                if not self.issue.live:
                    self.issue.save()  # as the editor does, so that "used in" knows of it
                self.issue.save_revision(user=request.user, log_action=True, clean=False)
        return self._answer(chosen, len(ticked - offered.keys()))

    def get_context_data(self, **kwargs):
        """Tell what could be added, and how far it is in each language."""
        groups = suggestions(self.issue)
        for group in groups:
            for suggestion in group.suggestions:
                page = suggestion.page
                page.language = open_languages().by_locale[page.locale_id]
                page.address = address(page, page.language)
        return super().get_context_data(
            groups=groups,
            languages=sorted(open_languages().tags),
            lock_message=self._lock_message(),
            **kwargs,
        )

    def _lock_message(self) -> str:
        """Return why the user cannot change the issue now; empty if they can."""
        lock = self.page.get_lock()
        if lock is None or not lock.for_user(self.request.user):
            return ""
        return lock.get_message(self.request.user) or _("The issue is locked.")

    def _answer(self, chosen: list, gone: int) -> HttpResponse:
        """Say what was added and what was not."""
        if gone:
            message = ngettext(
                "%(count)s page was not added: it is in the issue already, or not public any more.",
                "%(count)s pages were not added: they are in the issue already, or not public any more.",
                gone,
            )
            messages.warning(self.request, message % {"count": gone})
        if not chosen:
            if not gone:
                messages.warning(self.request, _("Nothing was ticked, so nothing was added."))
            return redirect("newsletter_admin:suggestions", self.page.pk)
        message = ngettext(
            "%(count)s entry was added to the draft: %(titles)s",
            "%(count)s entries were added to the draft: %(titles)s",
            len(chosen),
        )
        titles = ", ".join(f"‘{page.title}’" for page in chosen)
        messages.success(self.request, message % {"count": len(chosen), "titles": titles})
        return redirect(self.edit_url)
