"""Where does a reader who names no language go?"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import parse_accept_lang_header
from wagtail.models import Site


def front_door(request: HttpRequest) -> HttpResponse:
    """Send a reader to the home page in the first of their languages that is open."""
    root = Site.find_for_request(request).root_page
    homes = root.get_translations(inclusive=True).live().select_related("locale")
    open_languages = {home.locale.language_code for home in homes}
    language = next(
        (code for code in wanted_languages(request) if code in open_languages),
        root.locale.language_code,
    )
    response = HttpResponseRedirect(f"/{language}/")
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


def wanted_languages(request: HttpRequest) -> list[str]:
    """List a reader's languages: the one they chose here before, then those of their browser."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    header = request.headers.get("Accept-Language", "")
    browser = [code for code, quality in parse_accept_lang_header(header) if quality > 0]
    return [chosen, *(code.split("-")[0] for code in browser)]
