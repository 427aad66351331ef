"""Who is shown a page before it is public, by an address that ends?"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from django.contrib.auth.models import AbstractUser

Refusal = TypeVar("Refusal", bound=models.TextChoices)

KEPT = timedelta(days=30)
"""How long an address is listed after its time."""


class UnknownLinkError(Exception):
    """Raised when somebody follows a link that this site has never given out."""


class LinkEndedError(Exception):
    """Raised when somebody follows a link that was good once."""


def new_key() -> str:
    """Return 128 random bits as 22 characters that an address can hold."""
    return secrets.token_urlsafe(16)


class SharedAddressQuerySet(models.QuerySet):
    """Addresses of one sort."""

    def share(self, *, user: AbstractUser, for_whom: str, days: int, **shown: models.Model):
        """Make an address.

        Args:
            user: who makes it; whether they may is for the caller to ask.
            for_whom: a note for the colleagues.
            days: how long it works.
            shown: what it shows, by the names of the fields.
        """
        ends = timezone.now() + timedelta(days=days)
        return self.create(for_whom=for_whom, created_by=user, expires_at=ends, **shown)

    def followed(self, token: str) -> Self:
        """Return the one that somebody follows, whether or not it still works; none if its row is gone.

        Args:
            token: of the address.

        Raises:
            UnknownLinkError: if this site has never given out such an address.
        """
        try:
            return self.filter(key=self.model.signer().unsign(token))
        except BadSignature as error:
            raise UnknownLinkError from error

    def forget_old(self) -> int:
        """Delete the addresses whose time was over a month ago, and return how many.

        Those who follow them are told the same as before.
        """
        old = self.filter(expires_at__lte=timezone.now() - KEPT)
        return old.delete()[1].get(self.model._meta.label, 0)


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

    class State(models.TextChoices):
        """Whether it works by itself, whatever its maker may do."""

        WORKS = "works", pgettext_lazy("of a link", "works")
        EXPIRED = "expired", pgettext_lazy("of a link", "expired")
        REVOKED = "revoked", pgettext_lazy("of a link", "revoked")

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

    objects: ClassVar[SharedAddressQuerySet] = SharedAddressQuerySet.as_manager()

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

    @property
    def token(self) -> str:
        """The key with its signature: what an address holds."""
        return self.signer().sign(self.key)

    @property
    def noted(self) -> dict[str, str]:
        """What a log tells of it: never the address."""
        return {"for_whom": self.for_whom, "expires_at": self.expires_at.isoformat()}

    def state(self, at: datetime) -> State:
        """Return whether it works by itself at an aware instant."""
        if self.revoked_at:
            return self.State.REVOKED
        return self.State.WORKS if at < self.expires_at else self.State.EXPIRED

    @classmethod
    def states(
        cls,
        links: Iterable[SharedAddress],
        refusal: Callable[[AbstractUser | None], Refusal | None],
        at: datetime | None = None,
    ) -> dict[int, State | Refusal]:
        """Return the states of some addresses of one thing, by primary key.

        Args:
            links: with their makers.
            refusal: returns why what somebody has made does not work, if so: asked once for each maker of an address
                that could work, whatever the number of addresses.
            at: the aware instant of the question; now by default.
        """
        at = at or timezone.now()
        found = {link: link.state(at) for link in links}
        makers = {link.created_by for link, state in found.items() if state == cls.State.WORKS}
        refusals = {maker: refusal(maker) for maker in makers}
        return {
            link.pk: refusals[link.created_by] or state if state == cls.State.WORKS else state
            for link, state in found.items()
        }

    def revoke(self) -> bool:
        """End it now; return whether it had not been revoked before, in which case it stays as it is."""
        still = type(self).objects.filter(pk=self.pk, revoked_at=None)
        return bool(still.update(revoked_at=timezone.now()))


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
