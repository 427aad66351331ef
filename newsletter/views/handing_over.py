"""How does an approved issue leave, how far is it, and how do the staff see it in their own mail first?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import FormView
from wagtail.admin import messages

from cms import dates
from cms.words import active_language
from newsletter.approval.freezing import current
from newsletter.approval.workflow import may_approve
from newsletter.backends.base import BackendError
from newsletter.backends.registry import backends, sends_tests, title_of
from newsletter.forms.handover import HandoverForm, TrialForm
from newsletter.handover.campaigns import archive_name, archive_of
from newsletter.handover.ledger import State, arrived, progress
from newsletter.handover.obstacles import obstacle_to_files
from newsletter.handover.orders import CannotHandOverError, cancel, release
from newsletter.handover.standing import ask
from newsletter.handover.trials import NotThereError, last_tests
from newsletter.models import Handover
from newsletter.views.screens import ForApprovers, IssueScreen

if TYPE_CHECKING:
    from django.http import HttpRequest

    from newsletter.models import Approval

SIGNS = {
    State.SCHEDULED: "calendar-alt",
    State.QUEUED: "time",
    State.RUNNING: "rotate",
    State.DONE: "circle-check",
    State.FAILED: "circle-xmark",
    State.STOPPED: "warning",
}
"""A state is told by words and by a shape; its colour only repeats it (WCAG 1.4.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A hand-over as it is shown."""

    handover: Handover
    title: str
    """Of the backend."""
    icon: str
    starts: str
    """At which time, by the clocks of the zone in which it was given; empty: at once."""

    @property
    def can_go_on(self) -> bool:
        """Whether it waits for somebody who lets it go on."""
        return self.handover.state in (State.STOPPED, State.FAILED)

    @property
    def can_be_called_off(self) -> bool:
        """Whether it has not begun."""
        return self.handover.state in (State.SCHEDULED, State.QUEUED)

    @property
    def can_be_asked_for(self) -> bool:
        """Whether it is there."""
        return self.handover.state == State.DONE


class HandoverView(IssueScreen, FormView):
    """Shows how far the hand-over of an approved issue is, and begins it."""

    template_name = "newsletter/admin/handover.html"
    form_class = HandoverForm
    page_title = gettext_lazy("Hand over")
    header_icon = "mail"

    @cached_property
    def approval(self) -> Approval | None:
        """The version that is handed over."""
        return current(self.page)

    @cached_property
    def is_approver(self) -> bool:
        """Whether the user begins it, and decides about it."""
        return may_approve(self.request.user, self.page)

    def post(self, request: HttpRequest) -> HttpResponse:
        """Begin it.

        Raises:
            PermissionDenied: if the user may not approve the issue.
        """
        if not self.is_approver:
            raise PermissionDenied
        if self.approval is None:
            messages.error(request, _("Nothing was handed over: the issue is not approved."))
            return self.back()
        if request.POST.get("version") != str(self.approval.version):
            # This person has looked at another one; what is on its way of that stops at its last check.
            said = _(
                "Nothing was handed over: version %(version)s is approved now. Look at it once more."
            )
            messages.error(request, said % {"version": self.approval.version})
            return redirect("newsletter_admin:handover", self.page.pk)
        return super().post(request)

    def get_form_kwargs(self):
        """Tell the form what is handed over, and on whose behalf."""
        return {
            **super().get_form_kwargs(),
            "approval": self.approval,
            "user": self.request.user,
        }

    def get_context_data(self, **kwargs):
        """Tell how far everything is."""
        if self.approval is None or not self.is_approver:
            kwargs.setdefault("form", None)
        there = backends()
        how_far = progress(self.approval) if self.approval else None
        lines = [line_of(each) for each in how_far.handovers] if how_far else []
        return super().get_context_data(
            approval=self.approval,
            is_approver=self.is_approver,
            progress=how_far,
            lines=lines,
            earlier=[line_of(each) for each in arrived(self.page, but=self.approval)],
            has_files=any(each.capabilities.has_files for each in there.values()),
            sends_tests=sends_tests(),
            **kwargs,
        )

    def form_valid(self, form: HandoverForm) -> HttpResponse:
        """Order it; say what stands in the way otherwise."""
        try:
            count = form.save()
        except (CannotHandOverError, BackendError) as error:
            form.add_error("backends", reasons(error))
            return self.form_invalid(form)
        if count:
            said = ngettext(
                "%(count)s edition is on its way, or waits for its time.",
                "%(count)s editions are on their way, or wait for their time.",
                count,
            )
            messages.success(self.request, said % {"count": count})
        else:
            messages.info(self.request, _("All of this was handed over already."))
        return redirect("newsletter_admin:handover", self.page.pk)


class OneHandover(ForApprovers):
    """What is done about one hand-over."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, handover_id: int) -> HttpResponse:
        """Do it, unless it is too late.

        Raises:
            Http404: if this issue has no such hand-over.
        """
        handover = get_object_or_404(Handover, pk=handover_id, edition__approval__issue=self.page)
        try:
            in_time = self.act(handover)
        except CannotHandOverError as error:
            messages.error(request, str(error))
        else:
            if in_time:
                messages.success(request, self.done)
            else:
                messages.warning(request, self.too_late)
        return redirect("newsletter_admin:handover", self.page.pk)


class ReleaseView(OneHandover):
    """Lets go on what was stopped or has failed."""

    done = gettext_lazy("It goes on.")
    too_late = gettext_lazy("There was nothing to let go on: it is on its way already.")

    def act(self, handover: Handover) -> bool:
        """Return whether it goes on."""
        return release(handover, self.request.user)


class CallOffView(OneHandover):
    """Calls off what has not begun."""

    done = gettext_lazy("It was called off.")
    too_late = gettext_lazy("It was too late to call it off.")

    def act(self, handover: Handover) -> bool:
        """Return whether it was in time."""
        return cancel(handover, self.request.user)


class StandingView(OneHandover):
    """Asks how a campaign stands where it was handed over to."""

    done = gettext_lazy("It is being asked. The log says what came of it.")
    too_late = gettext_lazy("Nothing was asked: it was not handed over.")

    def act(self, handover: Handover) -> bool:
        """Return whether it is being asked."""
        return ask(handover, self.request.user)


class FilesView(ForApprovers):
    """Gives the files of all approved editions, as the file backend writes them, to those who hand them over."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Return them as a ZIP archive; say what stands in the way otherwise, as the last check of a hand-over does.

        Raises:
            Http404: if the issue is not approved.
        """
        approval = current(self.page)
        if approval is None:
            raise Http404
        reason = obstacle_to_files(approval)
        if not reason:
            try:
                return _download(approval)
            except BackendError as error:
                reason = str(error)
        messages.error(request, reason)
        return redirect("newsletter_admin:handover", self.page.pk)


class TrialView(ForApprovers, IssueScreen, FormView):
    """Sends an issue to people of the office, approved or not."""

    template_name = "newsletter/admin/trial.html"
    form_class = TrialForm
    page_title = gettext_lazy("Send tests")
    header_icon = "mail"

    def get_form_kwargs(self):
        """Tell the form what is sent, and who asks."""
        return {**super().get_form_kwargs(), "issue": self.page, "user": self.request.user}

    def get_context_data(self, **kwargs):
        """Tell what came of the last ones: a mail about that may not have arrived either."""
        return super().get_context_data(last=last_tests(self.page), **kwargs)

    def form_valid(self, form: TrialForm) -> HttpResponse:
        """Order them; say what stands in the way otherwise."""
        try:
            count = form.save()
        except NotThereError as error:
            form.add_error("languages", reasons(error))
            return self.form_invalid(form)
        except (CannotHandOverError, BackendError) as error:
            form.add_error("addresses", reasons(error))
            return self.form_invalid(form)
        said = ngettext(
            "Tests are on their way to %(count)s address.",
            "Tests are on their way to %(count)s addresses.",
            count,
        )
        messages.success(self.request, said % {"count": count})
        return self.back()


def reasons(error: CannotHandOverError | BackendError) -> list[str]:
    """Return what stands in the way, in sentences."""
    return list(error.reasons) if isinstance(error, CannotHandOverError) else [str(error)]


def _download(approval: Approval) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{archive_name(approval)}"'}
    return HttpResponse(archive_of(approval), content_type="application/zip", headers=headers)


def line_of(handover: Handover) -> Line:
    """Return a hand-over as it is shown."""
    return Line(
        handover=handover,
        title=title_of(handover.backend),
        icon=SIGNS[State(handover.state)],
        starts=(
            dates.format_instant(handover.starts_at, handover.zone, active_language())
            if handover.starts_at
            else ""
        ),
    )
