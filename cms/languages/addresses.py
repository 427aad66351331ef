"""At which address does a reader of a language find a page?"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import get_script_prefix, get_urlconf, reverse
from django.utils import translation
from wagtail.models import Page, Site

if TYPE_CHECKING:
    from collections.abc import Iterable


def path_below_home(url_path: str, roots: Iterable | None = None) -> str:
    """Return the part of a page's ``url_path`` below the home page of its language, such as "news/x/".

    Args:
        url_path: of the page, from the root of all trees.
        roots: what ``Site.get_site_root_paths`` returns, for who asks often.
    """
    for root in Site.get_site_root_paths() if roots is None else roots:
        if url_path.startswith(root.root_path):
            return url_path[len(root.root_path) :]
    return ""


def address(page: Page, language: str) -> str:
    """Return the path-absolute address at which a reader of ``language`` gets a page.

    For a reader without a version of their own this is the served page's path below their language's home, so that
    the address keeps the language of the chrome.
    """
    return home_address(language) + path_below_home(page.url_path)


def home_address(language: str) -> str:
    """Return the path-absolute address of a language's home page, such as "/fr/"."""
    return _home_address(language, get_urlconf() or settings.ROOT_URLCONF, get_script_prefix())


@lru_cache(maxsize=1000)
def _home_address(language: str, _urls: str, _prefix: str) -> str:
    """Return it for the site at one place: an item of the API tells it for every language."""
    with translation.override(language):
        return reverse("wagtail_serve", args=("",))
