"""What is at the address of a picture that is told uncut (``Picture.sources``)?"""

from __future__ import annotations

import logging
from threading import Lock
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe
from wagtail.images.models import Filter

from cms.models import Picture
from cms.models.media import PictureRendition, is_signed, uncut_filter
from cms.models.picture_files import UNREADABLE

if TYPE_CHECKING:
    from django.http import HttpRequest

logger = logging.getLogger(__name__)

REMEMBERED = 300
"""Seconds for which it is known where the file lies: it may be made anew, and a storage may sign its own addresses for a time."""
DRAWING = Lock()
"""A large picture takes hundreds of megabytes while it is made smaller: one at a time in each process."""


@require_safe
def picture_source(
    request: HttpRequest, signature: str, pk: int, width: int, version: str, form: str
) -> HttpResponseRedirect:
    """Lead to the file of a picture in one size and format. It is made when somebody asks for it first.

    A picture is for everybody who has its address, as its file in the storage is: what may not be seen is not told, and
    nobody guesses a signature. It also keeps strangers from letting the site draw what nobody needs. Wagtail's own view
    (``wagtail.images.views.serve``) knows one key: with it, a copy elsewhere would lose all its pictures when the key is replaced.

    Args:
        request: by anybody, who is not looked at.
        signature: over all that follows but the version.
        pk: of the picture.
        width: in pixels.
        version: tells caches apart what is at the address; whoever knows an old one is led to what is there now.
        form: such as "webp".

    Raises:
        PermissionDenied: if it is not signed by this site.
        Http404: if there is no such picture, or its file cannot be read.
    """
    if not is_signed(signature, pk, width, form):
        raise PermissionDenied
    picture = get_object_or_404(Picture, pk=pk)
    try:
        file = _made(picture, uncut_filter(width, form))
    except UNREADABLE as error:
        logger.exception("The file of picture %s cannot be read", pk)
        raise Http404 from error
    response = HttpResponseRedirect(file.url)
    patch_cache_control(response, public=True, max_age=REMEMBERED)
    return response


def _made(picture: Picture, size: str) -> PictureRendition:
    """Return a size of a picture; only what has to be made waits for others.

    Args:
        picture: from the database.
        size: Wagtail's filter.
    """
    try:
        return picture.find_existing_rendition(Filter(spec=size))
    except PictureRendition.DoesNotExist:
        with DRAWING:
            return picture.get_rendition(size)
