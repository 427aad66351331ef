"""What may a machine propose, through which service, and at what cost?

It proposes words, as the memory does; until a person has confirmed them they count as missing.
"""
