"""What becomes of an edition once it is frozen? It is shown as it was, but for what is public no longer."""
