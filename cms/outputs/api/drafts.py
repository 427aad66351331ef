"""Which draft does an address of the API show, and until when?

An address shows one page in one language to whoever has it. It lends the right of the key with which it was made: it ends with its
time, when somebody ends it, when the key works no more, and when the page or its language is gone.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log
from wagtail_localize.models import Translation

from cms.languages.chains import open_languages
from cms.languages.translation.previews import preview
from cms.languages.translation.segments import unconfirmed
from cms.languages.translation.sharing import SHARED
from cms.models import ContentPage, PreviewToken
from cms.models.sharing import LinkEndedError

if TYPE_CHECKING:
    from wagtail.models import Revision

    from cms.models import ApiKey
    from cms.outputs.api.shapes import Status


class Draft(NamedTuple):
    """A page as it is, public or not."""

    page: ContentPage
    """Not to be saved. What is not translated yet has the words of the source."""
    status: Status
    revision: int | None
    """Its number; None where the words are not saved as one yet."""


class Opened(NamedTuple):
    """What somebody gets who has an address."""

    language: str
    """BCP 47 tag of the draft."""
    draft: Draft


@transaction.atomic
def show(
    version: ContentPage, *, key: ApiKey, revision: Revision | None, seconds: int
) -> PreviewToken:
    """Make an address that shows a draft; noted in Wagtail's log of the page, as a link to a draft is.

    Args:
        version: the page in the language that is shown.
        key: with which it is made; whether it allows this is for the caller to ask.
        revision: of that page; None for the latest whenever somebody asks.
        seconds: how long it works.
    """
    token = PreviewToken.objects.create(
        api_key=key,
        created_by=key.created_by,
        for_whom=key.name,
        page_id=version.source_id or version.pk,
        locale=version.locale,
        revision=revision,
        expires_at=timezone.now() + timedelta(seconds=seconds),
    )
    log(version, SHARED, data=token.noted)
    return token


def follow(token: str) -> Opened:
    """Return what is shown at an address.

    Args:
        token: of the address.

    Raises:
        UnknownLinkError: if this site has never given out such an address.
        LinkEndedError: if it does not work any more, whatever the reason; also when its row is gone.
    """
    rows = PreviewToken.objects.followed(token)
    row = rows.select_related("api_key", "page", "locale", "revision").first()
    now = timezone.now()
    if row is None or row.state(now) != row.State.WORKS:
        raise LinkEndedError
    language = row.locale.language_code
    source = ContentPage.objects.filter(pk=row.page_id).first()
    if source is None or language not in open_languages().tags:
        raise LinkEndedError
    version = source.get_translation_or_none(row.locale)
    kind = source.specific_class.type_name()
    works = row.api_key.state(now) == row.api_key.State.WORKS
    if version is None or not (works and row.api_key.shows(kind, language)):
        raise LinkEndedError
    return Opened(language, _draft(version, row.revision))


def _draft(version: ContentPage, revision: Revision | None) -> Draft:
    """Return a page as it is in a revision of it; None for the latest, for a translation with the words that are saved by now."""
    records = Translation.objects.filter(
        source__object_id=version.translation_key, target_locale=version.locale_id, enabled=True
    )
    record = records.select_related("source").first() if version.source_id else None
    if revision:
        page, number = revision.as_object(), revision.pk
    elif record:
        page, number = preview(record), None
    else:
        page = version.specific.get_latest_revision_as_object()
        number = version.latest_revision_id
    return Draft(page, _status(page, record), number)


def _status(page: ContentPage, record: Translation | None) -> Status:
    if page.is_by_machine:
        return "machine"
    has_gaps = page.untranslated_blocks or (record and unconfirmed(record).exists())
    return "partial" if has_gaps else "current"
