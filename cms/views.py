"""Which addresses of the front are not pages?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from cms.front import chrome_of

if TYPE_CHECKING:
    from django.http import HttpRequest

    from cms.front import BrandWords


@require_safe
@cache_control(public=True, max_age=300)
def palette(request: HttpRequest) -> HttpResponse:
    """Return the style sheet that puts the site's own colours in place of the usual ones."""
    return HttpResponse(
        stylesheet(chrome_of(request).brand), content_type="text/css; charset=utf-8"
    )


def stylesheet(brand: BrandWords) -> str:
    """Return the custom properties that a brand sets; empty for one that sets none."""
    rules = []
    if brand.accent:
        rules.append(_colours(brand.accent))
    if brand.accent_dark:
        rules.append(f"@media (prefers-color-scheme:dark){{{_colours(brand.accent_dark)}}}")
    return "\n".join(rules) + "\n"


def _colours(accent: str) -> str:
    properties = ("--link", "--link-hover", "--button", "--button-hover")
    return ":root{" + ";".join(f"{name}:{accent}" for name in properties) + "}"
