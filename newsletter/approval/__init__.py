"""How does an issue become what went out? Decided for each language, approved, and frozen."""
