"""What does somebody see who was sent a link to an issue, and how do they answer?

These addresses have no language: whoever follows a link has none yet. The overview is in the first of their browser's
languages that is open, the page of an edition in the language of its readers.
"""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING

from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import get_resolver, reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from cms.languages.chains import open_languages, site_language
from cms.models.sharing import LinkEndedError, UnknownLinkError
from newsletter.forms.reviews import AnswerForm
from newsletter.review.sharing import TooManyAnswersError, answer, follow
from newsletter.review.viewing import Form, SeenEdition, seen, shows_withdrawn
from newsletter.views.editions import Choice, Row, edition_of, forms
from newsletter.views.showing import shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

    from newsletter.models import ReviewLink

FORMS = {Form.WEB: _("web page"), Form.MAIL: _("mail"), Form.TEXT: _("mail, text part")}
"""The forms in which a reviewer looks at an edition: on their own screen, in its own colours."""


def for_whoever_has_the_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give a view the link of its address, in the interface language, and let nobody keep or list what it answers.

    The address is told to no other site. This one must see from where a form comes: under "no-referrer" browsers send
    "Origin: null" with it, which Django refuses.
    """

    @wraps(view)
    def guarded(request: HttpRequest, token: str, **named: str) -> HttpResponse:
        with translation.override(_interface(named.get("language", ""))):
            try:
                response = view(request, follow(token), **named)
            except (UnknownLinkError, Http404) as error:
                response = get_resolver().resolve_error_handler(404)(request, exception=error)
            except LinkEndedError:
                response = render(request, "cms/link_ended.html", status=410)
            response.headers.setdefault("Content-Language", translation.get_language())
        response["Referrer-Policy"] = "same-origin"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return cache_control(private=True, no_store=True)(guarded)


@require_http_methods(["GET", "HEAD", "POST"])
@for_whoever_has_the_link
def review(
    request: HttpRequest, link: ReviewLink, language: str = "", audience: str = "", form: str = ""
) -> HttpResponse:
    """Show what there is to look at, or one edition in one form, and take an answer.

    Raises:
        Http404: if there is no such edition or form.
    """
    edition = _edition(link, language, audience, form) if language else None
    asked = AnswerForm(request.POST or None, initial={"language": language})
    if asked.is_valid() and _answered(link, asked):
        return HttpResponseRedirect(reverse("review", args=[link.token]) + "?answered")
    context = {
        "link": link,
        "form": asked,
        "is_answered": "answered" in request.GET,
        "overview_url": reverse("review", args=[link.token]),
    }
    if edition is None:
        rows = [Row(one, _choices(link, one)) for one in seen(link.issue) if not one.is_hidden]
        return render(request, "newsletter/review.html", {**context, "rows": rows})
    context |= {
        "edition": edition,
        "forms": _choices(link, edition, form),
        "current": FORMS[Form(form)],
        "content_url": _url("review_content", link, edition, Form(form)),
    }
    return render(request, "newsletter/review_edition.html", context)


@require_safe
@for_whoever_has_the_link
def review_content(
    request: HttpRequest, link: ReviewLink, language: str, audience: str, form: str
) -> HttpResponse:
    """Return an edition in one form, as a document of its own.

    Raises:
        Http404: if there is no such edition or form.
    """
    edition = _edition(link, language, audience, form)
    if form != Form.WEB and shows_withdrawn(edition):
        return render(request, "newsletter/review_withdrawn.html", {"edition": edition}, status=410)
    if not edition.version:
        request.share_link = link  # above the page it says that this is a draft
    return shown(request, link.issue.get_latest_revision_as_object(), edition, form)


def _interface(language: str) -> str:
    """Return the language in which to speak: that of an address, or of the reader's browser, where it is open."""
    tags = open_languages().tags
    wanted = (language, translation.get_language() or "")
    return next((tag for tag in wanted if tag in tags), site_language())


def _edition(link: ReviewLink, language: str, audience: str, form: str) -> SeenEdition:
    if form not in FORMS:
        raise Http404
    edition = edition_of(link.issue, language, audience, form)
    if edition.is_hidden:  # all of it: its subject stands above the frame
        raise Http404
    return edition


def _choices(link: ReviewLink, edition: SeenEdition, current: str = "") -> list[Choice]:
    return [
        Choice(FORMS[form], _url("review", link, edition, form), form == current)
        for form in forms(edition)
        if form in FORMS
    ]


def _url(name: str, link: ReviewLink, edition: SeenEdition, form: Form) -> str:
    return reverse(name, args=[link.token, edition.language, edition.audience, form.value])


def _answered(link: ReviewLink, form: AnswerForm) -> bool:
    """Store an answer; return whether there was room for it, which the form says otherwise."""
    try:
        answer(link, **form.cleaned_data)
    except TooManyAnswersError:
        form.add_error(
            None,
            gettext(
                "Nobody can answer by this link any more: it has as many answers as it takes. Please write to whoever sent it to you."
            ),
        )
        return False
    return True
