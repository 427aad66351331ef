"""What do pages that ask "Really?" tell about where something is used?"""

from __future__ import annotations

from django import template

from cms.usage import Usage, usage

register = template.Library()

NAMES = ("page", "snippet", "image", "document", "object")
"""What Wagtail's templates call that which is deleted or unpublished; in a list of several, a dict with the item."""


@register.simple_tag(takes_context=True)
def places_of_use(context) -> Usage | None:
    """Return where that which is to be deleted or unpublished is used; None if the template does not say what it is."""
    found = next((context[name] for name in NAMES if context.get(name)), None)
    instance = found.get("item") if isinstance(found, dict) else found
    return usage(instance, context["request"].user) if hasattr(instance, "_meta") else None
