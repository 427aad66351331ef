"""Will an issue be on the site for everybody from its approval on?

To approve it is to publish it, and its mails lead to it for as long as somebody keeps them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from newsletter.readiness.findings import Finding, Weight

if TYPE_CHECKING:
    from collections.abc import Iterator

    from newsletter.readiness.draft import Draft


def findings(draft: Draft) -> Iterator[Finding]:
    """Yield what would keep readers from an issue, whatever the language. A few queries."""
    yield from _of_times(draft)
    yield from _of_privacy(draft)


def _of_times(draft: Draft) -> Iterator[Finding]:
    goes_live = draft.issue.go_live_at
    if goes_live and goes_live > timezone.now():  # other words would be kept than were judged
        yield Finding(
            code="issue-timed",
            message=_(
                "This issue has a time of publication of its own, and would not be on the site when it is approved. Take it"
                " out: the hand-over has its own time."
            ),
            url=draft.url,
            weight=Weight.BLOCKING,
        )
    if draft.issue.expire_at:
        yield Finding(
            code="issue-expiring",
            message=_(
                "This issue has a time at which it leaves the site, and its mails would lead nowhere from then on. Take it out."
            ),
            url=draft.url,
            weight=Weight.BLOCKING,
        )


def _of_privacy(draft: Draft) -> Iterator[Finding]:
    restriction = draft.issue.get_view_restrictions().select_related("page").first()
    if restriction is None:
        return
    page = restriction.page
    yield Finding(
        code="issue-restricted",
        message=_("‘%(page)s’ is private, so that not everybody could read this issue there.")
        % {"page": page.title},
        url=reverse("wagtailadmin_pages:edit", args=[page.pk]),
        weight=Weight.BLOCKING,
    )
