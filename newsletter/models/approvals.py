"""What was approved, exactly as it went out?"""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _
from wagtail.models import AbstractGroupApprovalTask

from cms.content import restricted
from newsletter.blocks import Audience


class IssueApproval(AbstractGroupApprovalTask):
    """The step of a workflow in which somebody approves an issue; its editions are frozen then."""

    class Meta:
        verbose_name = _("approval of an issue")
        verbose_name_plural = _("approvals of issues")

    def on_action(self, task_state, user, action_name, **kwargs):
        """Approve all or nothing: what cannot be frozen is not approved, and not published either."""
        with transaction.atomic():
            super().on_action(task_state, user, action_name, **kwargs)

    @classmethod
    def get_description(cls):
        """Tell administrators what the step does."""
        return _("Members of these groups approve an issue of the newsletter, which freezes it")


class Approval(models.Model):
    """One version of an issue: from its approval until somebody opens it again, which makes way for the next."""

    issue = models.ForeignKey(
        "newsletter.IssuePage", on_delete=models.CASCADE, related_name="approvals"
    )
    """In the version in which it was first written."""
    version = models.PositiveIntegerField()
    """From 1."""
    approved_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    reopened_at = models.DateTimeField(null=True)
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    # Nothing is kept from deletion by what was approved: an issue takes its editions along.
    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "version"], name="version_of_an_issue"),
            models.UniqueConstraint(
                fields=["issue"],
                condition=models.Q(reopened_at=None),
                name="one_approval_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.issue} ({self.version})"


class EditionQuerySet(models.QuerySet["FrozenEdition"]):
    """Editions as they were approved."""

    def in_force(self) -> EditionQuerySet:
        """Return those that readers see: for everyone, of the newest version of an issue that was approved.

        One whose words are hidden is not among them: its readers get that of the next language of their chain.
        """
        versions = Approval.objects.filter(issue=OuterRef("approval__issue")).order_by("-version")
        return self.filter(
            ~has_hidden_words(),
            approval__issue__source=None,
            approval=Subquery(versions.values("pk")[:1]),
            audience=Audience.EVERYONE,
        )


class FrozenEdition(models.Model):
    """An edition as it was approved: its bytes, whatever becomes of the pages and pictures in it."""

    approval = models.ForeignKey(Approval, on_delete=models.CASCADE, related_name="editions")
    language = models.CharField(max_length=12)
    """BCP 47 tag of the readers who get it."""
    written_in = models.CharField(max_length=12)
    """BCP 47 tag of the edition: another language where that of its readers was left out."""
    audience = models.CharField(max_length=10, choices=Audience.choices, default=Audience.EVERYONE)
    label = models.CharField(max_length=255)
    subject = models.CharField(max_length=255)
    preheader = models.CharField(max_length=255)
    words_language = models.CharField(max_length=12)
    """BCP 47 tag of label, subject and preheader."""
    url = models.URLField(max_length=2000)
    """Where the edition is read online."""
    head = models.JSONField()
    """What the web shows around the sections: number, date, picture, contents."""
    web = models.TextField()
    """The sections as the web shows them; around each item stands a mark, so that it can be withdrawn."""
    mail_html = models.TextField()
    mail_text = models.TextField()
    mail_size = models.PositiveIntegerField()
    """Bytes of the HTML part in UTF-8."""
    hash = models.CharField(max_length=64)
    """SHA-256 of all that was kept (``approval.freezing.hash_of``); it stays when an item is removed for good."""
    approved_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    redacted_at = models.DateTimeField(null=True)
    """When an item was removed for good; the mail is not kept any longer then, and cannot be handed over."""

    objects: ClassVar[EditionQuerySet] = EditionQuerySet.as_manager()

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("approved edition")
        verbose_name_plural = _("approved editions")
        ordering = ["language", "audience"]
        constraints = [
            models.UniqueConstraint(
                fields=["approval", "language", "audience"], name="edition_of_a_version"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} ({self.language})"


def has_hidden_words() -> Exists:
    """Return the condition that an edition is in the words of a version of its issue that is not for everybody any more."""
    issues = Approval._meta.get_field("issue").related_model
    return Exists(
        issues.objects.filter(
            restricted(),
            translation_key=OuterRef("approval__issue__translation_key"),
            locale__language_code__iexact=OuterRef("words_language"),
        )
    )


def is_readable() -> Q:
    """Return the condition that readers are shown a public issue: as it is, or some edition once it was approved.

    Where the words of all its editions are hidden, nothing is shown: nobody has approved what the issue is today.
    """
    approvals = Approval.objects.filter(issue__translation_key=OuterRef("translation_key"))
    editions = FrozenEdition.objects.in_force().filter(
        approval__issue__translation_key=OuterRef("translation_key")
    )
    return Q(~Exists(approvals)) | Q(Exists(editions))


class FrozenItem(models.Model):
    """An item as it stood in an edition: what the archive finds, and whether it may still be shown."""

    edition = models.ForeignKey(FrozenEdition, on_delete=models.CASCADE, related_name="items")
    position = models.PositiveIntegerField()
    key = models.UUIDField(db_index=True)
    """Translation key of the content page."""
    title = models.TextField()
    summary = models.TextField()
    language = models.CharField(max_length=12)
    """BCP 47 tag of title and summary."""
    anchor = models.CharField(max_length=100, blank=True)
    """Where it stands first in the edition on the web; empty: in the mail only."""
    card = models.JSONField()
    """The item for programs (``cms.items.as_json``)."""

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("item of an approved edition")
        verbose_name_plural = _("items of approved editions")
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title
