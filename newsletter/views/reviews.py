"""To whom is an issue shown who has no account, and what did they answer?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic.edit import FormMixin
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name

from newsletter.approval.reviewing import State, address_of, links_of, revoke, share, states
from newsletter.forms.reviews import ReviewForm
from newsletter.models import ReviewAnswer
from newsletter.views.editions import IssueScreen, issue_for

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from newsletter.models import ReviewLink


@dataclass(frozen=True, slots=True)
class Line:
    """A link as it is listed."""

    link: ReviewLink
    state: State
    maker: str
    address: str
    """Empty for one that does not work."""
    answers: list[ReviewAnswer]
    yes: int
    no: int


class ReviewsView(FormMixin, IssueScreen):
    """Lists the links to an issue with the answers, and makes one."""

    form_class = ReviewForm
    template_name = "newsletter/admin/reviews.html"
    page_title = _("Show it to somebody")
    header_icon = "link"

    def get_context_data(self, **kwargs):
        """List the links."""
        lines = self._lines()
        return super().get_context_data(
            lines=lines,
            yes=sum(line.yes for line in lines),
            no=sum(line.no for line in lines),
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Make a link."""
        form = self.get_form()
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)

    def form_valid(self, form):
        """Make a link, and show its address."""
        share(self.issue, user=self.request.user, **form.cleaned_data)
        messages.success(
            self.request, gettext("The link is made. Copy its address below, and send it.")
        )
        return redirect("newsletter_admin:reviews", self.issue.pk)

    def _lines(self) -> list[Line]:
        links = list(links_of(self.issue))
        found = states(links, self.issue)
        return [self._line(link, found[link.pk]) for link in links]

    def _line(self, link: ReviewLink, state: State) -> Line:
        link.issue = self.issue
        answers = list(link.answers.all())
        count = Counter(answer.says for answer in answers)
        return Line(
            link,
            state,
            get_user_display_name(link.created_by) if link.created_by else "",
            address_of(link) if state == State.WORKS else "",
            answers,
            count[ReviewAnswer.Says.YES],
            count[ReviewAnswer.Says.NO],
        )


@require_POST
def revoke_review(request: HttpRequest, page_id: int, link_id: int) -> HttpResponse:
    """End a link now, whoever made it.

    Raises:
        Http404: if it is none of this issue.
        PermissionDenied: if the user may not edit the issue.
    """
    issue = issue_for(request, page_id)
    link = get_object_or_404(links_of(issue), pk=link_id)
    revoke(link, user=request.user)
    messages.success(
        request, gettext("Revoked: the link for ‘%(name)s’ works no more.") % {"name": link}
    )
    return HttpResponseRedirect(reverse("newsletter_admin:reviews", args=[issue.pk]))
