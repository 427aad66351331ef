"""What happens when a sentence is left, or a fact replaced? It is saved; and nothing that somebody typed is lost."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST
from wagtail.actions.copy_for_translation import ParentNotTranslatedError
from wagtail.admin import messages
from wagtail_localize.models import String, Translation

from cms.characters import refuse_unsafe
from cms.desk.access import stage_of, translation_of
from cms.desk.facts import FactForm
from cms.desk.hints import remarks
from cms.desk.rows import place_of, row_at
from cms.languages.translation import rights
from cms.languages.translation.legible import stored, typed
from cms.languages.translation.overrides import FactChangedMeanwhileError, facts, replace
from cms.languages.translation.publication import has_drafts, save_draft
from cms.languages.translation.segments import (
    ChangedMeanwhileError,
    Place,
    SourceChangedError,
    erase,
    write,
)

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from wagtail_localize.models import StringTranslation

from cms.desk.rows import Row

LOST, CONFLICT, GONE = 404, 409, 410
"""Statuses: there is no translation any more; somebody else has written meanwhile; the source has lost the sentence."""


@require_POST
def save_segment(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Save the words of one segment; none erase it.

    Posted are ``place`` (as the editor gave it out), ``words`` as they were typed, and ``seen``: when the words were
    written that the person saw before, as ISO 8601, empty where there were none. A script asks for JSON, and gets it
    with the status 200, 400 (nothing is saved: characters that must not stand in a line), 409 (another's words, which this
    has not overwritten) or 410 (the words are kept although the source has changed); without a script the answer is a page.

    A translation that is there no more is answered with 404, and in words: with it goes the editor that would offer
    again what was typed.

    Raises:
        Http404: if the place was not given out for it.
    """
    try:
        translation = translation_of(request, translation_id)
    except PermissionDenied:
        if wants_json(request):
            return refusal()
        raise
    except Http404:
        return _lost(request, request.POST.get("words", ""))
    return _save(request, translation)


def _save(request: HttpRequest, translation: Translation) -> HttpResponse:
    try:
        place, is_rich = place_of(translation, request.POST.get("place", ""))
        _write(translation, place, request, is_rich=is_rich)
    except LookupError as error:
        raise Http404 from error
    except ValidationError as error:
        return _answer(request, translation, _refusal(error), status=400)
    except ChangedMeanwhileError as error:
        return _conflict(request, translation, error.theirs, is_rich=is_rich)
    except SourceChangedError:
        return _gone(request, translation)
    except Translation.DoesNotExist:  # deleted since it was found
        return _lost(request, request.POST.get("words", ""))
    return _saved(request, translation, place)


@require_POST
def save_fact(request: HttpRequest, translation_id: int, context_id: int) -> HttpResponse:
    """Save what readers of a translation get in place of a fact of the source; nothing gives them that of the source.

    Posted are ``value`` and ``seen``; answers are those of ``save_segment``.

    Raises:
        Http404: if there is no such fact in its source.
    """
    try:
        translation = translation_of(request, translation_id)
    except PermissionDenied:
        if wants_json(request):
            return refusal()
        raise
    except Http404:
        return _lost(request, request.POST.get("value", ""))
    known = {fact.context: fact for fact in facts(translation)}
    if context_id not in known:
        raise Http404
    model = translation.source.specific_content_type.model_class()
    form = FactForm(model, known[context_id], request.POST, user=request.user)
    if not form.is_valid():
        return _answer(request, translation, " ".join(form.errors["value"]), status=400)
    try:
        replace(
            translation,
            context_id,
            form.value,
            seen=_moment(request.POST.get("seen", "")),
            user=request.user,
        )
    except FactChangedMeanwhileError:
        said = gettext(
            "Not saved: somebody else has changed this meanwhile. Load the page again to see it."
        )
        return _answer(request, translation, said, status=CONFLICT)
    begin_draft(translation, request.user)
    found = next(fact for fact in facts(translation) if fact.context == context_id)
    return _answer(
        request,
        translation,
        gettext("Saved"),
        written_at=found.written_at.isoformat() if found.written_at else "",
        stage=stage_of(translation),
    )


def wants_json(request: HttpRequest) -> bool:
    """Return whether a script asks."""
    return request.headers.get("Accept") == "application/json"


def refusal() -> JsonResponse:
    """Return the answer to a script of somebody who is signed in and may not translate this."""
    said = gettext("Not saved: you may not translate this (any more).")
    return JsonResponse({"said": said}, status=403)


