"""Can the issue go out tomorrow, in which languages, what is in the way, and who can mend it? The Friday screen."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from wagtail.admin import messages

from cms import names
from cms.words import active_language
from newsletter.approval.decisions import Choice, plans
from newsletter.approval.freezing import current, next_version
from newsletter.approval.standing import standing
from newsletter.approval.workflow import approvers, may_approve
from newsletter.backends.registry import sends_tests, title_of
from newsletter.blocks import Audience
from newsletter.forms.approval import DecisionForm
from newsletter.frozen.redaction import may_redact
from newsletter.handover.ledger import handovers_of
from newsletter.models import FrozenEdition
from newsletter.readiness.verdict import readiness
from newsletter.reminders import ask_assignees
from newsletter.views.screens import IssueScreen, OfIssue

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from newsletter.approval.decisions import Plan
    from newsletter.models import Approval, IssuePage
    from newsletter.readiness.findings import Finding, Readiness, Verdict

SIGNS = {
    "blocking": ("circle-xmark", pgettext_lazy("of a finding, in one language", "in the way")),
    "warning": ("warning", pgettext_lazy("of a finding, in one language", "worth a look")),
    "": ("minus", pgettext_lazy("of a finding, in one language", "not concerned")),
}
"""A finding is told by a shape and by words; its colour only repeats them (WCAG 1.4.1)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """What a finding means for one language."""

    tag: str
    weight: str
    """"blocking" or "warning"; empty where the language is not concerned."""
    icon: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A finding, and what it means for each language."""

    finding: Finding
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """How an issue stands in one language."""

    tag: str
    plan: Plan
    verdict: Verdict
    size: str
    """Of the mail, in words."""
    warnings: int
    edition: FrozenEdition | None
    """As it was approved; None while it is not."""
    form: DecisionForm | None
    """By which the user decides; None where they may not, or where nothing is left to decide."""
    handovers: list[tuple[str, str]]
    """Where the edition goes, or went, and how far it is."""


class ReadinessView(IssueScreen):
    """Shows the verdict on an issue, and what those who approve it can do about it."""

    template_name = "newsletter/admin/readiness.html"
    page_title = gettext_lazy("Ready to go out?")
    header_icon = "tasks"

    def get_context_data(self, **kwargs):
        """Tell the verdict, what was decided, and what can be done now."""
        found = readiness(self.issue)
        approval = current(self.page)
        now = standing(self.page, found, approval)
        wanted, obstacles = now.wanted, now.obstacles
        written = tuple(dict.fromkeys(wanted.values()))
        user = self.request.user
        is_approver = may_approve(user, self.page)
        lines = _lines(self.page, found, approval, is_approver=is_approver)
        return super().get_context_data(
            approval=approval,
            next_version=next_version(self.page),
            revision=self.page.latest_revision_id,
            ready=[tag for tag in written if tag not in obstacles],
            obstacles=obstacles,
            instead={tag: tongue for tag, tongue in wanted.items() if tag != tongue},
            held=[line.tag for line in lines if line.plan.choice == Choice.HOLD],
            lines=lines,
            groups=_groups(found),
            tags=list(found.verdicts),
            signs=SIGNS,
            has_assignees=any(finding.assignee for finding in found.findings),
            is_approver=is_approver,
            may_redact=may_redact(user, self.page),
            sends_tests=is_approver and sends_tests(),
            workflow=self.page.get_workflow(),
            moderation=self.page.current_workflow_state,
            approvers=approvers(self.page),
            **kwargs,
        )


class AskView(OfIssue):
    """Asks those who translate what is left of an issue to finish it."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Have one mail sent to each of them, and say how many it are."""
        count = ask_assignees(self.issue, request.user)
        if count:
            said = ngettext(
                "%(count)s translator was asked by mail.",
                "%(count)s translators were asked by mail.",
                count,
            )
            messages.success(request, said % {"count": count})
        else:
            messages.info(
                request,
                _("Nobody was asked: who still has words to translate is you, or wants no mails."),
            )
        return self.back()


def _lines(
    page: IssuePage, found: Readiness, approval: Approval | None, *, is_approver: bool
) -> list[Line]:
    """Return how an issue stands in each language. A constant number of queries."""
    editions = _editions(approval)
    handovers = _handovers(approval)
    planned = plans(page)
    reader = active_language()
    return [
        Line(
            tag=tag,
            plan=planned[tag],
            verdict=verdict,
            size=names.format_file_size(verdict.mail_size, reader),
            warnings=sum(not finding.is_blocking for finding in verdict.findings),
            edition=editions.get(tag),
            form=DecisionForm.about(planned[tag]) if is_approver and tag not in editions else None,
            handovers=handovers.get(tag, []),
        )
        for tag, verdict in found.verdicts.items()
    ]


def _editions(approval: Approval | None) -> dict[str, FrozenEdition]:
    """Return what was approved for everyone, by the language of its readers. One query."""
    frozen = FrozenEdition.objects.filter(approval=approval, audience=Audience.EVERYONE)
    light = frozen.defer("web", "mail_html", "mail_text", "head")
    return {each.language: each for each in light} if approval else {}


def _handovers(approval: Approval | None) -> dict[str, list[tuple[str, str]]]:
    """Return where what was approved for everyone goes, and how far it is, by the language of its readers. One query."""
    found: dict[str, list[tuple[str, str]]] = {}
    if approval:
        for each in handovers_of(approval).filter(edition__audience=Audience.EVERYONE):
            told = (title_of(each.backend), each.get_state_display())
            found.setdefault(each.edition.language, []).append(told)
    return found


def _groups(found: Readiness) -> list[tuple[str, list[Row]]]:
    """Return the findings under their headings, what stands in the way first."""
    tags = tuple(found.verdicts)
    blocking = [_row(each, tags) for each in found.findings if each.is_blocking]
    others = [_row(each, tags) for each in found.findings if not each.is_blocking]
    headings = ((_("In the way"), blocking), (_("Worth a look"), others))
    return [(heading, rows) for heading, rows in headings if rows]


def _row(finding: Finding, tags: tuple[str, ...]) -> Row:
    def cell(tag: str) -> Cell:
        is_concerned = not finding.languages or tag in finding.languages
        weight = str(finding.weight) if is_concerned else ""
        icon, words = SIGNS[weight]
        return Cell(tag=tag, weight=weight, icon=icon, words=str(words))

    return Row(finding=finding, cells=tuple(map(cell, tags)))
