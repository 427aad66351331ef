"""When may a translation be read? The gate through which every translation goes public.

Two things are done differently from wagtail-localize's stock calls: a draft never touches the live row
(``save_target`` overwrites it with gaps filled from the source), and nothing is published before it is complete, unless
a publisher says so. ``cms.apps`` puts ``save_target`` of this module in the place of the stock one, so that whoever
calls that, a plugin too, comes through here.

And one thing is not done at all: restrictions are not copied. A translation reads those of its source.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from wagtail.models import DraftStateMixin, Page
from wagtail_localize.models import Translation, TranslationSource

from cms.languages.translation.segments import unconfirmed
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


def _draft(translation: Translation, user, untranslated: Collection[str] = ()) -> Revision:
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
        draft.untranslated_blocks = list(untranslated)
        if untranslated:
            originals = {block["id"]: block for block in source.as_instance().body.raw_data}
            draft.body = [
                originals[block["id"]] if block["id"] in untranslated else block
                for block in draft.body.get_prep_value()
            ]
    return draft.save_revision(user=user)


@transaction.atomic
def publish(translation: Translation, user=None, *, with_gaps: bool = False) -> None:
    """Publish a translation.

    Args:
        translation: the record, with all words confirmed.
        user: who publishes it; whether they may is for the caller to ask.
        with_gaps: whether a publisher has decided to show the words of the source where a translation is missing. Each
            such gap is noted, and marked with its language when the page is shown.

    Raises:
        IncompleteTranslationError: if words are missing; with gaps, if words outside the body are missing. A page without
            its title and summary is not translated.
        ParentNotTranslatedError: if the page above has no version in this language.
    """
    _hold(translation)
    gaps = list(unconfirmed(translation).values_list("context", "string", "context__path"))
    blocks = _blocks(translation, [path for _context, _string, path in gaps])
    if gaps and not (with_gaps and blocks):
        raise IncompleteTranslationError(
            f"{len(gaps)} segments of {translation.source.object_repr} are missing"
        )
    if has_drafts(translation):
        _draft(translation, user, blocks).publish(user=user)
    else:
        translation.source.create_or_update_translation(translation.target_locale, user=user)
    TranslationJob.objects.update_or_create(
        translation=translation,
        defaults={
            "stage": TranslationJob.Stage.PUBLISHED,
            "gaps": [[context, string] for context, string, _path in gaps],
            "due_on": None,  # it was wanted by that day, and is there: what changes later has a day of its own
        },
    )


def _hold(translation: Translation) -> None:
    """Read the source anew, and let nobody write words or change the source until the transaction ends."""
    Translation.objects.select_for_update().get(pk=translation.pk)
    translation.source = TranslationSource.objects.select_for_update().get(pk=translation.source_id)


def may_be_gaps(translation: Translation) -> bool:
    """Return whether all that is missing is in blocks of the body, where readers can be told of it."""
    paths = list(unconfirmed(translation).values_list("context__path", flat=True))
    return not paths or bool(_blocks(translation, paths))


def _blocks(translation: Translation, paths: list[str]) -> list[str]:
    """Return the ids of the blocks of the body in which gaps are; empty if some are elsewhere, or cannot be marked."""
    places = [path.split(".") for path in paths]
    model = translation.source.specific_content_type.model_class()
    if not issubclass(model, ContentPage) or any(place[0] != "body" for place in places):
        return []
    return sorted({place[1] for place in places})


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
