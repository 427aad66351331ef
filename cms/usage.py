"""Where is something used?

Wagtail's reference index knows: it sees foreign keys, rows and choosers in texts. A page stands here for all its
versions, because they go with their source; so what was first written below one of them needs it too.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import PROTECT, Q
from django.utils.translation import gettext
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page, ReferenceIndex

from cms.models.sources import sourced_models
from cms.words import in_language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model, QuerySet

SHOWN = 20
"""How many places are named at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Something in which something else is used."""

    name: str
    """Empty where the reader may not see it."""
    kind: str
    where: tuple[str, ...]
    """The fields and blocks, in words."""
    edit_url: str
    is_protecting: bool
    """Whether what is used cannot be deleted as long as it is used here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """Where something is used."""

    places: tuple[Place, ...]
    count: int

    @property
    def hidden(self) -> int:
        """How many places are not named."""
        return self.count - len(self.places)


def usage(instance: Model, user) -> Usage:
    """Return where something is used, with addresses for those who may edit there.

    Args:
        instance: a page, snippet, picture or document. A page that is a source stands for all its versions.
        user: who asks.
    """
    translations = _translations(instance)
    groups = _references([instance, *translations]).group_by_source_object()
    originals = first_written_below(translations)
    finder = AdminURLFinder(user)
    places = chain(
        (_place(source, references, finder) for source, references in groups),
        (_place_below(page, finder) for page in originals),
    )
    return Usage(places=tuple(islice(places, SHOWN)), count=len(groups) + originals.count())


def obstacles(pages: Iterable[Page], user) -> list[Place]:
    """Return what forbids to delete pages with all that goes with them: their subpages and all their versions."""
    doomed = list(pages)
    for page in list(doomed):
        doomed += page.get_descendants()
    translations = [version for page in doomed for version in _translations(page)]
    finder = AdminURLFinder(user)
    groups = _references([*doomed, *translations]).group_by_source_object()
    places = (_place(*group, finder) for group in groups)
    return [
        *(place for place in places if place.is_protecting),
        *(_place_below(page, finder) for page in first_written_below(translations)[:SHOWN]),
    ]


def first_written_below(translations: Iterable[Page]) -> QuerySet[Page]:
    """Return the pages below some translations that are no translations themselves. One query.

    They would be deleted with the source of the page above them, whose editor has never seen them.
    """
    outermost: list[Page] = []
    for page in sorted(translations, key=lambda page: page.path):
        # A condition for each page of a large tree would be more than a database accepts.
        if not (outermost and page.path.startswith(outermost[-1].path)):
            outermost.append(page)
    if not outermost:
        return Page.objects.none()
    below = Q()
    for page in outermost:
        below |= Q(path__startswith=page.path, depth__gt=page.depth)
    pages = Page.objects.filter(below).order_by("path")
    for model in sourced_models():
        pages = pages.exclude(pk__in=model.objects.filter(below, source__isnull=False).values("pk"))
    return pages


def _references(instances: list[Model]):
    """Return the references to some instances from others."""
    references = ReferenceIndex.get_references_to_in_bulk(instances)
    pages = [str(instance.pk) for instance in instances if isinstance(instance, Page)]
    return references.exclude(
        base_content_type=ContentType.objects.get_for_model(Page), object_id__in=pages
    )


def _translations(instance: Model) -> list[Model]:
    """Return the pages that go with a source."""
    if (
        isinstance(instance, Page)
        and getattr(instance.specific_deferred, "source_id", instance.pk) is None
    ):
        return list(instance.get_translations())
    return []


def _place_below(page: Page, finder: AdminURLFinder) -> Place:
    """Return a page that a translation of the page above it holds in place."""
    edit_url = finder.get_edit_url(page) or ""
    return Place(
        name=str(page) if edit_url else "",
        kind=str(page.page_type_display_name),
        where=(
            gettext("below its version %(in_language)s")
            % {"in_language": in_language(page.locale.language_code)},
        ),
        edit_url=edit_url,
        is_protecting=True,
    )


def _place(source: Model, references: list[ReferenceIndex], finder: AdminURLFinder) -> Place:
    edit_url = finder.get_edit_url(source) or ""
    # The index may have noted a row of a page under the model that has the row, and not under that of the page.
    kind = source.page_type_display_name if isinstance(source, Page) else source._meta.verbose_name
    return Place(
        name=str(source) if edit_url else "",
        kind=str(kind),
        where=tuple(
            dict.fromkeys(str(reference.describe_source_field()) for reference in references)
        ),
        edit_url=edit_url,
        is_protecting=any(reference.on_delete is PROTECT for reference in references),
    )
