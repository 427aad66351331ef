"""What does each address of the API answer? A module for each sort of question; importing this makes all known."""

from cms.outputs.api.endpoints import (
    calendar,
    catalogue,
    copies,
    items,
    previews,
    resolve,
    search,
    webhooks,
)

__all__ = ["calendar", "catalogue", "copies", "items", "previews", "resolve", "search", "webhooks"]
