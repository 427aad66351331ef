"""What does each address of the API answer? A module for each sort of question; importing this makes all known."""

from cms.outputs.api.endpoints import catalogue, items, resolve

__all__ = ["catalogue", "items", "resolve"]
