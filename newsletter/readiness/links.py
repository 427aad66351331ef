"""Does an outside address answer?

Nobody waits for it: what is known is read, and what is not is noted for a worker. The row of an address is the truth: it
waits while it has no time of its check. Where work is done within the request that asks for it, because no worker is set
up, addresses wait for ``belfry_periodic``; so do those that a worker has left.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from datetime import timedelta
from hashlib import sha256

from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from cms.workers import leave_to_worker
from newsletter.models import LinkCheck
from newsletter.readiness.fetching import Answer, fetch

GOOD_FOR = timedelta(weeks=1)
"""How long it is believed that an address answers."""
OTHERWISE_FOR = timedelta(days=1)
"""How long anything else is believed: it may have been mended."""

ADDRESSES = 50
"""How many are asked in one run of ``belfry_periodic``."""
SECONDS = 120.0
"""After which such a run begins with no other address."""


def results(urls: Iterable[str]) -> dict[str, LinkCheck]:
    """Return what is known of addresses, by address: one query, and nothing of those that were never asked."""
    digests = _digests(urls)
    known = LinkCheck.objects.filter(digest__in=set(digests.values())).exclude(result="")
    checks = {check.digest: check for check in known}
    return {url: checks[digest] for url, digest in digests.items() if digest in checks}


def ask_later(urls: Iterable[str]) -> int:
    """Note the addresses of which nothing is known, or nothing new enough, and have a worker ask them; return how many.

    What is known of an address stays known until it has been asked again. A constant number of queries.
    """
    digests = _digests(urls)
    known = LinkCheck.objects.filter(digest__in=set(digests.values()))
    checked = {check.digest: check.checked_at for check in known.only("digest", "checked_at")}
    new = {
        digest: _without_fragment(url) for url, digest in digests.items() if digest not in checked
    }
    LinkCheck.objects.bulk_create(
        [LinkCheck(digest=digest, url=url) for digest, url in new.items()],
        ignore_conflicts=True,  # somebody else may have noted it meanwhile
    )
    old = known.filter(_is_old()).update(checked_at=None) if checked else 0
    if new or old:
        leave_to_worker(check_noted)
    return len(new) + old


@task()
def check_noted() -> None:
    """Ask all addresses that wait. To be repeated safely."""
    while check_links():
        pass


def check_links(
    *,
    limit: int = ADDRESSES,
    seconds: float = SECONDS,
    ask: Callable[[str], Answer] = fetch,
) -> int:
    """Ask the addresses that wait, the first noted first; return how many were asked.

    Args:
        limit: the most addresses of one run.
        seconds: after which it begins with no other one.
        ask: finds out what an address answers.
    """
    ends = time.monotonic() + seconds
    waiting = LinkCheck.objects.filter(checked_at=None).order_by("pk")[:limit]
    asked = 0
    for check in list(waiting):
        if time.monotonic() >= ends:
            break
        asked += _check(check, ask)
    return asked


def _check(check: LinkCheck, ask: Callable[[str], Answer]) -> bool:
    """Ask one address and note what came of it; return whether nobody else has taken it.

    Whoever takes it notes the time at once, without a result: left by a process that ends, it is old after a day.
    """
    row = LinkCheck.objects.filter(pk=check.pk)
    if not row.filter(checked_at=None).update(checked_at=timezone.now()):
        return False
    answer = ask(check.url)
    row.update(result=answer.result, status=answer.status, checked_at=timezone.now())
    return True


def _is_old() -> Q:
    """Return the condition that what is known is not believed any longer."""
    now = timezone.now()
    good = Q(result=LinkCheck.Result.GOOD)
    return (good & Q(checked_at__lte=now - GOOD_FOR)) | (
        ~good & Q(checked_at__lte=now - OTHERWISE_FOR)
    )


def _digests(urls: Iterable[str]) -> dict[str, str]:
    """Return the digests of those addresses that somebody outside could be asked for."""
    return {
        url: sha256(_without_fragment(url).encode()).hexdigest()
        for url in urls
        if url.lower().startswith(("http://", "https://")) and url.isprintable()
    }


def _without_fragment(url: str) -> str:
    """Return what is asked for an address: its fragment never leaves the browser."""
    return url.partition("#")[0]
