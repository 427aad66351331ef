"""How does somebody take an item out of what was approved, for good?"""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.shortcuts import redirect
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages

from newsletter.forms.approval import RedactionForm
from newsletter.frozen.redaction import kept_items, may_redact, redact
from newsletter.handover.ledger import arrived
from newsletter.readiness.draft import Draft
from newsletter.views.handing_over import line_of
from newsletter.views.screens import IssueScreen

if TYPE_CHECKING:
    from django.http import HttpResponse


class RedactView(IssueScreen, FormView):
    """Lists the items of all approved versions of an issue, and removes one of them."""

    template_name = "newsletter/admin/redact.html"
    form_class = RedactionForm
    page_title = gettext_lazy("Remove an item for good")
    header_icon = "bin"

    def is_allowed(self) -> bool:
        """Return whether the user may publish the issue."""
        return may_redact(self.request.user, self.page)

    def get_form_kwargs(self):
        """Tell the form what there is to remove."""
        return {**super().get_form_kwargs(), "items": kept_items(self.page)}

    def get_context_data(self, **kwargs):
        """Tell where else it stands: this takes it out of what is kept of approved versions, and of nothing else."""
        return super().get_context_data(
            arrived=[line_of(each) for each in arrived(self.page)],
            own_words=own_words(Draft(self.issue)),
            **kwargs,
        )

    def form_valid(self, form: RedactionForm) -> HttpResponse:
        """Remove it, and say from how many editions."""
        count = redact(
            self.page,
            UUID(form.cleaned_data["key"]),
            user=self.request.user,
            reason=form.cleaned_data["reason"],
        )
        said = ngettext(
            "The item was removed from %(count)s edition. Its mail is not kept any longer.",
            "The item was removed from %(count)s editions. Their mails are not kept any longer.",
            count,
        )
        messages.success(self.request, said % {"count": count})
        return redirect("newsletter_admin:redact", self.page.pk)


def own_words(draft: Draft) -> list[tuple[str, str]]:
    """Return what an issue says of its pages in words of its own, with where each is edited."""
    found = [
        (block.value.get(name), draft.url_of(block))
        for _section, block in draft.chosen
        for name in ("headline", "teaser", "words")
    ]
    return [(words, url) for words, url in found if words]
