"""What does a reader cost, and what would stock Wagtail take for the same? Run by `make bench`."""
