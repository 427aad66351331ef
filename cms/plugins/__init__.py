"""Bundled kinds of content, with no privilege over anybody else's."""
