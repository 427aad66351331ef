"""Who is shown a page before it is public, by an address that ends?"""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.conf import settings
from django.core.signing import Signer
from django.db import models
from django.utils.translation import gettext_lazy as _


def new_key() -> str:
    """Return 128 random bits as 22 characters that an address can hold."""
    return secrets.token_urlsafe(16)


class SharedAddress(models.Model):
    """An address that shows something to whoever has it, for a time.

    The address holds the key of the row and a signature, made with the site's SECRET_KEY. So it can be shown to editors
    again, which a hash alone would not allow, and yet a copy of the database opens nothing. And an address that once was
    good is told from an invented one even when its row is gone.
    """

    salt: ClassVar[str]
    """Of the signature: one for each sort of address, so that none opens what another sort shows."""

    class Term(models.IntegerChoices):
        """For how many days it works."""

        DAY = 1, _("a day")
        WEEK = 7, _("a week")
        FORTNIGHT = 14, _("two weeks")
        MONTH = 30, _("30 days")

    key = models.CharField(max_length=22, unique=True, default=new_key, editable=False)
    for_whom = models.CharField(
        _("for whom"),
        max_length=200,
        help_text=_("For your colleagues, so that they know the link. Its reader does not see it."),
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    """The first instant at which it does not work any more."""
    revoked_at = models.DateTimeField(null=True, blank=True)

    # A link needs nothing kept: whoever deletes a page, deletes its links.
    wagtail_reference_index_ignore = True

    class Meta:
        abstract = True
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.for_whom

    @classmethod
    def signer(cls) -> Signer:
        """Return what signs keys, and compares signatures in constant time."""
        return Signer(salt=cls.salt)

    @classmethod
    def key_of(cls, token: str) -> str:
        """Return the key that a token holds.

        Raises:
            BadSignature: if this site has never given it out.
        """
        return cls.signer().unsign(token)

    @property
    def token(self) -> str:
        """The key with its signature: what an address holds."""
        return self.signer().sign(self.key)


class ShareLink(SharedAddress):
    """An address that shows one page in one language before it is public."""

    salt = "cms.share_link"

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    """In the version in which it was first written."""
    locale = models.ForeignKey("wagtailcore.Locale", on_delete=models.CASCADE, related_name="+")
    """The language in which it is shown."""

    class Meta(SharedAddress.Meta):
        verbose_name = _("link to a draft")
        verbose_name_plural = _("links to drafts")
