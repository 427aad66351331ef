"""What do pages that ask "Really?" tell about the other versions of a page?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template

from cms.languages.lifecycle import consequences

if TYPE_CHECKING:
    from wagtail.models import Page

register = template.Library()


@register.inclusion_tag("wagtailadmin/shared/consequences.html")
def consequences_of(action: str, page: Page) -> dict[str, list[str]]:
    """Tell what an action does to the other versions of a page; nothing where nothing happens to them.

    Args:
        action: one of ``cms.languages.lifecycle.ACTIONS``.
        page: the page on which the editor is about to act.
    """
    return {"consequences": consequences(page, action)}
