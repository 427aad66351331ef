"""Where is something used?

Wagtail's reference index knows: it sees foreign keys, rows and choosers in texts. A page stands here for all its
versions, because they go with their source.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from django.contrib.contenttypes.models import ContentType
from django.db.models import PROTECT
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import Page, ReferenceIndex

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model

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
    groups = _references([instance, *_translations(instance)]).group_by_source_object()
    finder = AdminURLFinder(user)
    return Usage(
        places=tuple(
            _place(source, references, finder) for source, references in islice(groups, SHOWN)
        ),
        count=len(groups),
    )


def obstacles(pages: Iterable[Page], user) -> list[Place]:
    """Return what forbids to delete pages with all that goes with them: their subpages and all their versions."""
    doomed = list(pages)
    for page in list(doomed):
        doomed += page.get_descendants()
    doomed += [version for page in list(doomed) for version in _translations(page)]
    finder = AdminURLFinder(user)
    places = (_place(*group, finder) for group in _references(doomed).group_by_source_object())
    return [place for place in places if place.is_protecting]


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
