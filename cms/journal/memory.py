"""Does this process still remember what has changed meanwhile in another one?

Languages and official names are kept for a minute, and forgotten by the process in which they change. Where processes share no cache, an
answer made of what another one has forgotten would have the tag of what is new, and be kept until the next change.
"""

from __future__ import annotations

from dataclasses import dataclass

from cms.languages import chains, official


@dataclass
class _Seen:
    generation: int | None = None


_seen = _Seen()


def forget_if_changed(generation: int) -> None:
    """Forget what was remembered, unless it has the generation that this process has seen.

    Args:
        generation: of what is common to all items (``Standing.common``).
    """
    if generation != _seen.generation:
        official.forget()
        chains.forget()
        _seen.generation = generation
