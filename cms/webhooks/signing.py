"""How does a receiver know that a message is ours, and not an old one? By the rules of Standard Webhooks."""

from __future__ import annotations

import base64
import hmac
from hashlib import sha256
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

PREFIX = "whsec_"


def signature(secret: str, message_id: str, timestamp: int, body: str) -> str:
    """Return the signature of a message.

    Args:
        secret: ``whsec_`` and the key in base 64.
        message_id: the same at each try.
        timestamp: seconds since 1970 at which it is sent.
        body: exactly as it is sent.
    """
    key = base64.b64decode(secret.removeprefix(PREFIX))
    signed = f"{message_id}.{timestamp}.{body}".encode()
    return f"v1,{base64.b64encode(hmac.new(key, signed, sha256).digest()).decode()}"


def headers(secrets: Iterable[str], message_id: str, timestamp: int, body: str) -> dict[str, str]:
    """Return the headers of a message; the arguments are those of ``signature``, with one signature for each secret."""
    return {
        "webhook-id": message_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(
            signature(secret, message_id, timestamp, body) for secret in secrets
        ),
    }
