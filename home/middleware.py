"""What happens to a response on a developer's machine?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import Http404

from home.views import page_not_found

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

OF_FRONT = ("wagtail_serve", "shared_draft", "review", "review_content")
"""The names of the addresses that readers open."""


def designed_not_found(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Show the site's own page instead of Django's technical one where a page for readers is not found.

    The demonstration runs in development; a wrong address there should look as it does to readers. The admin and
    files keep the technical page.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        view = request.resolver_match
        is_of_front = view is None or view.url_name in OF_FRONT
        if response.status_code == 404 and is_of_front:
            return page_not_found(request, Http404())
        return response

    return middleware
