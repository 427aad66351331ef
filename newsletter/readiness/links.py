"""Does an outside address answer?

Nobody waits for it: what is known is read, and what is not is noted for a worker or for ``belfry_periodic``.
"""

from __future__ import annotations

from collections.abc import Iterable

from newsletter.models import LinkCheck


def results(urls: Iterable[str]) -> dict[str, LinkCheck]:
    """Return what is known of addresses, by address: one query, and nothing of those that were never asked."""
    raise NotImplementedError


def ask_later(urls: Iterable[str]) -> None:
    """Note the addresses of which nothing is known, or nothing new enough, and have a worker ask them."""
    raise NotImplementedError


def check_links() -> int:
    """Ask addresses that are noted, for a while; return how many were asked."""
    raise NotImplementedError
