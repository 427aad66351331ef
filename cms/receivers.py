"""What must be forgotten or followed when something changes? Receivers only say so; the work is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.db import transaction
from django.db.models import ProtectedError
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, PageViewRestriction, Site, get_page_models
from wagtail.signals import page_published, page_unpublished, post_page_move
from wagtail_localize.models import StringTranslation, Translation, TranslationContext

from cms import front
from cms.journal import writing as journal
from cms.languages import chains, official
from cms.languages.lifecycle import follow, forget_words
from cms.languages.opening import open_in_all_languages, open_language
from cms.languages.translation.changes import take_words
from cms.languages.translation.exchange.comparison import imported
from cms.languages.translation.review import release, reopen_version
from cms.languages.translation.rights import make_rights
from cms.models import (
    Brand,
    City,
    CityName,
    ContentPage,
    FallbackChain,
    FallbackLink,
    FooterLink,
    MenuLink,
    Picture,
    Programme,
    ProgrammeWording,
    Promotion,
    Sourced,
    Topic,
    TopicName,
    content_types,
)
from cms.models.sources import sourced_models
from cms.search.indexing import write_named, write_saved
from cms.usage import first_written_below
from cms.webhooks.sending import tell_soon

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.db.models import Model

LANGUAGES = (Locale, FallbackChain, FallbackLink)
NAMES = (City, CityName, Programme, ProgrammeWording, Topic, TopicName)
CHROME = (Brand, MenuLink, FooterLink, PageViewRestriction, Site)


def forget_languages(**_kwargs) -> None:
    """Read languages, menu and footer anew."""
    now_and_on_commit(chains.forget)
    now_and_on_commit(front.forget)


def forget_names(**_kwargs) -> None:
    """Read official names anew."""
    now_and_on_commit(official.forget)


def forget_chrome(**_kwargs) -> None:
    """Read menu and footer anew."""
    now_and_on_commit(front.forget)


# Model by model: a receiver for all of them would make Django fetch whatever anybody deletes, row by row.
for forget, models in (
    (forget_languages, LANGUAGES),
    (forget_names, NAMES),
    (forget_chrome, CHROME),
):
    for model in models:
        post_save.connect(forget, sender=model)
        post_delete.connect(forget, sender=model)


# When a page has changed its title, its place or its publicity.
receiver([page_published, page_unpublished, post_page_move])(forget_chrome)


# What readers see anew is written down in the transaction in which it changes: ``Page.save`` has one of its own.


def note_saved(
    instance: Page, *, raw: bool = False, update_fields: frozenset[str] | None = None, **_kwargs
) -> None:
    """Write down that a page was published, unpublished or mended; not that a draft was saved."""
    if not raw and journal.is_seen(update_fields):
        journal.note_page(instance)


def note_deleted(instance: Page, **_kwargs) -> None:
    """Write down that a page goes, while it is still known what names it."""
    journal.note_page(instance, is_withdrawn=True)


for page_model in get_page_models():
    if issubclass(page_model, Sourced):
        post_save.connect(note_saved, sender=page_model)
for page_model in sourced_models():
    pre_delete.connect(note_deleted, sender=page_model)


@receiver(post_page_move)
def note_moved(instance: Page, **_kwargs) -> None:
    """Write down that a page and all below it have new addresses."""
    journal.note_page(instance)


@receiver([post_save, post_delete], sender=PageViewRestriction)
def note_restricted(instance: PageViewRestriction, **_kwargs) -> None:
    """Write down that a page and all below it are for fewer people, or for more."""
    journal.note_page(instance.page, is_withdrawn=True)


@receiver([post_save, post_delete], sender=Redirect)
def note_redirect(*, raw: bool = False, **_kwargs) -> None:
    """Write down that an address leads elsewhere: it has no key, and is told by what answers for addresses alone."""
    if not raw:
        journal.note_other(uuid4())


def note_used(instance: Model, *, raw: bool = False, **_kwargs) -> None:
    """Write down that something is seen anew wherever it is used."""
    if not raw:
        journal.note_use_of(instance)


def note_named(instance: Model, *, raw: bool = False, **_kwargs) -> None:
    """Write down that something is called otherwise; who pays for a project is told by all that is part of it."""
    if not raw:
        journal.note_use_of(instance, steps=2)


def note_emblem(instance: Picture, *, raw: bool = False, **_kwargs) -> None:
    """Write down that the programmes are told otherwise whose emblem a picture is."""
    for programme in () if raw else Programme.objects.filter(emblem=instance):
        note_named(programme)
        note_common()
        forget_names()


def note_common(*, raw: bool = False, **_kwargs) -> None:
    """Write down that every process has to read the official names anew."""
    if not raw:
        journal.note_common()


def note_all(*, raw: bool = False, **_kwargs) -> None:
    """Write down that everything may be told otherwise."""
    if not raw:
        journal.note_all()


NAMED = (City, Programme, Topic)
for note, models in (
    (note_used, journal.named_by_facts().difference(NAMED)),
    (note_named, NAMED),
    (note_emblem, (Picture,)),
    (note_common, NAMES),
    (note_all, (*LANGUAGES, Site)),
):
    for model in models:
        post_save.connect(note, sender=model)
        pre_delete.connect(note, sender=model)


@receiver([post_save, post_delete], sender=StringTranslation)
def note_confirmed(instance: StringTranslation, *, raw: bool = False, **_kwargs) -> None:
    """Write down that a translation may be outdated no longer, or again: words were confirmed, kept or taken back."""
    if not raw:
        context = TranslationContext.objects.filter(pk=instance.context_id)
        journal.note_status(context.values("object"), instance.locale_id)


@receiver(post_save, sender=Translation)
def note_given_up(instance: Translation, *, created: bool, raw: bool = False, **_kwargs) -> None:
    """Write down the same where a translation was given up, or is asked for again."""
    if not (created or raw):
        journal.note_status(instance.source.object_id, instance.target_locale_id)


@receiver(imported)
def note_imported(translation: Translation, **_kwargs) -> None:
    """Write down the same of many words at once."""
    journal.note_status(translation.source.object_id, translation.target_locale_id)


@receiver(journal.changed)
def tell_webhooks(**_kwargs) -> None:
    """Have webhooks told as soon as the change is committed, where a worker does it."""
    tell_soon()


def now_and_on_commit(forget: Callable[[], None]) -> None:
    """Forget at once, for whoever reads on in the same transaction, and again when others can see the change.

    Between the two, another request would read what was, and keep it.
    """
    forget()
    transaction.on_commit(forget)


def write_words(instance: ContentPage, *, raw: bool = False, update_fields=None, **_kwargs) -> None:
    """Let the search know the words of a version as they are saved, in the same transaction."""
    if not raw:
        write_saved(instance, update_fields)


for kind in content_types():
    post_save.connect(write_words, sender=kind)


@receiver(post_save, sender=Topic)
@receiver(post_save, sender=City)
def write_name(instance: Topic | City, *, created: bool, raw: bool = False, **_kwargs) -> None:
    """Let the search know the new names of a topic or a city, once those in all languages are saved."""
    if not (created or raw):
        named = {type(instance).__name__.lower(): instance.pk}
        transaction.on_commit(lambda: write_named(**named))


@receiver(post_save, sender=Locale)
def open_new_language(instance: Locale, *, created: bool, raw: bool = False, **_kwargs) -> None:
    """Give a language that an administrator adds its translators' right, its home page and its index pages."""
    if created and not raw:
        make_rights()
        transaction.on_commit(lambda: open_language(instance.language_code))


