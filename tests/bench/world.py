"""What is measured? An issue of forty entries of four kinds, some translated, in any number of languages.

Sources are made as an editor makes them. Translations are rows written side by side, not through
hundreds of calls of wagtail-localize: reading them costs the same.
"""

from __future__ import annotations

from datetime import date
from itertools import product
from random import Random
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from modelcluster.models import get_all_child_relations
from wagtail.models import Locale, Page, TranslatableMixin
from wagtail_localize.models import (
    String,
    StringTranslation,
    TranslatableObject,
    TranslationContext,
)

from cms.languages.addresses import address
from cms.languages.opening import open_language
from cms.models import (
    Deadline,
    Link,
    PageTopic,
    PartOf,
    Place,
    Promotion,
    Session,
    Span,
)
from cms.plugins.calls.models import CallPage
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.plugins.projects.models import ProjectPage, ProjectPartner
from cms.testing.factories import (
    make_city,
    make_index,
    make_page,
    make_picture,
    make_programme,
    make_site,
    make_topic,
)
from home.demo.loader import without_indexing
from newsletter.models import IssueIndexPage, IssuePage

if TYPE_CHECKING:
    from collections.abc import Callable

    from cms.models import ContentPage, Sourced

KINDS = (NewsPage, EventPage, CallPage, ProjectPage)
ISSUE_DAY = date(2019, 6, 3)
LANGUAGES = (
    *("en", "fr", "de", "it", "es", "pl", "nl", "pt", "el", "bg"),
    *("cs", "da", "et", "fi", "ga", "hr", "hu", "lt", "lv", "mt", "ro", "sk", "sl", "sv"),
)
"""In the order in which they are opened."""

TITLE = "How member towns look after their squares, part {}"
ASKED = 40
"""How many sentences of a page are asked of the memory at once."""
WORDS = tuple(
    "".join(letters) for letters in product("bdfglmnprst", "aeiou", "klmnrst", ("", "a", "en"))
)
"""Some thousand words, as sentences in the memory have."""

SUMMARY = (
    "Twelve towns compared what they do after dark. Three of the measures work everywhere, one"
    " nowhere, and the rest depends on who is asked and when."
)
"""As long as in the demonstration: its titles have 53 characters in the middle, its summaries 152."""


