"""What should the editors look at before an issue goes out? Findings, never obstacles to saving."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cms import names
from cms.content import content_types, published, restricted, with_state
from cms.languages.chains import open_languages
from cms.models import ContentPage, kinds_with
from cms.words import active_language
from newsletter.blocks import WhenMissing
from newsletter.models import IssuePage
from newsletter.readiness.findings import Finding
from newsletter.selection import as_of, gathered

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

GATHERED = {"agenda": "Dated", "calls": "Deadlined"}
"""The sections that gather their lines, and the capability that a page needs to be one."""


def findings(issue: IssuePage) -> list[Finding]:
    """Return what should be looked at in an issue, in the order of its sections.

    Args:
        issue: the source, with what was saved last. A constant number of queries, and one for each gathered section.
    """
    return list(_Inspection(issue).findings())


class _Inspection:
    """One look at an issue, with all that is known of the pages that it names."""

    def __init__(self, issue: IssuePage) -> None:
        self.issue = issue
        self.url = reverse("wagtailadmin_pages:edit", args=[issue.pk])
        blocks = [block for section in issue.sections for block in _blocks(section)]
        keys = {block.value["page"] for block in blocks if block.value["page"]}
        chosen = ContentPage.objects.filter(pk__in=keys)
        self.pages = {
            page.pk: page
            for page in chosen.select_related("content_type", "source").annotate(
                own_restriction=restricted(), source_restriction=restricted("source__")
            )
        }
        self.public = set(published(chosen).values_list("pk", flat=True))
        self.lacking = self._lacking(blocks)
        facts = ContentPage.objects.filter(
            pk__in={page.source_id or page.pk for page in self.pages.values()}
        )
        self.past = set(with_state(facts, "closed", at=as_of(issue)).values_list("pk", flat=True))

    def findings(self) -> Iterator[Finding]:
        for section in self.issue.sections:
            look = getattr(self, f"_{section.block_type}", None)
            yield from look(section) if look else ()

    # One method for each sort of section that can have something to look at

    def _editorial(self, section) -> Iterator[Finding]:
        if section.id in self._repeated():
            yield self._finding(
                "editorial-repeated",
                section,
                _("‘%(section)s’ still has the text of the issue before."),
                section,
            )

    def _entries(self, section) -> Iterator[Finding]:
        if not section.value["entries"]:
            yield self._finding(
                "section-empty",
                section,
                _("‘%(section)s’ has no entries yet; readers will not see it."),
                section,
            )
        for entry in section.value["entries"]:
            yield from self._page(section, entry) or self._past(section, entry)
            yield from self._held(section, entry)

    def _agenda(self, section) -> Iterator[Finding]:
        pinned = [line for line in section.value["lines"] if line.value["is_pinned"]]
        if not pinned and not gathered(self.issue, section, as_of(self.issue)).exists():
            yield self._finding(
                "section-empty",
                section,
                _("‘%(section)s’ finds nothing to show; readers will not see it."),
                section,
            )
        for line in section.value["lines"]:
            yield from self._page(section, line) or self._capability(section, line)
        for line in pinned:
            yield from self._past(section, line)

    _calls = _agenda

    # What can be wrong with one page

    def _page(self, section, block) -> list[Finding]:
        """Tell that the page of an entry or a line cannot be read by everybody."""
        pk = block.value["page"]
        page = self.pages.get(pk)
        if pk is None or pk in self.public:
            return []
        if page is None:
            message = _(
                "‘%(section)s’: the page of ‘%(words)s’ was deleted. Remove it, or choose another page."
            )
            return [self._finding("page-deleted", section, message, block, words=_own_words(block))]
        if page.own_restriction or page.source_restriction:
            code = "page-restricted"
            message = _("‘%(section)s’: only some readers may see ‘%(page)s’, so it is left out.")
        else:
            code = "page-unpublished"
            message = _("‘%(section)s’: ‘%(page)s’ is not published, so it is left out.")
        return [self._finding(code, section, message, page, page=page.title)]

    def _past(self, section, block) -> list[Finding]:
        """Tell that something which takes place or closes has done so before the date of the issue."""
        page = self.pages.get(block.value["page"])
        if page is None or (page.source_id or page.pk) not in self.past:
            return []
        if _can(page, "Dated"):
            message = _("‘%(section)s’: ‘%(page)s’ takes place before the date of the issue.")
        elif _can(page, "Deadlined"):
            message = _("‘%(section)s’: ‘%(page)s’ closes before the date of the issue.")
        else:
            return []
        return [self._finding("past", section, message, page, page=page.title)]

    def _held(self, section, entry) -> list[Finding]:
        """Tell in which languages an entry holds the issue back."""
        page = self.pages.get(entry.value["page"])
        lacking = self.lacking.get(page.translation_key) if page else None
        if page is None or not lacking or page.pk not in self.public or not _holds(entry):
            return []
        language = active_language()
        message = _(
            "‘%(section)s’: ‘%(page)s’ is not translated into %(languages)s. It holds the issue back there."
        )
        languages = sorted(
            (names.language_name(tag, language) for tag in lacking), key=names.sort_key(language)
        )
        return [
            self._finding(
                "entry-held",
                section,
                message,
                page,
                page=page.title,
                languages=names.format_list(languages, language),
            )
        ]

    def _lacking(self, blocks) -> dict[UUID, set[str]]:
        """Return the open languages in which pages that hold the issue back have no public version. One query, or none."""
        held = {
            self.pages[block.value["page"]].translation_key
            for block in blocks
            if block.value["page"] in self.pages and _holds(block)
        }
        if not held:
            return {}
        languages = open_languages()
        versions = published(ContentPage.objects.filter(translation_key__in=held))
        lacking = {key: set(languages.tags) for key in held}
        for key, locale in versions.values_list("translation_key", "locale_id"):
            lacking[key].discard(languages.by_locale.get(locale, ""))
        return lacking

    def _capability(self, section, line) -> list[Finding]:
        """Tell that a page can be no line of the section."""
        page = self.pages.get(line.value["page"])
        if page is None or _can(page, GATHERED[section.block_type]):
            return []
        if section.block_type == "agenda":
            message = _("‘%(section)s’: ‘%(page)s’ has no date and cannot stand in an agenda.")
        else:
            message = _("‘%(section)s’: ‘%(page)s’ is nothing that one can apply for.")
        return [self._finding("no-line", section, message, line, page=page.title)]

    # Parts

    def _finding(self, code: str, section, message: str, target, **words: str) -> Finding:
        """Return a finding that leads to a page, or to a section, entry or line of the issue."""
        if isinstance(target, ContentPage):
            url = reverse("wagtailadmin_pages:edit", args=[target.pk])
        else:
            url = f"{self.url}#block-{target.id}-section"
        words["section"] = section_name(section)
        return Finding(
            code=code, message=message % words, url=url, concerns_page=target is not section
        )

    def _repeated(self) -> set[str]:
        """Return the identities of the editorials whose text stood in the issue before."""
        before = (
            IssuePage.objects.sibling_of(self.issue, inclusive=False)
            .filter(source=None, date__lt=self.issue.date)
            .order_by("-date", "-number")
            .first()
        )
        texts = [] if before is None else [text for _block, text in _editorials(before)]
        return {block for block, text in _editorials(self.issue) if text in texts}


def _blocks(section) -> list:
    """Return the entries and lines of a section."""
    return list(chain.from_iterable(section.value.get(name) or () for name in ("entries", "lines")))


def _editorials(issue: IssuePage) -> Iterator[tuple[str, str]]:
    """Yield the identity and the text of each editorial that has one."""
    for section in issue.sections:
        if section.block_type == "editorial" and (text := section.value["text"]["text"]):
            yield section.id, text.source


def section_name(section) -> str:
    """Return what editors know a section of an issue by: its heading, its kind, or what it is."""
    kind = section.value.get("kind")
    names = {
        model._meta.label_lower: capfirst(model._meta.verbose_name_plural)
        for model in content_types()
    }
    return str(section.value.get("heading") or names.get(kind) or section.block.label)


def _own_words(block) -> str:
    """Return what is left of an entry or a line whose page is gone."""
    return block.value.get("headline") or block.value.get("words") or str(block.block.label)


def _holds(block) -> bool:
    return block.value.get("when_missing") == WhenMissing.HOLD


def _can(page: ContentPage, capability: str) -> bool:
    return page.content_type.model_class() in kinds_with(capability)
