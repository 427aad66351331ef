"""How is somebody told what was done to translations, and what was not, and why?"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages

from cms import names
from cms.languages.translation.actions import DONE, Action, Refusal
from cms.languages.translation.rights import visible_to
from cms.languages.translation.sources import Source, listed, pages, promotions
from cms.words import active_language

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from django.contrib.auth.models import AbstractUser
    from django.http import HttpRequest
    from django.utils.safestring import SafeString

    Refused = Iterable[tuple[UUID, str, Refusal]]

MOST = 10
"""How many titles are named for a reason; of the others only the number is told."""


def done_words(action: Action, succeeded: int) -> str:
    """Return in how many translations something was done: "3 requested"."""
    return _("%(count)s %(done)s") % {"count": succeeded, "done": DONE[action]}


def refused_lines(refused: Refused, user: AbstractUser) -> list[SafeString]:
    """Return a line for each reason: how often, why, and where. One query if there is any.

    What the user may not see is counted and not named.

    Args:
        refused: translation key of the source, BCP 47 tag, reason.
        user: who reads it.
    """
    by_reason: dict[Refusal, dict[UUID, list[str]]] = defaultdict(lambda: defaultdict(list))
    for key, tag, refusal in refused:
        by_reason[refusal][key].append(tag)
    if not by_reason:
        return []
    keys = {key for places in by_reason.values() for key in places}
    found = listed(
        pages().filter(visible_to(user), translation_key__in=keys),
        promotions().filter(translation_key__in=keys),
    )
    titles = {source.translation_key: source.title for source in map(Source._make, found)}
    return [_line(refusal, places, titles) for refusal, places in by_reason.items()]


def tell(request: HttpRequest, action: Action, succeeded: int, refused: Refused) -> None:
    """Show what was done and what was not as messages."""
    lines = refused_lines(refused, request.user)
    if succeeded:
        messages.success(request, done_words(action, succeeded))
    if lines:
        messages.warning(
            request,
            format_html(
                '{}<ul class="errorlist">{}</ul>',
                _("Not everything was done:") if succeeded else _("Nothing was done:"),
                format_html_join("", "<li>{}</li>", ((line,) for line in lines)),
            ),
        )
    if not succeeded and not lines:
        messages.warning(request, _("Nothing was ticked, so nothing was done."))


def _line(refusal: Refusal, places: dict[UUID, list[str]], titles: dict[UUID, str]) -> SafeString:
    count = sum(map(len, places.values()))
    head = ngettext("%(count)s refused: %(reason)s", "%(count)s refused: %(reason)s", count) % {
        "count": count,
        "reason": refusal.label,
    }
    reader = active_language()
    named = [
        format_html(
            "‘<bdi>{}</bdi>’ ({})",
            titles[key],
            names.format_list([names.language_name(tag, reader) for tag in tags], reader),
        )
        for key, tags in places.items()
        if key in titles
    ]
    if not named:
        return format_html("{}", head)
    more = len(named) - MOST
    if more > 0:
        others = ngettext("%(count)s more", "%(count)s more", more) % {"count": more}
        named = [*named[:MOST], others]
    listed = mark_safe(names.format_list(map(conditional_escape, named), reader))  # noqa: S308 -- each part is escaped
    return format_html("{}: {}", head, listed)
