"""How do the screens of editions write a value?"""

from __future__ import annotations

from django import template

from cms import names
from cms.words import active_language

register = template.Library()


@register.filter
def kilobytes(size: int) -> str:
    """Return a number of bytes in kB, as the limits of mail programs are told."""
    return names.format_file_size(size, active_language())
