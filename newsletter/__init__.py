"""Issues made of items: assembled once, read in every language."""
