"""How does somebody decide about one language of an issue?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext as _
from wagtail.admin import messages

from cms import names
from cms.languages.chains import open_languages
from cms.words import active_language
from newsletter.approval.decisions import Choice, FrozenLanguageError, decide
from newsletter.forms.approval import DecisionForm
from newsletter.views.screens import ForApprovers

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class DecideView(ForApprovers):
    """Takes a decision about one language, and leads back to the verdict."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, language: str) -> HttpResponse:
        """Decide, unless the edition is approved already.

        Raises:
            Http404: if there is no such open language.
        """
        if language not in open_languages().tags:
            raise Http404
        form = DecisionForm(request.POST)
        if form.is_valid():
            self._decide(language, **form.cleaned_data)
        else:
            messages.validation_error(request, _("Nothing was decided."), form)
        return self.back()

    def _decide(self, language: str, *, choice: str, note: str) -> None:
        user = self.request.user
        name = {"language": names.language_name(language, active_language())}
        try:
            decide(self.page, language, choice, user=user, note=note)
        except FrozenLanguageError:
            said = _("%(language)s is approved already. Open the issue again to decide otherwise.")
            messages.error(self.request, said % name)
            return
        said = {
            Choice.SEND: _("Decided: %(language)s goes out."),
            Choice.HOLD: _("Decided: %(language)s is held back for now."),
            Choice.DROP: _("Decided: %(language)s is left out."),
        }
        messages.success(self.request, said[Choice(choice)] % name)
