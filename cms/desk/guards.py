"""What do wagtail-localize's own addresses answer?

They check a single right, and neither the source nor the target; some publish at 0 %, some make aliases. The desk does
all that they do, so they lead there or are refused. An address without an answer here is refused too: a new version
cannot open a door unseen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from wagtail import hooks
from wagtail.models import Page
from wagtail_localize import wagtail_hooks as stock

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django.urls import URLPattern


def refuse(request: HttpRequest, **_kwargs) -> HttpResponse:
    """Refuse what nobody may do past the desk.

    Raises:
        PermissionDenied: always.
    """
    raise PermissionDenied


def ask_for_page(request: HttpRequest, page_id: int) -> HttpResponse:
    """Lead to the form that asks for translations of a page; for a translation, to that of its source."""
    page = get_object_or_404(Page, pk=page_id).specific
    return redirect("desk:request", getattr(page, "source_id", None) or page.pk)


def ask_for_snippet(request: HttpRequest, app_label: str, model_name: str, pk: str) -> HttpResponse:
    """Lead to the form that asks for translations of a promotion."""
    return redirect("desk:request_snippet", app_label, model_name, pk)


def show_desk(request: HttpRequest, **_kwargs) -> HttpResponse:
    """Lead to the desk."""
    return redirect("desk:desk")


ANSWERS: dict[str, Callable[..., HttpResponse] | None] = {
    "javascript_catalog": None,
    "submit_page_translation": ask_for_page,
    "submit_snippet_translation": ask_for_snippet,
    "update_translations": show_desk,
    "edit_string_translation": refuse,
    "edit_override": refuse,
    "download_pofile": refuse,
    "upload_pofile": refuse,
    "machine_translate": refuse,
    "preview_translation": refuse,
    "stop_translation": refuse,
    "convert_to_alias": refuse,
    "translations_report": show_desk,
    "translations_report_results": show_desk,
    "snippets_api_listing": refuse,
    "snippets_api_detail": refuse,
}
"""By the name of the address; None leaves it as it is."""


def guarded_urls() -> list[URLPattern]:
    """Return wagtail-localize's addresses with their answers, to be found before its own.

    Without names: ``reverse`` still finds the stock ones, which are the same addresses.
    """
    (mounted,) = stock.register_admin_urls()
    return [
        path(f"{mounted.pattern}{pattern.pattern}", answer)
        for pattern in mounted.url_patterns
        if (answer := ANSWERS.get(pattern.name, refuse)) is not None
    ]


STOCK_OFFERS = (
    ("register_page_header_buttons", stock.page_listing_more_buttons),
    ("register_page_listing_more_buttons", stock.page_listing_more_buttons),
    ("register_snippet_listing_buttons", stock.register_snippet_listing_buttons),
    ("register_page_action_menu_item", stock.register_restart_translation_page_action_menu_item),
    (
        "register_page_action_menu_item",
        stock.register_convert_back_to_alias_page_action_menu_item,
    ),
    (
        "register_snippet_action_menu_item",
        stock.register_restart_translation_snippet_action_menu_item,
    ),
    ("register_reports_menu_item", stock.register_wagtail_localize2_report_menu_item),
)
"""What wagtail-localize offers beside pages and in menus, by the name of Wagtail's hook."""


def withdraw_stock_offers() -> None:
    """Take wagtail-localize's buttons and menu items back: the desk does what they lead to.

    Wagtail has hooks to remove items from some of these places, but none for the head of a page, and there is no
    public way to unregister a hook.
    """
    for name, offer in STOCK_OFFERS:
        registered = hooks._hooks[name]
        registered[:] = [entry for entry in registered if entry[0] is not offer]
