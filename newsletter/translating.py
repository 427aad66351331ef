"""What does an issue show that has to be translated, and where is it worked at?"""

from __future__ import annotations

from datetime import timedelta
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cms.dates import site_day
from cms.desk.filters import MoreFilter
from cms.languages.chains import open_languages
from cms.languages.translation.rights import visible_to
from cms.models import ContentPage
from newsletter.models import Approval, FrozenEdition, IssuePage, LanguageDecision
from newsletter.selection import Selection, as_of

if TYPE_CHECKING:
    from datetime import date
    from uuid import UUID

    from django.contrib.auth.models import AbstractUser
    from django.db.models import QuerySet

DAYS = 31
"""How long after its day an issue is still worked at: longer ago, it was given up."""


def in_preparation(today: date | None = None) -> QuerySet[IssuePage]:
    """Return the sources of the issues that somebody is making, the next one first.

    Those that are not approved, whether public or not, and those that are without all their languages.
    """
    today = today or site_day(timezone.now())
    approved = Approval.objects.filter(issue=OuterRef("pk"), reopened_at=None)
    return IssuePage.objects.filter(
        ~Exists(approved) | reduce(or_, map(_is_to_come, sorted(open_languages().tags))),
        source=None,
        date__gte=today - timedelta(days=DAYS),
    ).order_by("date", "number", "pk")


def _is_to_come(language: str) -> Q:
    """Return the condition that readers of a language still wait for an issue: no edition of theirs is approved, and they
    are not left out.
    """
    frozen = FrozenEdition.objects.filter(
        approval__issue=OuterRef("pk"), approval__reopened_at=None, language=language
    )
    left_out = LanguageDecision.objects.filter(
        issue=OuterRef("pk"), language=language, choice=LanguageDecision.Choice.DROP
    )
    return Q(~Exists(frozen) & ~Exists(left_out))


def keys_of(issue: IssuePage) -> set[UUID]:
    """Return the translation keys of an issue and of all that it shows: pages, chosen or gathered, and promotions.

    Args:
        issue: the source, with what was saved last.
    """
    selection = Selection(issue, as_of(issue))
    pages = ContentPage.objects.filter(pk__in={pk for several in selection.pages for pk in several})
    promotions = (versions[0] for versions in selection.promotions.values())
    return {
        issue.translation_key,
        *pages.values_list("translation_key", flat=True),
        *(promotion.translation_key for promotion in promotions),
    }


def for_the_issue(user: AbstractUser) -> list[MoreFilter]:
    """Return the question to the desk that narrows it to one of the issues in preparation. One query.

    Args:
        user: who asks: they choose from the issues that they may see.
    """
    issues = {str(issue.pk): issue for issue in in_preparation().filter(visible_to(user))}

    def keys(chosen: str) -> set[UUID]:
        return keys_of(issues[chosen].get_latest_revision_as_object())

    return [
        MoreFilter(
            name="issue",
            label=_("For the issue"),
            everything=_("Any or none"),
            choices=[(pk, issue.draft_title) for pk, issue in issues.items()],
            keys=keys,
        )
    ]
