"""Is everything that holds the languages together in order, and how is it mended?

Nothing that Belfry offers damages it, but a script, an import, an old dump or wagtail-localize's own commands can. Each
sort of damage has a function that finds it in one reading of the database; what is found brings along what mends it,
where that loses no page and no word that anybody wrote.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID, uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext, ngettext
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail_localize.models import (
    LocaleSynchronization,
    OverridableSegment,
    RelatedObjectSegment,
    StringSegment,
    TemplateSegment,
    TranslatableObject,
    TranslationSource,
)

from cms.languages.lifecycle import place
from cms.models.sources import STEP, Sourced, sourced_models

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Kind(StrEnum):
    """A sort of damage."""

    TREE = "tree"
    ADDRESS = "address"
    SYNCHRONISATION = "synchronisation"
    ALIAS = "alias"
    DUPLICATE = "duplicate"
    SOURCE = "source"
    PLACE = "place"
    RESTRICTION = "restriction"
    RECORD = "record"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something that is not in order."""

    kind: Kind
    words: str
    """What is wrong, as a sentence."""
    pages: tuple[int, ...] = ()
    """The primary keys of the pages that it is about; empty for what is about none that is still there."""
    mend: Callable[[], str] | None = field(default=None, compare=False, repr=False)
    """Puts it in order and says what was done, as a sentence, empty where something else has mended it already."""

    @property
    def is_repairable(self) -> bool:
        """Whether it can be mended without losing what anybody wrote."""
        return self.mend is not None


def check() -> list[Finding]:
    """Return all that is not in order. Reads only, with as many queries however many pages there are."""
    site = _Site()
    return [finding for find in CHECKS for finding in find(site)]


def repair() -> list[str]:
    """Mend what can be mended, in one transaction; what cannot is found again by ``check``.

    Returns:
        What was done, as sentences.
    """
    done = []
    with transaction.atomic():
        for find in CHECKS:  # each on what those before it have left
            done += [finding.mend() for finding in find(_Site()) if finding.mend]
    return list(filter(None, done))


class _Row(NamedTuple):
    """A page, as far as it is looked at."""

    pk: int
    path: str
    depth: int
    numchild: int
    slug: str
    url_path: str
    title: str
    locale_id: int
    translation_key: UUID
    alias_of_id: int | None

    @property
    def above(self) -> str:
        """The path of the page above."""
        return self.path[:-STEP]


class _Site:
    """All pages and records, read when they are first asked for. Parents come before what lies below them."""

    @cached_property
    def rows(self) -> list[_Row]:
        return [
            _Row(*values) for values in Page.objects.order_by("path").values_list(*_Row._fields)
        ]

    @cached_property
    def by_pk(self) -> dict[int, _Row]:
        return {row.pk: row for row in self.rows}

    @cached_property
    def by_path(self) -> dict[str, _Row]:
        return {row.path: row for row in self.rows}

    @cached_property
    def by_key(self) -> dict[UUID, list[_Row]]:
        versions: dict[UUID, list[_Row]] = defaultdict(list)
        for row in self.rows:
            versions[row.translation_key].append(row)
        return versions

    @cached_property
    def sources(self) -> dict[int, tuple[type[Sourced], int | None]]:
        """The family of kinds, and the recorded source, of each page that has one. A query for each family."""
        return {
            pk: (model, source)
            for model in sourced_models()
            for pk, source in model.objects.values_list("pk", "source_id")
        }

    @cached_property
    def words_taken(self) -> list[tuple[int, UUID, int]]:
        """The record, translation key and locale of all pages whose words were given to translators."""
        of_pages = ContentType.objects.get_for_model(Page)
        return list(
            TranslationSource.objects.filter(object__content_type=of_pages)
            .order_by("pk")
            .values_list("pk", "object_id", "locale_id")
        )

    @cached_property
    def given(self) -> set[tuple[UUID, int]]:
        """The translation keys of these pages, with the locales from which the words were taken."""
        return {(key, locale) for _record, key, locale in self.words_taken}

    @cached_property
    def tags(self) -> dict[int, str]:
        return dict(Locale.all_objects.values_list("pk", "language_code"))

    def name(self, row: _Row) -> str:
        """Return a page as sentences name it: its title and its language."""
        return gettext("“%(title)s” (%(language)s)") % {
            "title": row.title,
            "language": self.tags[row.locale_id],
        }


