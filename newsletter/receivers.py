"""What must be done when an issue has changed? Receivers only say so; the work is imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.db.models.signals import post_save
from django.dispatch import receiver
from wagtail.models import Page, PageLogEntry
from wagtail.signals import workflow_approved

from cms.journal.writing import note_other
from newsletter.approval.freezing import freeze
from newsletter.models import IssuePage

if TYPE_CHECKING:
    from wagtail.models import WorkflowState


@receiver(post_save, sender=PageLogEntry)
def note_what_was_done(instance: PageLogEntry, **_kwargs) -> None:
    """Write down that readers may see an issue anew: whatever is done to it is in its log (``newsletter.history``)."""
    for key in IssuePage.objects.filter(
        Q(live=True) | Q(first_published_at__isnull=False), pk=instance.page_id
    ).values_list("translation_key", flat=True):
        note_other(key)


@receiver(workflow_approved)
def freeze_what_was_approved(instance: WorkflowState, user, **_kwargs) -> None:
    """Freeze an issue whose last step was approved; by now Wagtail has published it, and its translations with it."""
    page = instance.content_object  # of the base model
    issue = page.specific if isinstance(page, Page) else None
    if isinstance(issue, IssuePage) and issue.source_id is None:
        freeze(issue, user=user)
