"""Does an outside address answer?"""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from newsletter.models import LinkCheck

if TYPE_CHECKING:
    from collections.abc import Iterable


def results(urls: Iterable[str]) -> dict[str, LinkCheck]:
    """Return what is known of addresses, by address: one query, and nothing of those that were never asked."""
    digests = {hashlib.sha256(url.encode()).hexdigest() for url in urls}
    known = LinkCheck.objects.filter(digest__in=digests, checked_at__isnull=False)
    return {check.url: check for check in known}