def _tree(site: _Site) -> Iterator[Finding]:
    """Depths and numbers of children that are not those of the paths (treebeard's ``find_problems``, in one query)."""
    lost = [row for row in site.rows if row.above and row.above not in site.by_path]
    if lost:
        yield Finding(
            kind=Kind.TREE,
            words=gettext(
                "The page above these is gone: %(pages)s. Wagtail's own command fixtree finds them a place."
            )
            % {"pages": ", ".join(site.name(row) for row in lost)},
            pages=tuple(row.pk for row in lost),
        )
    children = Counter(row.above for row in site.rows)
    wrong = [
        row.pk
        for row in site.rows
        if (row.depth, row.numchild) != (len(row.path) // STEP, children[row.path])
    ]
    if wrong:
        words = ngettext(
            "%(count)s page has a depth or a number of children that is not that of the tree.",
            "%(count)s pages have a depth or a number of children that is not that of the tree.",
            len(wrong),
        )
        yield Finding(
            kind=Kind.TREE,
            words=words % {"count": len(wrong)},
            pages=tuple(wrong),
            mend=_count_children,
        )


def _count_children() -> str:
    Page.fix_tree()
    return gettext("Depths and numbers of children were counted anew.")


def _addresses(site: _Site) -> Iterator[Finding]:
    """Addresses that are not made of the slugs from the root down."""
    right: dict[str, str] = {}
    for row in site.rows:
        if not row.above:
            right[row.path] = "/"
        elif row.above in right:
            right[row.path] = f"{right[row.above]}{row.slug}/"
    wrong = {
        row.pk: right[row.path]
        for row in site.rows
        if row.path in right and row.url_path != right[row.path]
    }
    if wrong:
        words = ngettext(
            "%(count)s page has an address that is not made of the slugs above it.",
            "%(count)s pages have an address that is not made of the slugs above it.",
            len(wrong),
        )
        yield Finding(
            kind=Kind.ADDRESS,
            words=words % {"count": len(wrong)},
            pages=tuple(wrong),
            mend=partial(_make_addresses, wrong),
        )


def _make_addresses(right: dict[int, str]) -> str:
    Page.objects.bulk_update(
        [Page(pk=pk, url_path=url_path) for pk, url_path in right.items()],
        ["url_path"],
        batch_size=500,
    )
    return gettext("Addresses were made anew of the slugs.")


def _synchronisations(site: _Site) -> Iterator[Finding]:
    """Languages that wagtail-localize still fills with aliases of another."""
    for row in LocaleSynchronization.objects.all():
        languages = {"language": site.tags[row.locale_id], "other": site.tags[row.sync_from_id]}
        yield Finding(
            kind=Kind.SYNCHRONISATION,
            words=gettext("The language %(language)s is filled with pages in %(other)s.")
            % languages,
            mend=partial(_stop_synchronisation, row, languages),
        )


def _stop_synchronisation(row: LocaleSynchronization, languages: dict[str, str]) -> str:
    row.delete()
    return (
        gettext("The language %(language)s is filled with pages in %(other)s no more.") % languages
    )


def _aliases(site: _Site) -> Iterator[Finding]:
    """Pages that mirror another; those lowest in the tree first, so that what lies above them can go too."""
    for row in reversed(site.rows):
        original = site.by_pk.get(row.alias_of_id or 0)
        if original:
            yield Finding(
                kind=Kind.ALIAS,
                words=gettext("%(page)s is an alias of %(original)s.")
                % {"page": site.name(row), "original": site.name(original)},
                pages=(row.pk,),
                mend=partial(
                    _remove_or_keep, row.pk, site.name(row), row.locale_id != original.locale_id
                ),
            )


def _remove_or_keep(pk: int, name: str, is_foreign: bool) -> str:
    """Delete an alias in another language, where readers get the original anyway; any other becomes a page.

    Nobody wrote anything in it. But what lies below it was written, and an alias in the same language is read at an
    address of its own.
    """
    alias = Page.objects.get(pk=pk)
    if is_foreign and alias.is_leaf():
        alias.specific.delete()
        return gettext("The alias %(page)s was deleted.") % {"page": name}
    ConvertAliasPageAction(alias.specific).execute()
    return gettext("The alias %(page)s became a page of its own.") % {"page": name}


def _duplicates(site: _Site) -> Iterator[Finding]:
    """Several versions of a page in one language. The database forbids it; a restored one may have lost the rule."""
    for versions in site.by_key.values():
        by_locale: dict[int, list[_Row]] = defaultdict(list)
        for row in sorted(versions, key=lambda row: row.pk):
            by_locale[row.locale_id].append(row)
        for first, *others in by_locale.values():
            for row in others:
                yield Finding(
                    kind=Kind.DUPLICATE,
                    words=gettext("%(page)s and %(other)s are the same page in the same language.")
                    % {"page": site.name(row), "other": site.name(first)},
                    pages=(first.pk, row.pk),
                    mend=partial(_separate, site.sources.get(row.pk), row.pk, site.name(row)),
                )


def _separate(family: tuple[type[Sourced], int | None] | None, pk: int, name: str) -> str:
    """Let the later of two be a page of its own: it has words of its own, or it can be deleted by whoever sees it."""
    Page.objects.filter(pk=pk).update(translation_key=uuid4())
    if family:
        family[0].objects.filter(pk=pk).update(source=None)
    return gettext("%(page)s became a page of its own, which is no translation.") % {"page": name}


def _sources(site: _Site) -> Iterator[Finding]:
    """Versions that do not name as their source the one in which the page was first written."""
    for versions in site.by_key.values():
        families: dict[type[Sourced], list[_Row]] = defaultdict(list)
        for row in versions:
            if row.pk in site.sources:
                families[site.sources[row.pk][0]].append(row)
        for model, family in families.items():
            first = _first_written(site, family)
            right = {row.pk: None if row is first else first.pk for row in family}
            wrong = {pk: source for pk, source in right.items() if site.sources[pk][1] != source}
            if wrong:
                yield _wrong_source(site, model, first, wrong)


def _first_written(site: _Site, family: list[_Row]) -> _Row:
    """Return the version that names no source; of several, the one whose words were given to translators, or the oldest."""
    return min(
        family,
        key=lambda row: (
            site.sources[row.pk][1] is not None,
            (row.translation_key, row.locale_id) not in site.given,
            row.pk,
        ),
    )


def _wrong_source(
    site: _Site, model: type[Sourced], first: _Row, wrong: dict[int, int | None]
) -> Finding:
    names = {
        "pages": ", ".join(site.name(site.by_pk[pk]) for pk in wrong),
        "source": site.name(first),
    }
    words = gettext(
        "%(source)s is the version that was first written, and these do not say so: %(pages)s."
    )
    return Finding(
        kind=Kind.SOURCE,
        words=words % names,
        pages=tuple(wrong),
        mend=partial(_name_source, model, wrong, names),
    )


def _name_source(model: type[Sourced], right: dict[int, int | None], names: dict[str, str]) -> str:
    for pk, source in right.items():
        model.objects.filter(pk=pk).update(source=source)
    return gettext("%(source)s is now recorded as the version that was first written.") % names


def _places(site: _Site) -> Iterator[Finding]:
    """Pages in the tree of another language than their own."""
    at_hand = {(row.translation_key, row.locale_id): row for row in site.rows}
    for row in site.rows:
        above = site.by_path.get(row.above)
        if above is None or len(above.path) == STEP or above.locale_id == row.locale_id:
            continue
        target = at_hand.get((above.translation_key, row.locale_id))
        yield Finding(
            kind=Kind.PLACE,
            words=gettext("%(page)s lies in the tree of another language, below %(parent)s.")
            % {"page": site.name(row), "parent": site.name(above)},
            pages=(row.pk,),
            mend=partial(_bring_home, row, target, site.name(row)) if target else None,
        )


def _bring_home(row: _Row, target: _Row, name: str) -> str:
    page, parent = Page.objects.get(pk=row.pk), Page.objects.get(pk=target.pk)
    if page.is_child_of(parent):  # it followed its source
        return ""
    place(page, parent)
    return gettext("%(page)s was moved below “%(parent)s” in its own language.") % {
        "page": name,
        "parent": target.title,
    }


def _restrictions(site: _Site) -> Iterator[Finding]:
    """Restrictions that were copied from a source to a translation, which would outlast that of the source."""
    of_page: dict[int, list[PageViewRestriction]] = defaultdict(list)
    for restriction in PageViewRestriction.objects.prefetch_related("groups").order_by("pk"):
        of_page[restriction.page_id].append(restriction)
    for pk, restrictions in of_page.items():
        _model, source = site.sources.get(pk, (None, None))
        originals = [_terms(original) for original in of_page.get(source or 0, [])]
        for restriction in restrictions:
            if _terms(restriction) in originals:
                name = site.name(site.by_pk[pk])
                yield Finding(
                    kind=Kind.RESTRICTION,
                    words=gettext("%(page)s has a copy of the restriction of its source.")
                    % {"page": name},
                    pages=(pk,),
                    mend=partial(_lift, restriction, name),
                )


def _terms(restriction: PageViewRestriction) -> tuple[str, str, frozenset[int]]:
    groups = frozenset(group.pk for group in restriction.groups.all())
    return restriction.restriction_type, restriction.password, groups


def _lift(restriction: PageViewRestriction, name: str) -> str:
    restriction.delete()
    return gettext(
        "The copy of a restriction on %(page)s was removed; that of its source holds."
    ) % {"page": name}


def _records(site: _Site) -> Iterator[Finding]:
    """Translators' records of what is gone, or of words that were taken from a translation."""
    yield from _records_of_nothing()
    for record, key, locale in site.words_taken:
        family = [row for row in site.by_key.get(key, ()) if row.pk in site.sources]
        first = _first_written(site, family) if family else None
        if first and first.locale_id != locale:
            said = {"page": site.name(first), "language": site.tags[locale]}
            yield Finding(
                kind=Kind.RECORD,
                words=gettext(
                    "Translators are given the words of %(page)s as they were in %(language)s, in which it was not written."
                )
                % said,
                pages=(first.pk,),
                mend=partial(_drop_source, record, said),
            )


def _records_of_nothing() -> Iterator[Finding]:
    """Records of which no version is left. A query for each model that has any, which pages share."""
    recorded: dict[int, set[UUID]] = defaultdict(set)
    for key, type_id in TranslatableObject.objects.values_list("pk", "content_type_id"):
        recorded[type_id].add(key)
    for type_id, keys in recorded.items():
        model = ContentType.objects.get_for_id(type_id).model_class()
        there = (
            set(model._base_manager.values_list("translation_key", flat=True)) if model else set()
        )
        for key in sorted(keys - there):
            yield Finding(
                kind=Kind.RECORD,
                words=gettext(
                    "Translators have records (%(key)s) of something that is gone in every language."
                )
                % {"key": key},
                mend=partial(_drop_records, key),
            )


def _drop_records(key: UUID) -> str:
    """Delete the records; the words themselves stay without a place, for whoever translates the same again."""
    # Segments hold on to their contexts (on_delete=PROTECT).
    for model in (StringSegment, TemplateSegment, OverridableSegment, RelatedObjectSegment):
        model.objects.filter(context__object_id=key).delete()
    TranslatableObject.objects.filter(pk=key).delete()
    return gettext("The records %(key)s were deleted; the translated words are kept.") % {
        "key": key
    }


def _drop_source(record: int, said: dict[str, str]) -> str:
    TranslationSource.objects.filter(pk=record).delete()
    return gettext("Translators are no longer given the words of %(page)s in %(language)s.") % said


CHECKS = (
    _tree,
    _addresses,
    _synchronisations,
    _aliases,
    _duplicates,
    _sources,
    _places,
    _restrictions,
    _records,
)
"""What is looked for, in the order in which it is mended: each needs those before it to be in order."""
