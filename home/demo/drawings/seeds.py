"""Which chances does a key fix?"""

import hashlib
import random


def chances(key: str) -> random.Random:
    """Return a generator of numbers that depends on the key and on nothing else."""
    digest = hashlib.sha256(key.encode()).digest()
    return random.Random(int.from_bytes(digest[:8], "big"))  # noqa: S311 -- art, not secrets
