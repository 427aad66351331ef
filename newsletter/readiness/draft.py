"""What has to be known of an issue before anybody judges it? Read once, for all who look."""

from __future__ import annotations

from datetime import datetime, time
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst

from cms.content import content_types, published, restricted, with_state
from cms.languages.chains import open_languages
from cms.models import ContentPage
from newsletter.readiness.approved import released
from newsletter.readiness.findings import Finding, Weight

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from newsletter.models import IssuePage


class Draft:
    """An issue as it was saved last, with the pages that its editors have chosen."""

    def __init__(self, issue: IssuePage, languages: Collection[str] | None = None) -> None:
        """Read the chosen pages. Two queries.

        Args:
            issue: the source, with what was saved last.
            languages: BCP 47 tags of the readers; None for all open languages.
        """
        self.issue = issue
        self.languages = tuple(sorted(open_languages().tags if languages is None else languages))
        self.url = reverse("wagtailadmin_pages:edit", args=[issue.pk])
        self.sections = list(issue.sections)
        self.chosen = [
            (section, block) for section in self.sections for block in _entries_and_lines(section)
        ]
        """Every entry and line, with its section, in order."""
        self.promotions = [
            section.value["promotion"]
            for section in self.sections
            if section.block_type == "promotion" and section.value["promotion"]
        ]
        """The primary keys of the chosen promotions."""
        keys = {block.value["page"] for _section, block in self.chosen if block.value["page"]}
        chosen = ContentPage.objects.filter(pk__in=keys)
        self.pages: dict[int, ContentPage] = {
            page.pk: page
            for page in chosen.select_related(
                "content_type", "picture", "source__picture"
            ).annotate(own_restriction=restricted(), source_restriction=restricted("source__"))
        }
        """The chosen pages that are there, by primary key."""
        self.public = set(published(chosen).values_list("pk", flat=True))
        """The primary keys of those that everybody may see."""

    @cached_property
    def past(self) -> set[int]:
        """The primary keys of the sources of what is over when the day of the issue is. One query.

        At which hour of its day an edition is sent is decided after the approval.
        """
        sources = ContentPage.objects.filter(
            pk__in={page.source_id or page.pk for page in self.pages.values()}
        )
        evening = datetime.combine(self.issue.date, time.max, timezone.get_default_timezone())
        return set(with_state(sources, "closed", at=evening).values_list("pk", flat=True))

    @cached_property
    def released(self) -> frozenset[int]:
        """The primary keys of the languages in which the issue's own words go public with it. A few queries."""
        return released(self.issue)

    @cached_property
    def versions(self) -> dict[UUID, set[str]]:
        """The languages in which each chosen page has a public version, by its translation key. One query."""
        by_locale = open_languages().by_locale
        keys = {page.translation_key for page in self.pages.values()}
        found: dict[UUID, set[str]] = {key: set() for key in keys}
        same = published(ContentPage.objects.filter(translation_key__in=keys))
        for key, locale in same.values_list("translation_key", "locale_id"):
            found[key].add(by_locale.get(locale, ""))
        return found

    def url_of(self, block) -> str:
        """Return where a section, entry or line is edited."""
        return f"{self.url}#block-{block.id}-section"

    def finding(
        self,
        code: str,
        section,
        message: str,
        target,
        *,
        weight: Weight = Weight.WARNING,
        words: dict[str, str] | None = None,
        **more: Any,
    ) -> Finding:
        """Return a finding in a section.

        Args:
            code: what sort of finding it is.
            section: in which it was made; its name is a word of the message.
            message: the sentence, with place-holders.
            target: where it is mended: a page, or a section, entry or line.
            weight: how much it matters.
            words: the other words of the message; "page" is the title of what it is about.
            **more: of the finding.
        """
        if isinstance(target, ContentPage):
            more.setdefault("url", reverse("wagtailadmin_pages:edit", args=[target.pk]))
        else:
            more.setdefault("url", self.url_of(target))
        said = {"section": section_name(section), **(words or {})}
        more.setdefault("subject", said.get("page", ""))
        return Finding(
            code=code,
            message=message % said,
            weight=weight,
            concerns_page=target is not section,
            **more,
        )


def section_name(section) -> str:
    """Return what editors know a section of an issue by: its heading, its kind, or what it is."""
    kind = section.value.get("kind")
    names = {
        model._meta.label_lower: capfirst(model._meta.verbose_name_plural)
        for model in content_types()
    }
    return str(section.value.get("heading") or names.get(kind) or section.block.label)


def own_words(block) -> str:
    """Return what is left of an entry or a line whose page is gone."""
    return block.value.get("headline") or block.value.get("words") or str(block.block.label)


def _entries_and_lines(section) -> list:
    return list(chain.from_iterable(section.value.get(name) or () for name in ("entries", "lines")))
