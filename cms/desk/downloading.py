"""How do words leave the desk as files, one translation or many at once?"""

from __future__ import annotations

from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext, gettext_lazy, ngettext
from django.views.decorators.http import require_safe
from wagtail.admin import messages
from wagtail_localize.models import Translation

from cms.desk.access import may_enter, translation_of
from cms.desk.filters import DeskFilter
from cms.languages.chains import open_languages
from cms.languages.translation import rights
from cms.languages.translation.exchange.contents import sheets
from cms.languages.translation.exchange.files import FORMATS, MEMORY, Format, file_name, pack
from cms.languages.translation.sources import Source, pages, promotions

if TYPE_CHECKING:
    from collections.abc import Iterable
    from uuid import UUID

    from django.contrib.auth.models import AbstractUser
    from django.db.models import QuerySet
    from django.http import HttpRequest, HttpResponse

MOST = 200
"""How many translations may leave, or come back, at once on a screen: to take so many takes some ten seconds. More are a
matter of the command line."""

DOWNLOADS = {
    "po": gettext_lazy("Download as PO"),
    "xliff": gettext_lazy("Download as XLIFF"),
}
"""What the desk offers besides what is done to translations, by the name of the format."""


@require_safe
def download(request: HttpRequest, translation_id: int, form: str) -> FileResponse:
    """Answer with the words of one translation as a file.

    Raises:
        Http404: if there is no such translation or format.
        PermissionDenied: if the person neither translates it nor asks for translations.
    """
    translation = translation_of(request, translation_id, may=rights.may_read)
    chosen = _format(form)
    [sheet] = sheets(Translation.objects.filter(pk=translation.pk))
    return FileResponse(
        BytesIO(chosen.write(sheet)),
        as_attachment=True,
        filename=file_name(sheet, chosen).replace("/", "-"),
        content_type=chosen.content_type,
    )


@require_safe
def download_list(request: HttpRequest, form: str) -> HttpResponse:
    """Answer with the words of all that a filter of the desk finds, in the languages that it shows.

    Raises:
        Http404: if there is no such format.
        PermissionDenied: if the person has nothing to do at the desk.
    """
    if not may_enter(request.user):
        raise PermissionDenied
    chosen = _format(form)
    asked = DeskFilter(request.GET, user=request.user)
    back = f"{reverse('desk:desk')}?{request.GET.urlencode()}"
    if not asked.is_valid():
        return redirect(back)
    keys = {row.translation_key for row in map(Source._make, asked.found())}
    found = _wanted(request.user, asked.shown()).filter(source__object__in=keys)
    return _archive(request, found, chosen, back)


def download_ticked(
    request: HttpRequest, ticked: Iterable[tuple[UUID, str]], form: str
) -> HttpResponse:
    """Answer with the words of what somebody has ticked on the desk.

    What nobody has asked for, or this person does not translate, is left out; the next screen says so.

    Args:
        request: of somebody who may enter the desk.
        ticked: translation key of the source, BCP 47 tag.
        form: name of the format.
    """
    locales = open_languages().locales
    keys = {key for key, _tag in ticked}
    own = {
        key: locale
        for visible in (pages().filter(rights.visible_to(request.user)), promotions())
        for key, locale in visible.filter(translation_key__in=keys).values_list(
            "translation_key", "locale"
        )
    }
    wanted = {(key, locales[tag]) for key, tag in ticked if key in own and locales[tag] != own[key]}
    candidates = _wanted(request.user, {tag for _key, tag in ticked}).filter(
        source__object__in={key for key, _locale in wanted}
    )
    found = [
        pk
        for pk, *place in candidates.values_list("pk", "source__object", "target_locale")
        if tuple(place) in wanted
    ]
    if found and len(found) < len(wanted):
        left_out = len(wanted) - len(found)
        messages.info(
            request,
            ngettext(
                "%(count)s translation that was ticked is not in the download: nobody has asked for it, or you do not"
                " translate into its language.",
                "%(count)s translations that were ticked are not in the download: nobody has asked for them, or you do"
                " not translate into their languages.",
                left_out,
            )
            % {"count": left_out},
        )
    return _archive(
        request,
        candidates.filter(pk__in=found),
        _format(form),
        request.get_full_path(),
    )


def _wanted(user: AbstractUser, tags: Iterable[str]) -> QuerySet[Translation]:
    """Return what is asked for in some languages, where somebody may have it; whether they see the source is not asked.

    Lists go by the right for a language; who may write a translation because they edit its page downloads it there.
    """
    own = tags if rights.may_coordinate(user) else set(tags) & set(rights.languages_of(user))
    locales = open_languages().locales
    return (
        rights.asked()
        .filter(target_locale__in=[locales[tag] for tag in own])
        .order_by("target_locale__language_code", "source__object_repr", "pk")
    )


def _archive(
    request: HttpRequest, translations: QuerySet[Translation], form: Format, back: str
) -> HttpResponse:
    """Answer with an archive, or lead back with the reason why there is none. Three queries for each 50 translations."""
    tags = list(translations.values_list("target_locale__language_code", flat=True)[: MOST + 1])
    if not tags:
        messages.warning(
            request,
            gettext("Nothing to download: nobody has asked for it, or you do not translate it."),
        )
        return redirect(back)
    if len(tags) > MOST:
        messages.error(
            request,
            gettext(
                "These are more than %(limit)s translations. Choose fewer pages or languages, or ask whoever runs the site"
                " for all of them: the command export_translations has no such limit."
            )
            % {"limit": MOST},
        )
        return redirect(back)
    # It has no name on disk, however large it grows, and is gone when it was sent.
    file = SpooledTemporaryFile(max_size=MEMORY)  # noqa: SIM115 -- the response closes it
    pack(sheets(translations), form, file)
    file.seek(0)
    languages = f"-{tags[0].lower()}" if len(set(tags)) == 1 else ""
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"translations{languages}.zip",
        content_type="application/zip",
    )


def _format(name: str) -> Format:
    if name not in FORMATS:
        raise Http404
    return FORMATS[name]