class World:
    """A site with an issue of every size, as many languages as are opened, and half of all pages translated.

    Args:
        entries: how many pages the large issue selects.
        small: how many the small one does.
    """

    def __init__(self, *, entries: int = 40, small: int = 3) -> None:
        """Make site, sources and issues, in English."""
        with without_indexing():
            self.site = make_site(LANGUAGES[:1], kinds=KINDS)
            self.everything = make_index(slug="all")
            self.archive = self.site.home.add_child(
                instance=IssueIndexPage(title="Newsletter", slug="newsletter")
            )
            self.archive.save_revision().publish()
            self.promotion = Promotion.objects.create(
                title="Join the network",
                text="A town that joins is asked once a year what it wants to learn.",
                button="How to become a member",
                page=self.site.home,
                locale=self.archive.locale,
            )
            self.languages = [LANGUAGES[0]]
            self.sources = self._sources(entries)
            self.small = self._issue("small", self.sources[:small])
            self.large = self._issue("large", self.sources)
            self.whole = self._issue("whole", self.sources, *self._gathered())

    def open(self, count: int, tell: Callable[[str], None] = lambda _words: None) -> None:
        """Open languages until there are so many, and translate every second page into each.

        Args:
            count: of the languages, at most 24.
            tell: is told each language.
        """
        for language in LANGUAGES[len(self.languages) : count]:
            tell(language)
            number = len(self.languages)
            with without_indexing(), transaction.atomic():
                locale = open_language(language)
                self._translate(self.sources[number % 2 :: 2], locale)
                self._translate([self.small, self.large, self.whole], locale)
            self.languages.append(language)

    def remember(self, count: int) -> list[str]:
        """Fill the translators' memory with sentences made of a few thousand words; return some that are like them.

        Args:
            count: of the sentences, each translated into the second language by a person.
        """
        english, other = (Locale.objects.get(language_code=tag) for tag in self.languages[:2])
        key = self.sources[0].translation_key
        page, _created = TranslatableObject.objects.get_or_create(
            translation_key=key, content_type=ContentType.objects.get_for_model(Page)
        )
        context, _created = TranslationContext.objects.get_or_create(object=page, path="body.bench")
        sentences = [sentence(number) for number in range(count)]
        strings = String.objects.bulk_create(
            String(locale=english, data=words, data_hash=String._get_data_hash(words))
            for words in sentences
        )
        StringTranslation.objects.bulk_create(
            StringTranslation(
                translation_of=string,
                locale=other,
                context=context,
                data=f"{string.data} ({other.language_code})",
                translation_type=StringTranslation.TRANSLATION_TYPE_MANUAL,
            )
            for string in strings
        )
        return [f"{words[:-1]} again." for words in sentences[:ASKED]]

    def path(self, page: Sourced, language: str) -> str:
        """Return the address of a page in a language: that of its version there, or else of itself."""
        return address(self._versions(page, language).first() or page, language)

    def is_written_at(self, page: Sourced, path: str) -> bool:
        """Return whether a page is written in the language of one of its addresses."""
        return self._versions(page, path.split("/")[1]).exists()

    def _versions(self, page: Sourced, language: str) -> models.QuerySet:
        return type(page).objects.filter(
            translation_key=page.translation_key, locale__language_code=language
        )

    def _sources(self, count: int) -> list[ContentPage]:
        self.city = make_city("Gdańsk", "PL", de="Danzig", fr="Dantzig")
        self.topics = [make_topic(name) for name in ("Youth", "Public spaces")]
        self.programme = make_programme(
            "Internal Security Fund",
            en="{project} is funded by the Internal Security Fund ({grant}).",
            fr="{project} est financé par le Fonds pour la sécurité intérieure ({grant}).",
        )
        self.project = make_page(
            ProjectPage,
            title="Public resilience using technology",
            acronym="PRoTECT",
            programme=self.programme,
            grant_number="815356",
            partner_rows=[ProjectPartner(name=f"City {number}") for number in range(8)],
        )
        return [self._source(number) for number in range(count)]

    def _source(self, number: int) -> ContentPage:
        # Events first: the fewest entries that are measured must not lack the kinds with most rows.
        kind = (EventPage, CallPage, ProjectPage, NewsPage)[number % len(KINDS)]
        day = date(2019, 6 + number % 5, 4 + number % 24)
        own: dict[type, dict] = {
            NewsPage: {"picture": make_picture(f"Square {number}")},
            EventPage: {
                "picture": make_picture(f"Hall {number}"),
                "part_of_rows": [PartOf(target=self.project)],
                "span_rows": [Span(start=day, end=day)],
                "place_rows": [Place(city=self.city, venue="Town hall")],
                "session_rows": [
                    Session(title=title, day=day, start_time=f"{hour:02}:00")
                    for hour, title in ((9, "Opening"), (11, "Workshops"), (16, "Closing"))
                ],
            },
            CallPage: {
                "funder": "European Commission",
                "deadline_rows": [
                    Deadline(title=title, day=date(2019, month, 13))
                    for month, title in ((6, "Prevention"), (9, "Youth"))[: 1 + number // 4 % 2]
                ],
            },
            ProjectPage: {
                "acronym": f"BRiDGE{number}",
                "partner_rows": [ProjectPartner(name="City of Gdańsk", country="PL")],
            },
        }
        rows = {
            "topic_rows": [PageTopic(topic=topic) for topic in self.topics],
            "link_rows": [Link(title="The whole text", url="https://belfry.example/text")],
        }
        return make_page(kind, title=TITLE.format(number), summary=SUMMARY, **rows, **own[kind])

    def _gathered(self) -> list[dict]:
        """Return the sections that an issue may have besides."""
        return [block("calls", lines=[]), block("promotion", promotion=self.promotion.pk)]

    def _issue(self, slug: str, pages: list[ContentPage], *more: dict) -> IssuePage:
        """Publish an issue that selects pages, with an editorial and the agenda."""
        issue = self.archive.add_child(
            instance=IssuePage(
                title="June 2019",
                slug=slug,
                date=ISSUE_DAY,
                subject="Security where it is lived",
                preheader="Colloquium in Augsburg on 25 June; two calls close in June.",
                picture=make_picture("Towers"),
                sections=[
                    block("editorial", text={"text": f"<p>{SUMMARY}</p>"}, sign_off="Paris"),
                    *(
                        block("entries", heading="", entries=[entry(page) for page in chosen])
                        for kind in KINDS
                        if (chosen := [page for page in pages if isinstance(page, kind)])
                    ),
                    block("agenda", undated=True, countries=[], lines=[]),
                    *more,
                ],
            )
        )
        issue.save_revision().publish()
        return IssuePage.objects.get(pk=issue.pk)

    def _translate(self, pages: list, locale: Locale) -> None:
        """Write a public version of each page in a language, below the version of the page above it."""
        below: dict[int, list[Sourced]] = {}
        for page in pages:
            below.setdefault(page.get_parent().pk, []).append(page)
        for key, sources in below.items():
            parent = Page.objects.get(pk=key).get_translation(locale)
            for page in sources:
                translate(page, parent)
            Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild)


def sentence(number: int) -> str:
    """Return a sentence of three to thirty-two words; the same number gives the same."""
    chosen = Random(number)  # noqa: S311 -- nothing secret
    words = chosen.choices(WORDS, k=chosen.randint(3, 32))
    return f"{' '.join(words).capitalize()} {number}."


def block(sort: str, /, **value: object) -> dict:
    """Return a stored block; the same values have the same identity."""
    return {"type": sort, "value": value, "id": str(uuid5(NAMESPACE_URL, f"{sort} {value}"))}


def entry(page: ContentPage) -> dict:
    """Return a stored entry that falls back where its page is not translated."""
    return block("entry", page=page.pk, outlet="everywhere", when_missing="fall_back")


def translate(page: Sourced, parent: Page) -> None:
    """Write a public version of a page below ``parent``, in its language: the rows, and nothing else."""
    parent.numchild += 1
    title = f"{page.title} ({parent.locale.language_code})"
    slug = f"{page.slug}-{parent.locale.language_code}"
    values = {
        field.attname: field.value_from_object(page)
        for field in page._meta.concrete_fields
        if not field.primary_key
    }
    copy = type(page)(
        **{
            **values,
            "path": Page._get_path(parent.path, parent.depth + 1, parent.numchild),
            "url_path": f"{parent.url_path}{slug}/",
            "locale_id": parent.locale_id,
            "source_id": page.pk,
            "title": title,
            "draft_title": title,
            "slug": slug,
            "latest_revision_id": None,
            "live_revision_id": None,
        }
    )
    models.Model.save_base(copy, force_insert=True)
    for relation in get_all_child_relations(type(page)):
        rows = list(relation.related_model.objects.filter(**{relation.field.name: page.pk}))
        for row in rows:
            row.pk = None
            setattr(row, relation.field.attname, copy.pk)
            if isinstance(row, TranslatableMixin):
                row.locale = parent.locale
        relation.related_model.objects.bulk_create(rows)
