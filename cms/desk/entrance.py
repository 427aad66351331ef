"""Which of Wagtail's own screens lead to the desk, since they would take a translation past its gate?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.shortcuts import redirect
from django.utils.translation import gettext
from wagtail.admin import messages
from wagtail.models import Page, TranslatableMixin
from wagtail_localize.models import Translation

from cms.languages.translation import rights

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model
    from django.http import HttpRequest, HttpResponse


def edit_instead(request: HttpRequest, instance: Model) -> HttpResponse | None:
    """Lead from Wagtail's edit form of a translation to its editor; None where the form is right.

    Raises:
        PermissionDenied: if something is posted to the form, which would go public past the gate, or if the person
            may not translate.
    """
    if not isinstance(instance, TranslatableMixin):
        return None
    record = Translation.objects.filter(
        source__object=instance.translation_key, target_locale=instance.locale_id, enabled=True
    ).first()
    if record is None:
        return None
    if request.method != "GET" or not rights.may_translate(request.user, record):
        raise PermissionDenied
    return redirect("desk:editor", record.pk)


def refuse_to_publish_many(request: HttpRequest, pages: Iterable[Page]) -> HttpResponse | None:
    """Refuse to publish many pages at once while translations are among them, whose drafts may have gaps.

    Returns:
        The way back to the list with the reason; None where there are none.
    """
    pages = list(pages)
    found = _translations(pages, below="include_descendants" in request.POST)
    if not found:
        return None
    messages.error(
        request,
        gettext("Nothing was published. Translations are published at the desk: %(names)s")
        % {"names": ", ".join(str(page) for page in found)},
    )
    return redirect("wagtailadmin_explore", pages[0].get_parent().pk)


def _translations(pages: list[Page], *, below: bool) -> list[Page]:
    """Return the pages, with the drafts below them if wanted, that are made by translators. Two queries."""
    wanted = Q(pk__in=[page.pk for page in pages])
    if below:
        for page in pages:
            wanted |= Q(path__startswith=page.path, live=False)
    places = {
        (page.translation_key, page.locale_id): page
        for page in Page.objects.filter(wanted).order_by("path")
    }
    records = Translation.objects.filter(
        source__object__in=[key for key, _locale in places], enabled=True
    ).values_list("source__object", "target_locale")
    asked = set(records)
    return [page for place, page in places.items() if place in asked]