def begin_draft(translation: Translation, user) -> str:
    """Make the page in the language of a translation as soon as there is something to show.

    Returns:
        Why there is none; empty where all is well.
    """
    if not has_drafts(translation) or rights.target_of(translation) is not None:
        return ""
    try:
        save_draft(translation, user)
    except ParentNotTranslatedError:
        return gettext("There is no preview: the page above has no version in this language.")
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def _write(translation: Translation, place: Place, request: HttpRequest, *, is_rich: bool) -> None:
    """Store or erase what is posted.

    Raises:
        ValidationError: if what is a line, and may become the subject of a mail, holds what must not stand in one.
    """
    seen = _moment(request.POST.get("seen", ""))
    source = String.objects.filter(pk=place.string).values_list("data", flat=True).first()
    words = stored(request.POST.get("words", ""), is_rich=is_rich, source=source or "")
    if words and not is_rich and "<br" not in words:
        refuse_unsafe(typed(words, is_rich=False))
    if words:
        write(translation, place, words, seen=seen, user=request.user)
    else:
        erase(translation, place, seen=seen)


def _saved(request: HttpRequest, translation: Translation, place: Place) -> HttpResponse:
    warning = begin_draft(translation, request.user)
    row, how_far = row_at(translation, place)
    if row is None:  # erased, of a source that has changed meanwhile
        return _gone(request, translation)
    found = remarks(translation, row.segment)
    if not wants_json(request):
        for said in [*found, *([warning] if warning else [])]:
            messages.warning(request, said)
        return _back(translation, row.key)
    return JsonResponse(
        {
            "state": row.state,
            "state_html": _state_html(request, row),
            "words": row.words,
            "written_at": row.segment.written_at.isoformat() if row.segment.written_at else "",
            "problems": found,
            "warning": warning,
            "done": how_far.done,
            "total": how_far.total,
            "progress_html": render_to_string(
                "cms/desk/includes/progress.html", {"progress": how_far}, request
            ),
            "stage": stage_of(translation),
        }
    )


def _refusal(error: ValidationError) -> str:
    return f"{gettext('Not saved:')} {' '.join(error.messages)}"


def _conflict(
    request: HttpRequest,
    translation: Translation,
    theirs: StringTranslation,
    *,
    is_rich: bool,
) -> HttpResponse:
    """Show the other's words beside those that were typed, which one can still keep."""
    place = Place(theirs.context_id, theirs.translation_of_id)
    row, _how_far = row_at(translation, place)
    shown = {
        "theirs": typed(theirs.data, is_rich=is_rich),
        "seen": theirs.updated_at.isoformat(),
        "said": gettext("Not saved: somebody else has written this meanwhile."),
    }
    if row and row.segment.written_by:
        shown["said"] = gettext("Not saved: %(name)s has written this meanwhile.") % {
            "name": row.segment.written_by
        }
    if wants_json(request):
        html = _state_html(request, row) if row else ""
        return JsonResponse({**shown, "state_html": html}, status=CONFLICT)
    context = {
        **shown,
        "translation": translation,
        "source_language": translation.source.locale.language_code,
        "target_language": translation.target_locale.language_code,
        "place": request.POST["place"],
        "words": request.POST.get("words", ""),
        "row": row,
        "back_url": reverse("desk:editor", args=[translation.pk]),
        "page_title": translation.source.object_repr,
        "header_title": translation.source.object_repr,
    }
    return render(request, "cms/desk/conflict.html", context, status=CONFLICT)


def _gone(request: HttpRequest, translation: Translation) -> HttpResponse:
    said = gettext(
        "The source of this sentence has changed meanwhile. Your words are kept; you find them beside the new source."
    )
    return _answer(request, translation, said, status=GONE)


def _lost(request: HttpRequest, typed: str) -> HttpResponse:
    """Say that there is nothing left to translate, and give back what was typed."""
    said = gettext(
        "Not saved: the original was deleted meanwhile, or its translation is not wanted any more. What you typed is still"
        " here. Copy it now if you need it."
    )
    if wants_json(request):
        return JsonResponse({"said": said}, status=LOST)
    title = gettext("Nothing is left to translate here")
    context = {"said": said, "typed": typed, "page_title": title, "header_title": title}
    return render(request, "cms/desk/lost.html", context, status=LOST)


def _answer(
    request: HttpRequest, translation: Translation, said: str, *, status: int = 200, **more
) -> HttpResponse:
    """Return a sentence for a script, or lead back to the editor with it."""
    if wants_json(request):
        return JsonResponse({"said": said, **more}, status=status)
    tell = messages.success if status == 200 else messages.warning
    tell(request, said)
    return _back(translation)


def _back(translation: Translation, key: str = "") -> HttpResponseRedirect:
    address = reverse("desk:editor", args=[translation.pk])
    return HttpResponseRedirect(f"{address}#words-{key}" if key else address)


def _state_html(request: HttpRequest, row: Row) -> str:
    return render_to_string("cms/desk/includes/state.html", {"row": row}, request)


def _moment(text: str) -> datetime | None:
    """Return an instant from a form; what is none was never seen."""
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None
