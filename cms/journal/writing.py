"""Which items does a change concern? Written down in the transaction of the change, so that neither is without the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import ForeignKey, ManyToOneRel, Q, QuerySet
from django.dispatch import Signal
from modelcluster.fields import ParentalKey
from modelcluster.models import get_all_child_relations
from wagtail.models import Page, ReferenceIndex

from cms.models import Change, ContentPage, content_types
from cms.models.changes import COMMON

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from uuid import UUID

    from django.db.models import Model

changed = Signal()
"""Sent when something was written down, within the transaction of the change."""

UNSEEN = frozenset(
    {
        "draft_title",
        "expired",
        "has_unpublished_changes",
        "latest_revision",
        "latest_revision_created_at",
        "live_revision",
        "locked",
        "locked_at",
        "locked_by",
    }
)
"""The columns of a page that no reader sees: Wagtail saves them alone when a draft is saved."""


def note_page(page: Page, *, is_withdrawn: bool = False) -> None:
    """Write down that readers see a page anew, or no longer: it, what stands below it, and all that names one of these.

    Args:
        page: of any kind: the address of what is below it begins with its own.
        is_withdrawn: whether it goes, or is for fewer people, although it is live.
    """
    known = _seen(ContentPage.objects.filter(path__startswith=page.path))
    # Whatever is there, items or not: a text may lead to any page.
    known |= _naming(Page.objects.filter(path__startswith=page.path).values("translation_key"))
    if not isinstance(page, ContentPage) and (page.live or page.first_published_at):
        known.setdefault(page.translation_key, "")
    if known and (is_withdrawn or not page.live):
        # It must not be told anywhere any more, and the index of references may not know yet where it is.
        known[COMMON] = ""
    _write(known)


def note_use_of(instance: Model, *, steps: int = 1) -> None:
    """Write down that readers see everything anew in which something is used.

    Args:
        instance: what is used: a picture, a document, an official name.
        steps: 2 where it is also told by what names that in which it is used, as who pays for a project.
    """
    in_texts = _pages(ReferenceIndex.get_references_to(instance))
    known = _seen(ContentPage.objects.filter(pk__in=in_texts | _in_facts(instance)))
    for _step in range(1, steps):
        known |= _naming(known)
    _write(known)


def note_status(key: UUID | QuerySet, locale: int) -> None:
    """Write down that readers may be told otherwise how fresh a translation is; nothing where none is public. A query, or two.

    Args:
        key: translation key of the page, or a question that tells it; of anything else, nothing is written down.
        locale: primary key of the Locale.
    """
    keys = {"translation_key__in": key} if isinstance(key, QuerySet) else {"translation_key": key}
    _write(_seen(ContentPage.objects.filter(live=True, locale=locale, **keys)))


def note_all() -> None:
    """Write down that all that readers see may have changed: a language was opened, the host is called otherwise."""
    Change.objects.create()
    changed.send(sender=Change)


def note_common() -> None:
    """Write down that official names changed, which any item may tell and every process remembers."""
    _write({COMMON: ""})


def note_other(key: UUID) -> None:
    """Write down that readers see something anew that is no item, such as an issue.

    Args:
        key: its translation key.
    """
    _write({key: ""})


def with_what_names(pages: QuerySet[ContentPage]) -> dict[UUID, str]:
    """Return the keys of items and of what names them, with their kinds by the names in the API."""
    known = _seen(pages)
    return known | _naming(known)


def _seen(pages: QuerySet[ContentPage]) -> dict[UUID, str]:
    """Return the keys and kinds of pages of which somebody may have seen a version. One query."""
    rows = pages.filter(Q(live=True) | Q(first_published_at__isnull=False))
    kinds = rows.order_by().values_list("translation_key", "content_type").distinct()
    return {key: _name(content_type) for key, content_type in kinds}


def _name(content_type: int) -> str:
    kind = ContentType.objects.get_for_id(content_type).model_class()
    return kind.type_name() if kind else ""


def _naming(keys: Collection[UUID] | QuerySet) -> dict[UUID, str]:
    """Return the keys and kinds of the items that name some pages, in whatever language. Two queries.

    Those that name them in a text are in Wagtail's index, which a worker keeps.

    Args:
        keys: translation keys of pages of any kind, or a question that tells them.
    """
    named = Page.objects.filter(translation_key__in=keys)
    in_texts = _pages(ReferenceIndex.get_references_to_in_bulk(named))
    # What facts name is asked of the rows themselves: the index knows it a little later.
    in_facts = Q(part_of_rows__target__in=named.values("pk")) | Q(
        replaced_by__in=named.values("pk")
    )
    return _seen(ContentPage.objects.filter(Q(pk__in=in_texts) | in_facts))


def _in_facts(instance: Model) -> set[int]:
    """Return the primary keys of the pages that name something by a foreign key of theirs, or of their rows.

    The index of references knows it a little later. A query for each such key.
    """
    found: set[int] = set()
    for relation in instance._meta.get_fields(include_hidden=True):
        page = _page_of(relation.related_model) if isinstance(relation, ManyToOneRel) else None
        if page:
            rows = relation.related_model._base_manager.filter(**{relation.field.name: instance})
            found |= set(rows.values_list(page, flat=True))
    return found


def _page_of(model: type[Model]) -> str | None:
    """Return the column by which rows know their content page, or pages themselves; None for others."""
    if issubclass(model, ContentPage):
        return "pk"
    fields = (each for each in model._meta.concrete_fields if isinstance(each, ParentalKey))
    return next(
        (each.attname for each in fields if issubclass(each.related_model, ContentPage)), None
    )


def named_by_facts() -> set[type[Model]]:
    """Return what installed kinds and their rows name by foreign keys, beside pages and what Django and Wagtail have."""
    kinds = content_types()
    rows = (relation.related_model for kind in kinds for relation in get_all_child_relations(kind))
    models = {
        field.related_model
        for model in (*kinds, *rows)
        for field in model._meta.concrete_fields
        if isinstance(field, ForeignKey)
    }
    return {
        model
        for model in models - {get_user_model()}
        if not issubclass(model, Page)
        and model.__module__.partition(".")[0] not in ("django", "wagtail")
    }


def _pages(references: QuerySet[ReferenceIndex]) -> set[int]:
    """Return the primary keys of the pages in which something is used. One query."""
    sources = references.filter(base_content_type=ContentType.objects.get_for_model(Page))
    return {int(pk) for pk in sources.values_list("object_id", flat=True)}


def _write(known: dict[UUID, str]) -> None:
    Change.objects.bulk_create([Change(key=key, type=kind) for key, kind in known.items()])
    if known:
        changed.send(sender=Change)


def is_seen(changed: Iterable[str] | None) -> bool:
    """Return whether readers see that a page was saved.

    Args:
        changed: the names of the columns that were saved; None for all.
    """
    return changed is None or not UNSEEN.issuperset(changed)