@receiver(page_published)
def open_frame(instance: Page, **_kwargs) -> None:
    """Give an index page, or another page of the frame, to every open language as soon as it is public in one."""
    is_frame = isinstance(instance, Sourced) and instance.opens_with_language
    if is_frame and not instance.is_translation:
        open_in_all_languages(instance)


@receiver(page_published)
def tell_translators(instance: Page, **_kwargs) -> None:
    """Give translators the words of a source as they were published, and publish what has waited for it."""
    if isinstance(instance, Sourced) and not instance.is_translation:
        take_words(instance)
        release([instance.translation_key])


@receiver(post_save, sender=Promotion)
def tell_translators_of_promotion(instance: Promotion, *, raw: bool = False, **_kwargs) -> None:
    """Give translators the words of a promotion as they are now. A translation that is saved is nobody's source."""
    if not raw:
        take_words(instance)


@receiver(page_unpublished)
def reopen_unpublished(instance: Page, **_kwargs) -> None:
    """Let people work again at a translation that was taken from its readers."""
    if isinstance(instance, Sourced) and instance.is_translation:
        reopen_version(instance)


def delete_translations(instance: Sourced, **_kwargs) -> None:
    """Delete what was translated from a source that is deleted: it would have no facts any more.

    Raises:
        ProtectedError: if a page below a translation was first written there. The admin says so before (cms.usage).
    """
    if instance.is_translation:
        return
    translations = list(
        Page.objects.filter(translation_key=instance.translation_key).exclude(pk=instance.pk)
    )
    if originals := set(first_written_below(translations)):
        raise ProtectedError(
            f"{instance!r} cannot be deleted: pages below its translations were first written there",
            originals,
        )
    for page in translations:
        page.delete()


for page_model in sourced_models():
    # Before, not after: by then the translations have lost their source, and would count as sources themselves.
    pre_delete.connect(delete_translations, sender=page_model)


@receiver(post_delete, sender=Page)
@receiver(post_delete, sender=Promotion)
def forget_words_of_the_last_version(instance: Page | Promotion, **_kwargs) -> None:
    """Delete what was translated of a page that is gone in every language."""
    forget_words(instance)


@receiver(post_page_move)
def move_translations(
    instance: Page, parent_page_before: Page, parent_page_after: Page, **_kwargs
) -> None:
    """Let the translations of a page that was moved follow it."""
    if parent_page_before.pk == parent_page_after.pk:  # only its place among its neighbours
        return
    page = instance.specific_deferred
    if isinstance(page, Sourced) and not page.is_translation:
        follow(page, parent_page_after)


# The last of all: receivers are called in the order in which they stand here.
@receiver([page_published, page_unpublished])
def note_followed(instance: Page, **_kwargs) -> None:
    """Write it down once more when all that follows is done: what translators get, and what waited for it."""
    journal.note_page(instance)
