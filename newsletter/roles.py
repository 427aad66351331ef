"""Who makes the newsletter?"""

from __future__ import annotations

from cms.languages.translation.rights import COORDINATE
from cms.roles import ENTER, FILES, Role
from newsletter.approval.workflow import set_up_workflow
from newsletter.models import IssueIndexPage


def newsletter_managers() -> Role:
    """Return the role of those who make issues, approve and publish them, in every archive and every language of it.

    They ask for translations too: an issue goes out in the languages in which it is there.
    """
    return Role(
        name="Newsletter managers",
        rights=(ENTER, COORDINATE, "cms.add_promotion", "cms.change_promotion"),
        on_pages=("add_page", "change_page", "publish_page"),
        pages=tuple(IssueIndexPage.objects.order_by("path")),
        files=FILES,
        then=set_up_workflow,
    )
