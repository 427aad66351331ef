"""What must be forgotten or followed when something changes? Receivers only say so; the work is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_unpublished, post_page_move

from cms import front
from cms.languages import chains, official
from cms.languages.opening import open_language
from cms.models import (
    Brand,
    City,
    CityName,
    FallbackChain,
    FallbackLink,
    FooterLink,
    MenuLink,
    Programme,
    ProgrammeWording,
    Sourced,
    Topic,
    TopicName,
)

if TYPE_CHECKING:
    from collections.abc import Callable

LANGUAGES = (Locale, FallbackChain, FallbackLink)
NAMES = (City, CityName, Programme, ProgrammeWording, Topic, TopicName)
CHROME = (Brand, MenuLink, FooterLink, PageViewRestriction, Site)


@receiver([post_save, post_delete])
def forget_what_changed(sender: type, **_kwargs) -> None:
    """Read languages, official names, menu and footer anew after a change."""
    if sender in LANGUAGES:
        now_and_on_commit(chains.forget)
    if sender in NAMES:
        now_and_on_commit(official.forget)
    if sender in CHROME or sender in LANGUAGES:
        now_and_on_commit(front.forget)


@receiver([page_published, page_unpublished, post_page_move])
def forget_navigation(**_kwargs) -> None:
    """Read menu and footer anew when a page has changed its title, its place or its publicity."""
    now_and_on_commit(front.forget)


def now_and_on_commit(forget: Callable[[], None]) -> None:
    """Forget at once, for whoever reads on in the same transaction, and again when others can see the change.

    Between the two, another request would read what was, and keep it.
    """
    forget()
    transaction.on_commit(forget)


@receiver(post_save, sender=Locale)
def open_new_language(instance: Locale, *, created: bool, raw: bool = False, **_kwargs) -> None:
    """Give a language that an administrator adds its home page and index pages."""
    if created and not raw:
        transaction.on_commit(lambda: open_language(instance.language_code))


# Before, not after: by then the translations have lost their source, and would count as sources themselves.
@receiver(pre_delete)
def delete_translations(sender: type, instance: Page, **_kwargs) -> None:
    """Delete what was translated from a source that is deleted: it would have no facts any more."""
    if not issubclass(sender, Sourced) or instance.source_id is not None:
        return
    for page in Page.objects.filter(translation_key=instance.translation_key).exclude(
        pk=instance.pk
    ):
        page.delete()
