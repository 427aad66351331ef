"""News: what happened, and what was published."""
