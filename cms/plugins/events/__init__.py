"""Events: what takes place, and the lines of the agenda."""
