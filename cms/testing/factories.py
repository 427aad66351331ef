"""How does a test come by a site, pages, translations, and what they name?

Boring on purpose: nothing random, nothing that the caller could not have written. What a test asserts, it should say;
what it does not care about has a fixed value here.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.test import TestCase
from django.utils import timezone
from django.utils.text import slugify
from PIL import Image
from wagtail.models import Locale, Page, Site, get_page_models
from wagtail_localize.models import OverridableSegment, SegmentOverride

from cms.content import index_of
from cms.languages.opening import open_language
from cms.languages.translation.publication import publish as publish_translation
from cms.languages.translation.publication import save_draft
from cms.languages.translation.requests import request_translation
from cms.languages.translation.segments import fill
from cms.models import (
    ApiKey,
    City,
    CityName,
    Dated,
    DocumentFile,
    GlossaryTerm,
    GlossaryTranslation,
    IndexPage,
    Picture,
    Programme,
    ProgrammeWording,
    Topic,
    TopicName,
)
from cms.roles import set_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from django.contrib.auth.models import AbstractUser

    from cms.models import ContentPage

SUMMARY = "Two sentences that tell what it is about. This is the second."


@dataclass(frozen=True)
class MadeSite:
    """A site with a home page in every language, and the index pages that were asked for."""

    site: Site
    home: Page
    """The home page in the first language."""
    indexes: dict[type[ContentPage], IndexPage] = field(default_factory=dict)
    """The index pages in the first language, by kind."""

    def home_in(self, language: str) -> Page:
        """Return the home page in a language."""
        return self.home.get_translation(Locale.objects.get(language_code=language))


def make_site(
    languages: Iterable[str] = ("en", "fr", "de"),
    *,
    kinds: Iterable[type[ContentPage]] = (),
    home_model: type[Page] | None = None,
) -> MadeSite:
    """Return the default site of an otherwise empty database, with languages opened as an administrator would.

    Answers to "testserver", the host of Django's test client. Whatever an earlier test has left in the cache is
    forgotten, since a rolled back database tells no cache.

    Args:
        languages: BCP 47 tags; the first one is the language of the pages that are returned.
        kinds: kinds that get an index page now; ``make_page`` makes the others when they are needed.
        home_model: the page at the root of the site; by default the installed kind of page that can be one.
    """
    cache.clear()
    first, *others = languages
    root = Page.get_first_root_node()
    for page in root.get_children():
        page.specific.delete()
    locale, _created = Locale.objects.get_or_create(language_code=first)
    model = home_model or _home_model()
    home = Page.get_first_root_node().add_child(
        instance=model(title="Home", slug="home", locale=locale)
    )
    home.save_revision().publish()
    Site.objects.all().delete()
    site = Site.objects.create(
        hostname="testserver", port=80, site_name="Test", root_page=home, is_default_site=True
    )
    Locale.objects.exclude(language_code__in=[first, *others]).delete()
    for tag in others:
        open_language(tag)
    indexes = {kind: make_index(kind) for kind in kinds}
    return MadeSite(site, model.objects.get(pk=home.pk), indexes)


def make_index(kind: type[ContentPage] | None = None, **fields) -> IndexPage:
    """Return the public index page of a kind (None: of all kinds), made in every open language.

    Args:
        kind: what is listed and created there; its plural name is the title.
        **fields: of the index page, such as ``slug``.
    """
    home = Site.objects.get(is_default_site=True).root_page
    if kind is not None:
        fields.setdefault("title", str(kind._meta.verbose_name_plural).capitalize())
        fields.setdefault("kind", kind._meta.label_lower)
        fields.setdefault("is_agenda", issubclass(kind, Dated))
    fields.setdefault("title", "Everything")
    index = home.add_child(instance=IndexPage(locale=home.locale, **fields))
    index.save_revision().publish()
    return IndexPage.objects.get(pk=index.pk)


def make_page(
    kind: type[ContentPage],
    parent: Page | None = None,
    *,
    publish: bool = True,
    language: str = "",
    **fields,
) -> ContentPage:
    """Return a page of a kind, saved through a revision as the admin does.

    Args:
        kind: the page model.
        parent: the page above it; by default the index page of the kind, made where there is none.
        publish: False leaves it a draft.
        language: BCP 47 tag of the tree in which it is first written, for the default parent.
        **fields: of the page; child rows as unsaved instances, such as ``span_rows=[Span(...)]``.
    """
    parent = parent or _index_in(kind, language)
    fields.setdefault("title", str(kind._meta.verbose_name).capitalize())
    fields.setdefault("summary", SUMMARY)
    page = kind(locale=parent.locale, live=publish, **fields)
    Page.objects.get(pk=parent.pk).add_child(instance=page)
    revision = page.save_revision()
    if publish:
        revision.publish()
    return kind.objects.get(pk=page.pk)


def make_translation(
    page: ContentPage,
    language: str,
    *,
    title: str = "",
    words: Mapping[str, str] | None = None,
    overrides: Mapping[str | int, str | int] | None = None,
    publish: bool = True,
) -> ContentPage:
    """Return a translation of a page, made through wagtail-localize's own records as translators do.

    Args:
        page: the source.
        language: BCP 47 tag of an open language.
        title: the translated title.
        words: translated words by the source's words. What is not given becomes "words (language)", so that nothing
            is missing.
        overrides: addresses and primary keys of documents for the readers of the translation, by those of the source.
        publish: False leaves a draft.
    """
    locale = Locale.objects.get(language_code=language)
    record = request_translation(page, locale)
    for segment in OverridableSegment.objects.filter(source=record.source):
        if own := (overrides or {}).get(segment.data):
            SegmentOverride.objects.update_or_create(
                locale=locale, context=segment.context, defaults={"data_json": json.dumps(own)}
            )
    given = {page.title: title, **(words or {})}
    missing = fill(record, given)
    fill(record, {text: f"{text} ({language})" for text in missing})
    if publish:
        # wagtail-localize publishes when the transaction is committed, which that of a test never is.
        with TestCase.captureOnCommitCallbacks(execute=True):
            publish_translation(record)
    else:
        save_draft(record)
    return page.get_translation(locale).specific


def make_city(name: str, country: str, **names: str) -> City:
    """Return a city with its names in other languages: ``make_city("Gdańsk", "PL", de="Danzig")``."""
    city = City.objects.create(name=name, country=country)
    city.names = [CityName(language=language, name=word) for language, word in names.items()]
    city.save()
    return city


def make_topic(name: str, **names: str) -> Topic:
    """Return a topic with its names in other languages: ``make_topic("Youth", fr="Jeunesse")``."""
    topic = Topic.objects.create(name=name, slug=slugify(name))
    topic.names = [TopicName(language=language, name=word) for language, word in names.items()]
    topic.save()
    return topic


def make_term(
    term: str,
    language: str = "en",
    *,
    forbidden: Mapping[str, Iterable[str]] | None = None,
    **translations: str,
) -> GlossaryTerm:
    """Return a term of the glossary: ``make_term("safety audit", fr="diagnostic", forbidden={"fr": ["audit"]})``.

    Without any translation it is one that is never translated.
    """
    forbidden = forbidden or {}
    languages = list(dict.fromkeys([*translations, *forbidden]))
    row = GlossaryTerm.objects.create(term=term, language=language, is_protected=not languages)
    row.translations = [
        GlossaryTranslation(
            language=tag,
            translation=translations.get(tag, ""),
            forbidden="\n".join(forbidden.get(tag, ())),
        )
        for tag in languages
    ]
    row.save()
    return row


def make_programme(
    name: str, *, generation: str = "", emblem: Picture | None = None, **statements: str
) -> Programme:
    """Return a programme with its funding statement per language.

    ``make_programme("Internal Security Fund", en="{project} is funded by it (grant {grant}).")``
    """
    programme = Programme.objects.create(name=name, generation=generation, emblem=emblem)
    programme.wordings = [
        ProgrammeWording(language=language, name=name, statement=statement)
        for language, statement in statements.items()
    ]
    programme.save()
    return programme


def make_picture(title: str = "A green square", **fields) -> Picture:
    """Return a tiny picture, 16 x 9 pixels of copper green."""
    file = BytesIO()
    Image.new("RGB", (16, 9), "#1c5549").save(file, "PNG")
    fields.setdefault("alternative_text", title)
    return Picture.objects.create(
        title=title, file=ImageFile(file, name=f"{slugify(title)}.png"), **fields
    )


def make_document(title: str = "Guide", *, language: str = "en") -> DocumentFile:
    """Return a document of a few bytes that calls itself a PDF."""
    file = ContentFile(b"%PDF-1.7", name=f"{slugify(title)}.pdf")
    return DocumentFile.objects.create(title=title, file=file, language=language)


def make_key(*scopes: str, **fields) -> tuple[ApiKey, str]:
    """Return a key for the API with its row.

    Args:
        *scopes: what it allows; by default to show drafts.
        **fields: of the row; by default it works for a day.
    """
    fields.setdefault("name", "The front of Gdańsk")
    fields.setdefault("expires_at", timezone.now() + timedelta(days=1))
    return ApiKey.objects.issue(scopes=list(scopes or ["preview"]), **fields)


def make_administrator(name: str = "administrator") -> AbstractUser:
    """Return a user who may do everything in the admin."""
    return get_user_model().objects.create_superuser(name, f"{name}@belfry.example", "password")


def make_user(name: str, *groups: str) -> AbstractUser:
    """Return a user of the admin in some groups of the office (see ``cms.roles``), which are made where they lack."""
    user = get_user_model().objects.create_user(name, f"{name}@belfry.example", "password")
    if groups:
        user.groups.set(group for group in set_up() if group.name in groups)
    return user


def _home_model() -> type[Page]:
    """Return the installed kind of page below which index pages are made, one that opens with a language first."""
    models = [
        model
        for model in get_page_models()
        if model.is_creatable and IndexPage in model.allowed_subpage_models()
    ]
    return max(models, key=lambda model: getattr(model, "opens_with_language", False))


def _index_in(kind: type[ContentPage], language: str) -> IndexPage:
    index = index_of(kind) or make_index(kind)
    if not language:
        return index
    return index.get_translation(Locale.objects.get(language_code=language))
