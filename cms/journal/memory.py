"""Does this process still remember what has changed meanwhile in another one?

Languages and official names are kept for a minute, and forgotten by the process in which they change. Where processes share no cache, an
answer made of what another one has forgotten would have the tag of what is new, and be kept until the next change.
"""

from __future__ import annotations

from dataclasses import dataclass

from cms.languages import chains, official


@dataclass
class _Seen:
    newest: int | None = None


_seen = _Seen()


def forget_if_changed(newest: int) -> None:
    """Forget what was remembered, unless the last change is the one that this process has seen.

    Args:
        newest: the number of the last change (``Standing.newest``).
    """
    if newest != _seen.newest:
        official.forget()
        chains.forget()
        _seen.newest = newest
