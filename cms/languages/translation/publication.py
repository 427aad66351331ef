"""When may a translation be read? The gate through which every translation goes public.

Two things are done differently from wagtail-localize's stock calls: a draft never touches the live row
(``save_target`` overwrites it with gaps filled from the source), and nothing is published before it is complete, unless
a publisher says so. ``cms.apps`` puts ``save_target`` of this module in the place of the stock one, so that whoever
calls that, a plugin too, comes through here.

And one thing is not done at all: restrictions are not copied. A translation reads those of its source.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.models import DraftStateMixin, Page
from wagtail_localize.models import Translation, TranslationSource

from cms.languages.translation.segments import unconfirmed, unreadable
from cms.models import ContentPage, TranslationJob, TranslationRules

if TYPE_CHECKING:
    from collections.abc import Collection

    from django.db.models import Model
    from wagtail.models import Revision


class IncompleteTranslationError(Exception):
    """Raised when a translation is to be published, or called finished, with words missing."""


def has_drafts(translation: Translation) -> bool:
    """Return whether what is translated can be saved without being public."""
    return issubclass(translation.source.specific_content_type.model_class(), DraftStateMixin)


@transaction.atomic
def save_draft(translation: Translation, user=None) -> Revision:
    """Save what is translated so far as a draft, gaps filled from the source; what is public stays as it is.

    Returns:
        The revision of the translated page.

    Raises:
        ParentNotTranslatedError: if the page above has no version in this language.
    """
    return _draft(translation, user)


def _draft(
    translation: Translation,
    user,
    untranslated: Collection[str] = (),
    *,
    is_by_machine: bool = False,
) -> Revision:
    """Save a draft. Blocks that are named have the words of the source throughout: no paragraph is in two languages."""
    source, locale = translation.source, translation.target_locale
    instance = source.get_source_instance()
    if not instance.has_translation(locale):
        instance.copy_for_translation(locale)
    draft = source.get_ephemeral_translated_instance(locale, fallback=True)
    if isinstance(draft, Page):
        # When it is published and expires is a matter of the source; the copy of a day would go stale.
        draft.go_live_at = draft.expire_at = None
    if isinstance(draft, ContentPage):
        draft.is_by_machine = is_by_machine
        draft.untranslated_blocks = list(untranslated)
        if untranslated:
            originals = {block["id"]: block for block in source.as_instance().body.raw_data}
            draft.body = [
                originals[block["id"]] if block["id"] in untranslated else block
                for block in draft.body.get_prep_value()
            ]
    return draft.save_revision(user=user)


class Allowance(StrEnum):
    """What a publisher lets readers see where nobody has confirmed a translation. Readers are told of either."""

    NOTHING = "nothing"
    SOURCE = "source"
    """Whole blocks of the body in the words of the source."""
    MACHINE = "machine"
    """The words that a machine has proposed; where there are none, as SOURCE."""


@transaction.atomic
def publish(translation: Translation, user=None, *, allow: Allowance = Allowance.NOTHING) -> None:
    """Publish a translation.

    Args:
        translation: the record, with all words confirmed.
        user: who publishes it; whether they may is for the caller to ask.
        allow: what a publisher has decided to show where words are not confirmed. Each block in the words of the source is
            noted, and marked with its language when the page is shown; so is that words are a machine's.

    Raises:
        IncompleteTranslationError: if words are missing that are not allowed to be. Outside the body none are: a page
            without its title and summary is not translated.
        ParentNotTranslatedError: if the page above has no version in this language.
    """
    _hold(translation)
    if not may_be_allowed(translation, allow):
        raise IncompleteTranslationError(
            f"{unconfirmed(translation).count()} segments of {translation.source.object_repr} are missing"
        )
    gaps = _gaps(translation, allow)
    if has_drafts(translation):
        is_by_machine = unconfirmed(translation).count() > len(gaps)
        _draft(translation, user, _blocks(gaps), is_by_machine=is_by_machine).publish(user=user)
    else:
        translation.source.create_or_update_translation(translation.target_locale, user=user)
    TranslationJob.objects.update_or_create(
        translation=translation,
        defaults={
            "stage": TranslationJob.Stage.PUBLISHED,
            "due_on": None,  # it was wanted by that day, and is there: what changes later has a day of its own
        },
    )


def _hold(translation: Translation) -> None:
    """Read the source anew, and let nobody write words or change the source until the transaction ends."""
    Translation.objects.select_for_update().get(pk=translation.pk)
    translation.source = TranslationSource.objects.select_for_update().get(pk=translation.source_id)


def may_be_allowed(translation: Translation, allow: Allowance) -> bool:
    """Return whether a publisher may publish a translation as it is.

    They may where every word is confirmed; else only what readers can be told of: words of a machine on a content page,
    words of the source in blocks of its body.
    """
    if not unconfirmed(translation).exists():
        return True
    is_told = issubclass(translation.source.specific_content_type.model_class(), ContentPage)
    return (
        allow != Allowance.NOTHING
        and is_told
        and all(path.startswith("body.") for path in _gaps(translation, allow))
    )


def has_proposals(translation: Translation) -> bool:
    """Return whether there are words of a machine, or of the memory, that nobody has confirmed."""
    return unconfirmed(translation).count() > unreadable(translation).count()


def _gaps(translation: Translation, allow: Allowance) -> list[str]:
    """Return where readers would have no words of their language, by wagtail-localize's content paths."""
    lacking = (unreadable if allow == Allowance.MACHINE else unconfirmed)(translation)
    return list(lacking.values_list("context__path", flat=True))


def _blocks(paths: list[str]) -> list[str]:
    """Return the ids of the blocks of the body in which some paths are."""
    return sorted({path.split(".")[1] for path in paths})


def requires_review(locale: int) -> bool:
    """Return whether translations into a language are read by a second person. One query."""
    return TranslationRules.objects.filter(locale=locale, requires_review=True).exists()


def save_target(translation: Translation, user=None, **wanted: bool) -> None:
    """Publish a complete translation, or else save a draft: what stands in the place of ``Translation.save_target``.

    Where a second person has to read it, it stays a draft. What has no drafts (a promotion) stays as it is until its
    translation is complete.

    Args:
        translation: the record.
        user: on whose behalf.
        **wanted: ``publish``, True by default: whether it may go public, as the stock callers say.
    """
    is_finished = not unconfirmed(translation).exists() and not requires_review(
        translation.target_locale_id
    )
    if wanted.get("publish", True) and is_finished:
        publish(translation, user)
    elif has_drafts(translation):
        save_draft(translation, user)


def leave_restrictions_alone(
    _source: TranslationSource, _original: Model, _translation: Model
) -> None:
    """Do nothing, in place of ``TranslationSource.sync_view_restrictions``, which no setting switches off.

    It copies restrictions whenever a page is translated, and so overwrites or deletes what an editor set on the
    translation alone: members' words would become public.
    """
