"""What can be done with a whole translation: finish it, read it as a second person, publish it?"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic import TemplateView
from wagtail.actions.copy_for_translation import ParentNotTranslatedError
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from cms.desk.access import stage_of, translation_of
from cms.desk.rows import groups
from cms.languages.translation import review, rights
from cms.languages.translation.publication import (
    Allowance,
    IncompleteTranslationError,
    has_proposals,
    may_be_allowed,
    publish,
)
from cms.models import TranslationJob

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from wagtail_localize.models import Translation

    from cms.desk.rows import Group, Row

Stage = TranslationJob.Stage


class RefusedError(Exception):
    """Raised with a sentence for the person when something cannot be done now."""


@require_POST
def act(request: HttpRequest, translation_id: int) -> HttpResponse:
    """Do what is posted as ``action``, and say what has become of the translation.

    Raises:
        PermissionDenied: if the person may not do that.
    """
    translation = translation_of(request, translation_id)
    action = ACTIONS.get(request.POST.get("action", ""))
    if action is None:
        return HttpResponseBadRequest()
    address = reverse("desk:editor", args=[translation.pk])
    try:
        messages.success(request, action(request, translation))
    except IncompleteTranslationError:
        messages.error(
            request, gettext("Not done: there are sentences for which nobody vouches yet.")
        )
        if first := next(iter(gaps(translation)), None):
            address = f"{address}#words-{first.key}"
    except review.WrongStageError:
        messages.error(request, _changed_meanwhile())
    except review.OtherVersionError:
        messages.error(request, _other_version())
    except (RefusedError, ParentNotTranslatedError, ValidationError) as error:
        messages.error(request, _reason(error))
    return HttpResponseRedirect(address)


class PublishWithGapsView(WagtailAdminTemplateMixin, TemplateView):
    """Lists what nobody has confirmed, and publishes it in the words of the source, or of a machine."""

    template_name = "cms/desk/publish_with_gaps.html"
    page_title = _("Publish with gaps")
    header_icon = "warning"

    def dispatch(self, request: HttpRequest, translation_id: int) -> HttpResponse:
        """Find the translation.

        Raises:
            PermissionDenied: if the person may not publish it.
        """
        self.translation = translation_of(request, translation_id)
        if not rights.may_publish(request.user, self.translation):
            raise PermissionDenied
        self.editor_url = reverse("desk:editor", args=[translation_id])
        if review.requires_review(self.translation.target_locale_id):
            messages.error(request, _unread())
            return redirect(self.editor_url)
        self.choices = _choices(self.translation)
        if not self.choices:
            messages.error(request, _too_early())
            return redirect(self.editor_url)
        return super().dispatch(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Publish as it is posted as ``allow``."""
        allow = next((each for each in self.choices if each == request.POST.get("allow")), None)
        if allow is None:
            return HttpResponseBadRequest()
        try:
            _publish_version(request, self.translation, allow=allow)
        except review.OtherVersionError:
            messages.error(request, _other_version())
            return redirect(request.path)
        except IncompleteTranslationError:  # the source has changed meanwhile
            messages.error(request, _too_early())
        except (ParentNotTranslatedError, ValidationError) as error:
            messages.error(request, _reason(error))
        else:
            messages.success(request, _published(allow))
        return redirect(self.editor_url)

    def get_page_subtitle(self) -> str:
        """Return what is published."""
        return self.translation.source.object_repr

    def get_breadcrumbs_items(self):
        """Lead to the editor."""
        return [
            {"url": reverse("desk:desk"), "label": gettext("Translations")},
            {"url": self.editor_url, "label": self.get_page_subtitle()},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        """List the gaps."""
        found = groups(self.translation)
        return super().get_context_data(
            gaps=_gaps(found),
            version=version_of(found),
            choices=[str(choice) for choice in self.choices],
            editor_url=self.editor_url,
            source_language=self.translation.source.locale.language_code,
            target_language=self.translation.target_locale.language_code,
            **kwargs,
        )


def _choices(translation: Translation) -> list[Allowance]:
    """Return how a translation that is not finished can be published, if at all."""
    found = [Allowance.MACHINE] if has_proposals(translation) else []
    return [choice for choice in (*found, Allowance.SOURCE) if may_be_allowed(translation, choice)]


def _published(allow: Allowance) -> str:
    if allow == Allowance.MACHINE:
        return gettext("Published. Readers are told that nobody has checked the machine’s words.")
    return gettext("Published, with the gaps in the source’s words.")


def _too_early() -> str:
    return gettext(
        "Not published: title, summary and all that stands outside the text have to be translated first. Gaps can only be"
        " in the text, where readers are told of them."
    )


def gaps(translation: Translation) -> list[Row]:
    """Return the sentences for which nobody vouches, in the order of the editor."""
    return _gaps(groups(translation))


def _gaps(found: list[Group]) -> list[Row]:
    rows = (row for group in found for row in group.rows)
    return [row for row in rows if not row.segment.is_confirmed and not row.is_repeated]


def version_of(found: list[Group]) -> str:
    """Return the version of a translation that a screen shows, for the form by which it is approved or published."""
    rows = [row.segment for group in found for row in group.rows]
    return json.dumps(review.version(rows, [row.fact for group in found for row in group.facts]))


def _version_seen(request: HttpRequest) -> dict[str, str]:
    """Return the version that a form tells; none at all where it tells nothing that can be read."""
    try:
        seen = json.loads(request.POST.get("version", ""))
    except ValueError:
        return {}
    return seen if isinstance(seen, dict) else {}


@transaction.atomic
def _publish_version(
    request: HttpRequest, translation: Translation, *, allow: Allowance = Allowance.NOTHING
) -> None:
    """Publish what the person has read."""
    review.hold_version(translation, _version_seen(request))
    publish(translation, request.user, allow=allow)


def _finish(request: HttpRequest, translation: Translation) -> str:
    stage = review.finish(translation, request.user)
    if stage == Stage.REVIEW:
        return gettext("Finished. A second person reads it now.")
    return _ready(stage)


def _approve(request: HttpRequest, translation: Translation) -> str:
    try:
        seen = _version_seen(request)
        return _ready(review.approve(translation, request.user, seen=seen))
    except review.WrongStageError as error:
        raise RefusedError(
            gettext("It was changed meanwhile, and has to be finished first.")
        ) from error
    except review.SameReaderError as error:
        raise RefusedError(
            gettext("You have finished it yourself: somebody else has to read it.")
        ) from error


def _send_back(request: HttpRequest, translation: Translation) -> str:
    note = request.POST.get("note", "").strip()[:1000]
    if not note:
        raise RefusedError(gettext("Say in a note what should be changed."))
    review.send_back(translation, note)
    return gettext("Sent back with your note.")


def _publish(request: HttpRequest, translation: Translation) -> str:
    if not rights.may_publish(request.user, translation):
        raise PermissionDenied
    is_unread = review.requires_review(translation.target_locale_id)
    if is_unread and stage_of(translation) not in (Stage.READY, Stage.PUBLISHED):
        raise RefusedError(_unread())
    _publish_version(request, translation)
    return gettext("Published.")


def _changed_meanwhile() -> str:
    return gettext("Nothing was done: somebody else has changed or finished it meanwhile.")


def _other_version() -> str:
    return gettext(
        "Not done: words have changed since you opened this page. It is shown as it is now; read it again."
    )


def _ready(stage: str) -> str:
    if stage == Stage.PUBLISHED:
        return gettext("Finished, and published as it was to be.")
    return gettext("Finished. It is ready to be published.")


def _unread() -> str:
    return gettext(
        "Not published: in this language a second person reads every translation before it goes public."
    )


def _reason(error: Exception) -> str:
    """Return why something could not be done, as a sentence."""
    if isinstance(error, ParentNotTranslatedError):
        return gettext("Not done: the page above has no version in this language.")
    if isinstance(error, ValidationError):
        return gettext("Not done: %(reasons)s") % {"reasons": " ".join(error.messages)}
    return str(error)


ACTIONS: dict[str, Callable[[HttpRequest, Translation], str]] = {
    "finish": _finish,
    "approve": _approve,
    "send_back": _send_back,
    "publish": _publish,
}
"""By what is posted; each returns a sentence that says what was done."""
