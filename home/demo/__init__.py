"""The demonstration: a site with contents, made by code."""
