"""Where may a webhook lead? To public hosts over HTTPS, and to what the setting names, if an administrator has made it.

It is asked when somebody enters an address, and at each sending: what a name means can change.
"""

from __future__ import annotations

from ipaddress import IPv6Address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cms.outside import (
    ForbiddenAddressError,
    Resolver,
    Rule,
    Target,
    Visit,
    nobody_else,
    resolved,
)

if TYPE_CHECKING:
    from cms.models import Webhook
    from cms.outside import Address

LOOK_UP_SECONDS = 5.0
"""How long somebody who enters an address waits for the look-up of its host."""


class Flaw(TextChoices):
    """Why an address is not taken."""

    UNREADABLE = "unreadable", _("This is not an address that a program can be told at.")
    CREDENTIALS = (
        "credentials",
        _("Leave out the name and the password: the messages are signed instead."),
    )
    INSECURE = "insecure", _("The address has to begin with https://.")
    FORBIDDEN = (
        "forbidden",
        _(
            "This host is, or may be, inside a network. Whoever runs this site can allow it for webhooks that administrators"
            " add, in the setting WEBHOOK_PRIVATE_ADDRESSES."
        ),
    )
    UNKNOWN = "unknown", _("The host was not found. Look whether its name is right.")


class FlawedAddressError(Exception):
    """Nobody may be told at an address, or can be."""

    def __init__(self, flaw: Flaw) -> None:
        """Keep why."""
        self.flaw = flaw
        super().__init__(flaw.value)


def is_listed(address: Address, port: int) -> bool:
    """Return whether the setting names an address that is not public, with this port."""
    host = f"[{address}]" if isinstance(address, IPv6Address) else str(address)
    return f"{host}:{port}" in getattr(settings, "WEBHOOK_PRIVATE_ADDRESSES", ())


def rule_of(webhook: Webhook) -> Rule:
    """Return the rule by which a webhook may lead to what is not public.

    A program with a key reads what is answered there: it is led to nothing that was allowed for administrators.
    """
    return is_listed if webhook.api_key_id is None else nobody_else


def flaw_of(url: str, rule: Rule, *, resolve: Resolver = resolved) -> Flaw | None:
    """Return why nobody may be told at an address, or None.

    Args:
        url: the address.
        rule: of the webhook, from ``rule_of``.
        resolve: finds the addresses of a host.
    """
    visit = Visit(resolve=resolve, also_allowed=rule, seconds=LOOK_UP_SECONDS)
    try:
        allowed(url, visit)
    except FlawedAddressError as error:
        return error.flaw
    return None


def allowed(url: str, visit: Visit) -> tuple[Target, list[Address]]:
    """Return whom to ask, and where, by a visit that has the rule of the webhook.

    Raises:
        FlawedAddressError: if one may not, or cannot.
    """
    try:
        target = Target.of(url)
    except ValueError as error:
        raise FlawedAddressError(Flaw.UNREADABLE) from error
    if "@" in urlsplit(url).netloc:
        raise FlawedAddressError(Flaw.CREDENTIALS)
    try:
        addresses = visit.addresses(target)
    except ForbiddenAddressError as error:
        raise FlawedAddressError(Flaw.FORBIDDEN) from error
    except (OSError, ValueError) as error:
        raise FlawedAddressError(Flaw.UNKNOWN) from error
    if not addresses:
        raise FlawedAddressError(Flaw.UNKNOWN)
    is_allowed = all(visit.also_allowed(one, target.port) for one in addresses)
    if target.scheme != "https" and not is_allowed:
        raise FlawedAddressError(Flaw.INSECURE)
    return target, addresses
