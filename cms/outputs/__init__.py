"""The ways out for machines: items in, data out."""
