"""In which version was a page first written?"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from anyascii import anyascii
from django.db import models
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.coreutils import find_available_slug
from wagtail.models import PageViewRestriction, get_page_models

from cms.fields import KeptField
from cms.models.copying import SameLanguageCopyForm

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

SOFT_HYPHEN = "\u00ad"
STEP = 4  # characters a level in a treebeard path, as Wagtail's Page has it


class Sourced(models.Model):
    """A page whose source is recorded: the version in which it was first written, in whatever language.

    Facts are read from the source, words from the served version. The first page that holds a translation key is the
    source; every later one with that key is a translation of it.
    """

    source = models.ForeignKey(
        "self",
        verbose_name=_("source version"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,  # translations go with their source, but by way of the tree: see cms.receivers
        related_name="versions",
    )
    source.wagtail_reference_index_ignore = (
        True  # a translation goes with its source: it does not "use" it
    )

    opens_with_language = False
    """Whether pages of this kind are the frame of a language, made when it is opened (home page, indexes)."""

    read_with: ClassVar[tuple[str, ...]] = ()
    """The relations that every reader of a page asks for, and that are read in the same query."""

    if TYPE_CHECKING:  # what every Page has
        locale_id: int
        source_id: int | None
        first_published_at: datetime | None
        expire_at: datetime | None
        translation_key: UUID
        title: str
        slug: str
        path: str
        depth: int

    is_unrestricted = False
    """Set on a page of which the same request has already found out that no restriction applies."""

    override_translatable_fields = [KeptField("slug"), KeptField("source")]
    copy_form_class = SameLanguageCopyForm

    class Meta:
        abstract = True

    def save(self, *args, **kwargs):
        """Record the source of a new page, whatever way it is made (admin, copy, wagtail-localize, API)."""
        if self._state.adding:
            self.source = self._find_source()
        return super().save(*args, **kwargs)

    def save_revision(self, *args, **kwargs):
        """Save a draft; until a translation is first public, its slug follows its own title."""
        if self.is_translation and self.first_published_at is None and self.depth > 2:
            self.slug = self._slug_of_title()
        return super().save_revision(*args, **kwargs)

    def copy(self, *args, reset_translation_key: bool = True, **kwargs):
        """Copy the page; a translation takes no restrictions along, because it reads those of its source."""
        page = super().copy(*args, reset_translation_key=reset_translation_key, **kwargs)
        if not reset_translation_key:
            page.view_restrictions.all().delete()
        return page

    def with_content_json(self, content):
        """Return the page as a revision has it, with the source of this row.

        Wagtail keeps the row's translation key for the same reason: the revisions of a copied translation still name
        the source of the original.
        """
        page = super().with_content_json(content)
        page.source_id = self.source_id
        return page

    @classmethod
    def for_readers(cls, pages: models.QuerySet) -> models.QuerySet:
        """Return pages with what whoever serves one of them asks of each, in the same query.

        A kind may leave out pages of which readers are shown nothing, although they are public.
        """
        return pages.select_related(*cls.read_with)

    @property
    def is_translation(self) -> bool:
        """Whether the page was first written in another language."""
        return self.source_id is not None

    @property
    def original(self):
        """The version in which the page was first written: itself where it is no translation."""
        return self.source if self.is_translation else self

    def get_view_restrictions(self):
        """Return the restrictions on this page, on its source and on all their ancestors, in one query."""
        if self.is_unrestricted:
            return PageViewRestriction.objects.none()
        paths = paths_to_root(self.path)
        if self.is_translation:
            paths |= paths_to_root(self.source.path)
        return PageViewRestriction.objects.filter(page__path__in=paths)

    def get_context(self, request, *args, **kwargs):
        """Return the page; what else a template may see is told by the context processors (cms.front)."""
        request.shown_page = self
        return super().get_context(request, *args, **kwargs)

    def _find_source(self):
        """Return the page that already holds this translation key and is itself no translation."""
        model = self._meta.get_field("source").related_model
        holders = model.objects.filter(translation_key=self.translation_key, source=None)
        return holders.exclude(pk=self.pk).first()

    def _slug_of_title(self) -> str:
        slug = slugify(anyascii(self.title.replace(SOFT_HYPHEN, "")))[:200] or self.slug
        return find_available_slug(self.get_parent(), slug, ignore_page_id=self.pk)


def paths_to_root(path: str) -> set[str]:
    """Return a treebeard path and those of all its ancestors."""
    return {path[:end] for end in range(STEP, len(path) + 1, STEP)}


def sourced_models() -> list[type[Sourced]]:
    """Return the models of pages that have a column of their own for the source: one for each family of kinds."""
    return [
        model
        for model in get_page_models()
        if issubclass(model, Sourced)
        and any(field.name == "source" for field in model._meta.local_fields)
    ]


def is_source() -> models.Q:
    """Return the condition that a page of any model is one with versions, and the one in which it was first written."""
    condition = models.Q(pk__in=[])
    for model in sourced_models():
        condition |= models.Q(pk__in=model._default_manager.filter(source=None).values("pk"))
    return condition
