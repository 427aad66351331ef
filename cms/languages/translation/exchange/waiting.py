"""How long does a file wait that came back, until somebody has seen what it changes and takes its words?"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

from cms.models import ReceivedFile

if TYPE_CHECKING:
    from django.contrib.auth.models import AbstractUser
    from django.db.models import QuerySet
    from wagtail_localize.models import Translation

WAIT = timedelta(days=1)
"""How long a file is kept that nobody takes."""
MOST = 5
"""How many files of one person are kept; a newer one takes the place of the oldest."""


def keep(
    data: bytes, name: str, *, user: AbstractUser, translation: Translation | None = None
) -> ReceivedFile:
    """Keep a file until its words are taken. Four queries.

    Args:
        data: what is in it.
        name: how it is called.
        user: who has sent it, and alone can take it.
        translation: the only one that it may change; None for whichever it names.
    """
    kept = ReceivedFile.objects.create(
        received_from=user, translation=translation, name=name[:255], data=data
    )
    own = ReceivedFile.objects.filter(received_from=user)
    newest = list(own.order_by("-received_at", "-pk").values_list("pk", flat=True)[:MOST])
    _forget(own.exclude(pk__in=newest))
    return kept


def forget_old_files() -> int:
    """Forget the files that have waited too long, and return how many these were."""
    return _forget(ReceivedFile.objects.filter(received_at__lt=timezone.now() - WAIT))


def _forget(files: QuerySet[ReceivedFile]) -> int:
    # Django loads what it deletes, for whoever wants to know of it.
    forgotten, _by_model = files.defer("data").delete()
    return forgotten
