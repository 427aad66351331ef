"""Who is shown an issue before it goes out, and what do they say?"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cms.models.sharing import SharedAddress


class ReviewLink(SharedAddress):
    """An address that shows an issue in all languages to whoever has it, who can answer."""

    salt = "newsletter.review_link"

    issue = models.ForeignKey(
        "newsletter.IssuePage", on_delete=models.CASCADE, related_name="review_links"
    )
    """In the version in which it was first written."""

    class Meta(SharedAddress.Meta):
        verbose_name = _("link to an issue for review")
        verbose_name_plural = _("links to issues for review")


class ReviewAnswer(models.Model):
    """What somebody said who was shown an issue."""

    class Says(models.TextChoices):
        """Yes, no, or neither."""

        YES = "yes", _("Yes, it can go out like this")
        NO = "no", _("No, something has to change")
        COMMENT = "comment", _("Just a comment")

    link = models.ForeignKey(ReviewLink, on_delete=models.CASCADE, related_name="answers")
    name = models.CharField(_("your name"), max_length=100)
    language = models.CharField(_("about the edition in"), max_length=12, blank=True)
    """BCP 47 tag; empty: about all."""
    says = models.CharField(_("your answer"), max_length=7, choices=Says.choices)
    comment = models.TextField(_("comment"), max_length=2000, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    announced_at = models.DateTimeField(null=True)
    """When whoever made the link was told of it."""

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("answer to a review")
        verbose_name_plural = _("answers to reviews")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.name}: {self.get_says_display()}"
