"""Settings in layers: base, and dev, test or production on top of it."""
