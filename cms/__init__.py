"""The library: what a content page is, in which language it is read, and every way out of it."""
