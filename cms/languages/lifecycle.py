"""What becomes of a page's versions when one of them is unpublished, deleted, moved or restricted?

One rule for each, and each is told to the editor before it is confirmed. What is done to the source is done to the
page, whatever the language: its versions are read no more, deleted, moved or restricted with it. What is done to a
translation is done to that version alone, and what was translated is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext, ngettext
from wagtail.coreutils import find_available_slug
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.models import Translation, cleanup_translation_on_delete

from cms.languages.chains import open_languages
from cms.models import Sourced
from cms.models.sources import sourced_models
from cms.names import format_list, language_name
from cms.words import active_language, in_language


def consequences(page: Page, action: str, *, destination: Page | None = None) -> list[str]:
    """Return what an action does to the versions of a page, in sentences for its editor.

    Args:
        page: the page on which somebody is about to act, in whatever language.
        action: one of ACTIONS.
        destination: the new parent of a page that is moved, where it is known.

    Returns:
        Sentences in the active language; none for a page that has no other version to which anything happens, and for
        one of a kind that has no recorded source.
    """
    page = page.specific_deferred
    if not isinstance(page, Sourced):
        return []
    of_source, of_translation = ACTIONS[action]
    told = of_translation if page.is_translation else of_source
    return told(_Plan(page, page.original, destination))


def follow(page: Page, parent: Page) -> None:
    """Move the versions of a page that was moved, each below the version of the new parent in its language.

    Where the new parent has no version in a language, the page's stays where it is. Nobody's rights are asked: where a
    page stands is decided for all its versions by whoever may move its source.

    Args:
        page: the source, where it is now.
        parent: the page above it.
    """
    parents = {above.locale_id: above for above in parent.get_translations()}
    with transaction.atomic():
        for version in page.get_translations():
            above = parents.get(version.locale_id)
            if above and not version.is_child_of(above) and not _holds(version, above):
                place(version, above)


def place(page: Page, parent: Page) -> None:
    """Move a page below another, with a number at the end of its slug where that is taken there.

    Wagtail leaves redirects from the old addresses, as for every page that is moved.
    """
    slug = find_available_slug(parent, page.slug, ignore_page_id=page.pk)
    if slug != page.slug:
        # Only the slug: moving compares the old address with the new one, and redirects from the old one.
        Page.objects.filter(pk=page.pk).update(slug=slug)
        waiting = Q(pk=page.latest_revision_id) | Q(approved_go_live_at__isnull=False)
        for revision in page.revisions.filter(waiting):
            revision.content["slug"] = slug
            revision.save(update_fields=["content"])
        page.refresh_from_db()
    page.move(parent, pos="last-child")


def forget_words(instance: TranslatableMixin) -> None:
    """Delete what translators wrote for a page (or a promotion) of which no version is left.

    As long as one is left, the words of a deleted one are kept, so that nobody writes them twice: see
    WAGTAILLOCALIZE_DISABLE_ON_DELETE.

    Args:
        instance: the version that was deleted last.
    """
    model = instance.get_translation_model()
    if model.objects.filter(translation_key=instance.translation_key).exists():
        return
    Translation.objects.filter(source__object_id=instance.translation_key).delete()
    cleanup_translation_on_delete(instance)


@dataclass(frozen=True, slots=True)
class _Plan:
    """What somebody is about to do."""

    page: Page
    original: Page
    destination: Page | None


def _holds(version: Page, above: Page) -> bool:
    """Whether a page would be moved below itself: somebody has turned the tree of this language upside down."""
    return above.pk == version.pk or above.is_descendant_of(version)


def _unpublished(plan: _Plan) -> list[str]:
    languages = _languages(version for version in _others(plan.page) if version.live)
    if not languages:
        return []
    return [
        gettext(
            "Readers do not get its other versions any more either: %(languages)s. They are kept as they are, and come"
            " back when this page is published again."
        )
        % {"languages": languages}
    ]


def _unpublished_alone(plan: _Plan) -> list[str]:
    return [*_stand_in(plan), gettext("Its words are kept, and so are the other versions.")]


def _deleted(plan: _Plan) -> list[str]:
    told = []
    if languages := _languages(_others(plan.page)):
        told.append(
            gettext(
                "Its other versions are deleted with it, and all that was translated: %(languages)s."
            )
            % {"languages": languages}
        )
    return [*told, *_deleted_below(plan)]


def _deleted_alone(plan: _Plan) -> list[str]:
    return [
        *_stand_in(plan),
        gettext(
            "The other versions stay. What was translated is kept: whoever asks for this translation again finds it."
        ),
        *_deleted_below(plan),
    ]


def _deleted_below(plan: _Plan) -> list[str]:
    """Return how many versions elsewhere go with the pages below that were first written there. Constant queries."""
    count = sum(
        model.objects.filter(
            source__path__startswith=plan.page.path, source__depth__gt=plan.page.depth
        )
        .exclude(path__startswith=plan.page.path)
        .count()
        for model in sourced_models()
    )
    if not count:
        return []
    return [
        ngettext(
            "With the pages below it goes %(count)s version of them in another language.",
            "With the pages below it go %(count)s versions of them in other languages.",
            count,
        )
        % {"count": count}
    ]


def _moved(plan: _Plan) -> list[str]:
    others, destination = _others(plan.page), plan.destination
    if not others or (destination and plan.page.is_child_of(destination)):
        return []
    if destination is None:
        return [
            gettext(
                "Its other versions move with it, each below the version of the new parent in its language, where there"
                " is one: %(languages)s."
            )
            % {"languages": _languages(others)}
        ]
    at_hand = set(destination.get_translations().values_list("locale_id", flat=True))
    said = {"parent": destination.specific_deferred.get_admin_display_title()}
    told = []
    if languages := _languages(version for version in others if version.locale_id in at_hand):
        told.append(
            gettext(
                "Its other versions move with it, each below the version of “%(parent)s” in its language: %(languages)s."
            )
            % {**said, "languages": languages}
        )
    if languages := _languages(version for version in others if version.locale_id not in at_hand):
        told.append(
            gettext(
                "“%(parent)s” has no version in some languages. There the page stays where it is: %(languages)s."
            )
            % {**said, "languages": languages}
        )
    return told


def _moved_alone(_plan: _Plan) -> list[str]:
    return [
        gettext(
            "Only this version moves. It moves again when the version in which the page was first written is moved."
        )
    ]


def _restricted(plan: _Plan) -> list[str]:
    languages = _languages(_others(plan.page))
    if not languages:
        return [gettext("This holds for every version of the page, also for those still to come.")]
    return [
        gettext(
            "This holds for every version of the page: also for %(languages)s, and for those still to come."
        )
        % {"languages": languages}
    ]


def _restricted_alone(plan: _Plan) -> list[str]:
    return [
        gettext(
            "This holds for this version only. To restrict all of them, open the version in which the page was first"
            " written: “%(title)s”."
        )
        % {"title": plan.original.title}
    ]


ACTIONS: dict[str, tuple[Callable[[_Plan], list[str]], Callable[[_Plan], list[str]]]] = {
    "unpublish": (_unpublished, _unpublished_alone),
    "delete": (_deleted, _deleted_alone),
    "move": (_moved, _moved_alone),
    "restrict": (_restricted, _restricted_alone),
}
"""What is told of a source, and what of a translation, by what is about to be done."""


def _stand_in(plan: _Plan) -> list[str]:
    """Return what readers get in place of a translation that is public now."""
    tags = open_languages().by_locale
    live = {tags[version.locale_id] for version in _others(plan.page) if version.live}
    language, source = tags[plan.page.locale_id], tags[plan.original.locale_id]
    if not plan.page.live or source not in live:
        return []
    chain = [tag for tag in open_languages().chain(language) if tag in live]
    return [
        gettext("Its readers get the page %(in_language)s instead, with a notice.")
        % {"in_language": in_language([*chain, source][0])}
    ]


def _others(page: Page) -> list[Page]:
    """Return the other versions of a page. One query."""
    return list(page.get_translations())


def _languages(versions: Iterable[Page]) -> str:
    """Return the languages of some versions as a list in words."""
    reader, tags = active_language(), open_languages().by_locale
    return format_list(
        sorted(language_name(tags[version.locale_id], reader) for version in versions), reader
    )
