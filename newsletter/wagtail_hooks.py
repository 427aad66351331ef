"""What does the newsletter add to the editors' side? Registrations only; the logic is imported."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.messages import get_messages
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button

from cms.content import index_of
from cms.desk.filters import HOOK as DESK_FILTERS
from cms.management.commands.belfry_periodic import HOOK as PERIODIC
from cms.models import kinds_with
from cms.roles import HOOK as ROLES
from newsletter import urls
from newsletter.handover.work import work_off_due
from newsletter.history import FORMATTERS
from newsletter.models import IssueIndexPage, IssuePage, ReviewLink
from newsletter.readiness.destinations import written
from newsletter.readiness.draft import Draft
from newsletter.readiness.links import ask_later, check_links
from newsletter.reminders import send_reminders
from newsletter.review.messages import tell_makers
from newsletter.roles import newsletter_managers
from newsletter.succession import issues_of, may_add_issue
from newsletter.translating import for_the_issue, in_preparation
from newsletter.views.approval import asks_to_approve, refusal
from newsletter.views.telling import tell_findings


@hooks.register("register_admin_urls")
def register_pages_for_editors():
    """Mount the newsletter's own pages below the admin."""
    return [path("newsletter/", include(urls))]


@hooks.register(ROLES)
def register_newsletter_managers():
    """Add the people who make issues to the groups of the office."""
    return [newsletter_managers()]


@hooks.register("register_log_actions")
def register_what_is_done_to_issues(actions):
    """Let Wagtail's log tell what was decided about an issue, and who approved it."""
    for action, formatter in FORMATTERS.items():
        actions.register_action(action)(formatter)


@hooks.register(PERIODIC)
def do_what_comes_with_time():
    """Hand issues over at their time, also without a worker; remind people of those that are due; tell whoever showed one
    that it was answered; ask outside addresses whether they answer."""
    return [
        ("issues handed over", work_off_due),
        ("reminders of issues", send_reminders),
        ("mails about answers to reviews", tell_makers),
        ("links to issues for review forgotten", ReviewLink.objects.forget_old),
        ("outside links of issues noted", note_the_links_of_issues),
        ("outside links asked", check_links),
    ]


def note_the_links_of_issues() -> int:
    """Have the outside addresses of all issues in preparation asked: translators bring some after an issue was saved."""
    return sum(
        ask_later(written(Draft(issue.get_latest_revision_as_object())))
        for issue in in_preparation()
    )


@hooks.register(DESK_FILTERS)
def narrow_the_desk_to_an_issue(user):
    """Let translators and coordinators ask for what one issue shows."""
    return for_the_issue(user)


@hooks.register("register_page_header_buttons")
def offer_actions_on_a_page(page, user, view_name, next_url=None):
    """Offer, above the archive and above an issue, what can be done with them."""
    yield from _actions_on_archive(page, user)
    yield from _actions_on_issue(page, user)
    if _is_source(page) and page.pk and may_add_issue(user, page.get_parent().specific):
        yield Button(
            _("New issue from this one"),
            url=reverse("newsletter_admin:new_issue", args=[page.pk]),
            icon_name="copy",
            priority=7,
        )
    if _is_source(page) and view_name == "edit":
        yield from _ways_into_the_agenda(page, user)


@hooks.register("register_page_listing_more_buttons")
def offer_actions_in_a_listing(page, user, next_url=None):
    """Offer the same beside archive and issues in a list."""
    yield from _actions_on_archive(page, user)
    yield from _actions_on_issue(page, user)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def tell_what_to_look_at_after_saving(request, page):
    """Show what should be looked at in an issue that was saved; not while the editor saves by itself."""
    if _is_source(page) and request.accepts("text/html"):
        tell_findings(request, page)


@hooks.register("after_create_page")
@hooks.register("after_edit_page")
def note_the_links_of_what_was_saved(request, page):
    """Have outside addresses asked whose answer is not known yet; not while the editor saves by itself."""
    if _is_source(page) and request.accepts("text/html"):
        ask_later(written(Draft(page)))


@hooks.register("before_edit_page")
def tell_what_to_look_at_on_opening(request, page):
    """Show which chosen pages have gone since an issue was saved, unless there is something to say already."""
    is_opened = request.method == "GET" and not request.GET and request.accepts("text/html")
    if is_opened and _is_source(page) and not len(get_messages(request)):
        tell_findings(request, page, pages_only=True)


@hooks.register("before_edit_page")
def refuse_to_approve_what_is_not_ready(request, page):
    """Hold Wagtail's own button to the verdict: say what stands in the way, and lead to it."""
    if _is_source(page) and asks_to_approve(request):
        return refusal(request, page)
    return None


def _is_source(page) -> bool:
    return isinstance(page, IssuePage) and page.source_id is None


def _actions_on_archive(page, user):
    if isinstance(page, IssueIndexPage) and may_add_issue(user, page) and issues_of(page).exists():
        yield Button(
            _("New issue from the last one"),
            url=reverse("newsletter_admin:new_issue", args=[page.pk]),
            icon_name="plus",
            priority=5,
        )


def _actions_on_issue(page, user):
    if _is_source(page) and page.permissions_for_user(user).can_edit():
        yield Button(
            _("Suggestions for this issue"),
            url=reverse("newsletter_admin:suggestions", args=[page.pk]),
            icon_name="clipboard-list",
            priority=5,
        )
        yield Button(
            _("Ready to go out?"),
            url=reverse("newsletter_admin:readiness", args=[page.pk]),
            icon_name="tasks",
            priority=4,
        )
        yield Button(
            _("Editions"),
            url=reverse("newsletter_admin:editions", args=[page.pk]),
            icon_name="site",
            priority=5,
        )
        yield Button(
            _("Show it to somebody"),
            url=reverse("newsletter_admin:reviews", args=[page.pk]),
            icon_name="link",
            priority=6,
        )


def _ways_into_the_agenda(issue, user):
    """Offer a form for each kind that takes place; it leads back to the issue."""
    back = urlencode({"next": reverse("wagtailadmin_pages:edit", args=[issue.pk])})
    for kind in kinds_with("Dated"):
        index = index_of(kind)
        if index is None:
            continue
        index = index.get_translation_or_none(issue.locale) or index
        if index.permissions_for_user(user).can_add_subpage() and kind.can_create_at(index):
            form = reverse(
                "wagtailadmin_pages:add",
                args=[kind._meta.app_label, kind._meta.model_name, index.pk],
            )
            yield Button(
                _("Add to the agenda: %(kind)s") % {"kind": kind._meta.verbose_name},
                url=f"{form}?{back}",
                icon_name="calendar-alt",
                priority=6,
            )
