"""Where may a webhook lead? To public hosts over HTTPS, and to what the setting names.

It is asked when somebody enters an address, and at each sending: what a name means can change.
"""

from __future__ import annotations

from ipaddress import IPv6Address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cms.outside import ForbiddenAddressError, Resolver, Target, Visit, resolved

if TYPE_CHECKING:
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
            "This host is, or may be, inside a network. Whoever runs this site can allow it, in the setting"
            " WEBHOOK_PRIVATE_ADDRESSES."
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


def flaw_of(url: str, *, resolve: Resolver = resolved) -> Flaw | None:
    """Return why nobody may be told at an address, or None.

    Args:
        url: the address.
        resolve: finds the addresses of a host.
    """
    visit = Visit(resolve=resolve, also_allowed=is_listed, seconds=LOOK_UP_SECONDS)
    try:
        allowed(url, visit)
    except FlawedAddressError as error:
        return error.flaw
    return None


def allowed(url: str, visit: Visit) -> tuple[Target, list[Address]]:
    """Return whom to ask, and where, by a visit that allows what is listed.

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
    if target.scheme != "https" and not all(is_listed(one, target.port) for one in addresses):
        raise FlawedAddressError(Flaw.INSECURE)
    return target, addresses
