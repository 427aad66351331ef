"""What does the delivery API tell of the newsletter? Importing this makes its addresses known to the core's router."""

from newsletter.api import newsletters

__all__ = ["newsletters"]
