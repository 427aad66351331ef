"""Who is shown the draft of a translation without an account, and until when?

A link opens no more than the person who made it may open: that is asked anew whenever somebody follows it. So it ends
with its time, when somebody revokes it, when nobody wants the translation any more, and when its maker may no longer
translate the page, or not see its source.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from wagtail.log_actions import log
from wagtail.models import Page
from wagtail_localize.models import StringTranslation, Translation

from cms.content import is_public
from cms.languages.translation import rights
from cms.languages.translation.previews import preview
from cms.models import ShareLink
from cms.models.sharing import LinkEndedError, UnknownLinkError

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from django.contrib.auth.models import AbstractUser
    from django.db.models import QuerySet

SHARED = "cms.draft_shared"
REVOKED = "cms.draft_link_revoked"
"""The actions in Wagtail's log, of the page that is shown."""


class Refusal(models.TextChoices):
    """Why a link that could work by itself does not."""

    STOPPED = "stopped", _("does not work: this translation is no longer wanted")
    ORPHANED = "orphaned", _("does not work: whoever made it may no longer translate this page")


@dataclass(frozen=True, slots=True)
class Opened:
    """What somebody gets who follows a link."""

    link: ShareLink
    page: Page
    """With the words as they are now, gaps filled from the source; not to be saved."""
    is_public: bool
    """Whether everybody may read it by now, and there is no newer draft."""


@transaction.atomic
def share(translation: Translation, *, user: AbstractUser, for_whom: str, days: int) -> ShareLink:
    """Make a link to the draft of a translation; noted in Wagtail's log.

    Args:
        translation: the record; there must be a page in its language already, if only a draft.
        user: who makes it; whether they may translate it is for the caller to ask.
        for_whom: a note for the colleagues.
        days: how long it works.
    """
    link = ShareLink.objects.share(
        page=translation.source.get_source_instance(),
        locale=translation.target_locale,
        user=user,
        for_whom=for_whom,
        days=days,
    )
    _note(SHARED, link, user)
    return link


@transaction.atomic
def revoke(link: ShareLink, *, user: AbstractUser) -> None:
    """End a link now; noted in Wagtail's log. One that has been revoked stays as it is."""
    if link.revoke():
        _note(REVOKED, link, user)


def _note(action: str, link: ShareLink, user: AbstractUser) -> None:
    """Note something in the log of the page that is shown, or of its source where that is gone; never the address."""
    shown = link.page.get_translation_or_none(link.locale) or link.page
    log(shown.specific, action, user=user, data=link.noted)


def links_of(translation: Translation) -> QuerySet[ShareLink]:
    """Return the links to the draft of a translation, the newest first, with their makers."""
    return ShareLink.objects.filter(
        page__translation_key=translation.source.object_id, locale=translation.target_locale_id
    ).select_related("page", "locale", "created_by")


def states(
    links: Collection[ShareLink], translation: Translation, at: datetime | None = None
) -> dict[int, ShareLink.State | Refusal]:
    """Return the states of links to the draft of one translation, by primary key.

    Rights are asked once for each maker of a link that could work, whatever the number of links.

    Args:
        links: with their makers.
        translation: the record.
        at: the aware instant of the question; now by default.
    """
    return ShareLink.states(links, lambda maker: _refusal(maker, translation), at)


def _refusal(maker: AbstractUser | None, translation: Translation) -> Refusal | None:
    if not rights.asked().filter(pk=translation.pk).exists():
        return Refusal.STOPPED
    if maker is None or not rights.may_translate(maker, translation):
        return Refusal.ORPHANED
    return None


def follow(token: str, language: str) -> Opened:
    """Return what somebody is shown who follows a link.

    Args:
        token: of the address.
        language: BCP 47 tag of the address.

    Raises:
        UnknownLinkError: if this site has never given out such an address.
        LinkEndedError: if it does not work any more, whatever the reason; also when its row is gone.
    """
    links = ShareLink.objects.followed(token).select_related("page", "locale", "created_by")
    link = links.first()
    if link is None:
        raise LinkEndedError
    if link.locale.language_code != language:
        raise UnknownLinkError
    translation = _translation_of(link)
    if translation is None or states([link], translation)[link.pk] != ShareLink.State.WORKS:
        raise LinkEndedError
    page = preview(translation) if rights.target_of(translation) else None
    if not isinstance(page, Page):
        raise LinkEndedError
    return Opened(link, page, _is_nothing_new(page, translation))


def _translation_of(link: ShareLink) -> Translation | None:
    """Return the record of what a link shows, if it is still there. One query."""
    records = Translation.objects.filter(
        source__object_id=link.page.translation_key,
        source__locale=link.page.locale_id,
        target_locale=link.locale_id,
    )
    return records.select_related("source__locale", "source__object", "target_locale").first()


def _is_nothing_new(page: Page, translation: Translation) -> bool:
    """Return whether everybody may read a page as it is. No query for a draft, two for others.

    Words that are saved in the editor make no revision of the page.
    """
    if not page.live or page.has_unpublished_changes:
        return False
    written = StringTranslation.objects.filter(
        context__object=translation.source.object_id,
        locale=translation.target_locale_id,
        updated_at__gt=page.last_published_at,
    )
    return not written.exists() and Page.objects.filter(is_public(), pk=page.pk).exists()


def address_of(link: ShareLink) -> str:
    """Return the absolute address to send, at the host of the page's site."""
    parts = link.page.get_url_parts()
    with override(link.locale.language_code):
        return (parts[1] if parts else "") + reverse("shared_draft", args=[link.token])
