"""Which programs may do more with the delivery API than read what is public, what, and until when?"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cms.models.sharing import SharedAddress

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

MARK = "belfry_"
"""With it every key begins, so that people and programs that look for secrets know one when they see it."""

SHOWN = len(MARK) + 6
"""How many characters of a key are kept to tell it from others: six of 43 help nobody to find the rest."""

YEAR = timedelta(days=365)


class Scope(models.TextChoices):
    """What a key allows."""

    PREVIEW = (
        "preview",
        _("Show drafts: make addresses for a time, each of one page in one language"),
    )
    WEBHOOKS = (
        "webhooks",
        _("Manage webhooks: say which addresses are told of changes"),
    )


class ApiKeyQuerySet(models.QuerySet):
    """Keys."""

    def issue(self, **fields) -> tuple[ApiKey, str]:
        """Make a key, and return its row and the key itself, which nothing keeps.

        Args:
            **fields: of the row, but for those of the key itself.
        """
        key = MARK + secrets.token_urlsafe(32)
        return self.create(hash=hash_of(key), prefix=key[:SHOWN], **fields), key

    def good(self, at: datetime | None = None) -> Self:
        """Return those that work at an aware instant; now by default."""
        return self.filter(revoked_at=None, expires_at__gt=at or timezone.now())

    def sent(self, key: str) -> ApiKey | None:
        """Return the row of a key that somebody sends, if it works now. One look-up in an index, by its hash."""
        return self.good().filter(hash=hash_of(key)).first()


def hash_of(key: str) -> str:
    """Return what is kept of a key.

    A key is 256 random bits, of which nobody can try a noticeable part; so a plain SHA-256 is enough. What makes the hashes of
    passwords slow, and adds salt, protects what people make up.
    """
    return sha256(key.encode()).hexdigest()


class ApiKey(models.Model):
    """What a program shows that may do more than read what is public. The key itself is shown once, and not kept.

    When it was last used is not kept either: a GET changes nothing.
    """

    class State(models.TextChoices):
        """Whether it works."""

        WORKS = "works", pgettext_lazy("of a key", "works")
        EXPIRED = "expired", pgettext_lazy("of a key", "expired")
        REVOKED = "revoked", pgettext_lazy("of a key", "revoked")

    name = models.CharField(
        _("name"),
        max_length=100,
        help_text=_(
            "Which program uses it, and whose it is: so that you know later what stops when you revoke it."
        ),
    )
    prefix = models.CharField(_("begins with"), max_length=SHOWN, editable=False)
    hash = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.JSONField(_("allows"), default=list)
    """Values of ``Scope``."""
    languages = models.JSONField(_("only in these languages"), default=list, blank=True)
    """BCP 47 tags of the languages in which it shows drafts; empty for all."""
    kinds = models.JSONField(_("only these kinds of content"), default=list, blank=True)
    """The kinds of which it shows drafts and has webhooks told, as the API names them; empty for all."""
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("made by"),
    )
    created_at = models.DateTimeField(_("made on"), auto_now_add=True)
    expires_at = models.DateTimeField(_("works until"))
    """The first instant at which it does not work any more."""
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects: ClassVar[ApiKeyQuerySet] = ApiKeyQuerySet.as_manager()

    # Whoever deletes what a key names needs no key for that.
    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("API key")
        verbose_name_plural = _("API keys")
        # Nobody changes a key, and none is deleted: it is revoked.
        default_permissions = ("add", "delete", "view")

    def __str__(self) -> str:
        return self.name

    def state(self, at: datetime | None = None) -> State:
        """Return whether it works at an aware instant; now by default."""
        if self.revoked_at:
            return self.State.REVOKED
        return self.State.WORKS if (at or timezone.now()) < self.expires_at else self.State.EXPIRED

    def shows(self, kind: str, language: str) -> bool:
        """Return whether it may show drafts of a kind (as the API names it) in a language (BCP 47 tag)."""
        return (
            Scope.PREVIEW in self.scopes
            and _is_within(kind, self.kinds)
            and _is_within(language, self.languages)
        )

    def tells_of(self, kinds: Collection[str]) -> bool:
        """Return whether it may have a webhook told of some kinds (as the API names them); none stand for all."""
        return not self.kinds or (bool(kinds) and set(kinds) <= set(self.kinds))

    def revoke(self) -> bool:
        """End it now; return whether it had not been revoked before, in which case it stays as it is."""
        still = type(self).objects.filter(pk=self.pk, revoked_at=None)
        return bool(still.update(revoked_at=timezone.now()))


def _is_within(value: str, limits: Iterable[str]) -> bool:
    """Return whether a value is among the limits; none are no limit."""
    return value in limits or not limits


class PreviewToken(SharedAddress):
    """An address of the API that shows the draft of one page in one language, made by a program with a key.

    It lends the right of the key with which it was made, and ends with it.
    """

    salt = "cms.preview_token"

    api_key = models.ForeignKey(ApiKey, on_delete=models.CASCADE, related_name="+")
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    """In the version in which it was first written."""
    locale = models.ForeignKey("wagtailcore.Locale", on_delete=models.CASCADE, related_name="+")
    """The language in which it is shown."""
    revision = models.ForeignKey(
        "wagtailcore.Revision", null=True, on_delete=models.CASCADE, related_name="+"
    )
    """What is shown; None for what is the latest whenever somebody asks."""

    class Meta(SharedAddress.Meta):
        verbose_name = _("address of a draft in the API")
        verbose_name_plural = _("addresses of drafts in the API")
