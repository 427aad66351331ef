"""To whom is an issue shown who has no account, and what did they answer?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic.edit import FormMixin
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name

from newsletter.forms.reviews import ReviewForm
from newsletter.models import ReviewAnswer, ReviewLink
from newsletter.review.sharing import Refusal, address_of, links_of, revoke, share, states
from newsletter.views.screens import IssueScreen, OfIssue

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True, slots=True)
class Line:
    """A link as it is listed."""

    link: ReviewLink
    state: ReviewLink.State | Refusal
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
        share(self.page, user=self.request.user, **form.cleaned_data)
        messages.success(
            self.request, gettext("The link is made. Copy its address below, and send it.")
        )
        return redirect("newsletter_admin:reviews", self.page.pk)

    def _lines(self) -> list[Line]:
        links = list(links_of(self.page))
        found = states(links, self.page)
        return [self._line(link, found[link.pk]) for link in links]

    def _line(self, link: ReviewLink, state: ReviewLink.State | Refusal) -> Line:
        link.issue = self.page
        answers = list(link.answers.all())
        count = Counter(answer.says for answer in answers)
        return Line(
            link,
            state,
            get_user_display_name(link.created_by) if link.created_by else "",
            address_of(link) if state == ReviewLink.State.WORKS else "",
            answers,
            count[ReviewAnswer.Says.YES],
            count[ReviewAnswer.Says.NO],
        )


class RevokeView(OfIssue):
    """Ends a link now, whoever made it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, link_id: int) -> HttpResponse:
        """End it.

        Raises:
            Http404: if it is none of this issue.
        """
        link = get_object_or_404(links_of(self.page), pk=link_id)
        revoke(link, user=request.user)
        messages.success(
            request, gettext("Revoked: the link for ‘%(name)s’ works no more.") % {"name": link}
        )
        return redirect("newsletter_admin:reviews", self.page.pk)
