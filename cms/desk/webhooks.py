"""Where does an administrator say which programs are told of changes, and see what became of each message?

No role of the office has a right on webhooks: only administrators, who may do everything. Nothing is sent while somebody
waits for a page: what is ordered here is sent by a worker, or within five minutes by ``belfry_periodic``.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.timezone import get_current_timezone_name
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import ListView, View
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.paginator import WagtailPaginator
from wagtail.admin.ui.tables import Column, TitleColumn, UserColumn
from wagtail.admin.views import generic
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.viewsets.base import ViewSet

from cms import dates
from cms.models import Delivery, Webhook
from cms.webhooks import orders
from cms.webhooks.entering import WebhookForm
from cms.words import active_language

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

MESSAGES = 20
"""How many messages a page of the log shows."""


def state_of(webhook: Webhook) -> str:
    """Return in words whether messages arrive.

    Args:
        webhook: with ``failing_since``.
    """
    if not webhook.key_works:
        return gettext("Its API key works no more")
    if webhook.disabled_at:
        return gettext("Disabled since %(moment)s") % {"moment": _said(webhook.disabled_at)}
    if webhook.failing_since:
        return gettext("Failing since %(moment)s") % {"moment": _said(webhook.failing_since)}
    return gettext("Works")


def _said(at: datetime) -> str:
    return dates.format_instant(at, get_current_timezone_name(), active_language())


class WebhooksView(generic.IndexView):
    """Lists the webhooks, with whether messages arrive."""

    model = Webhook
    page_title = _("Webhooks")

    @property
    def columns(self):
        """Tell where each leads, never its secret."""
        return [
            TitleColumn("name", label=_("Name"), get_url=self.get_inspect_url),
            Column("url", label=_("Address")),
            Column("kinds", label=_("Only"), accessor=lambda webhook: ", ".join(webhook.kinds)),
            Column("state", label=_("State"), accessor=state_of),
            UserColumn("created_by", label=_("Made by")),
            Column("api_key", label=_("API key"), accessor=lambda webhook: webhook.api_key or ""),
        ]

    def get_base_queryset(self):
        """Read who made them, too, by which program, and since when messages have not arrived."""
        webhooks = Webhook.objects.with_failures()
        return webhooks.select_related("created_by__wagtail_userprofile", "api_key")


class AddWebhookView(generic.CreateView):
    """Adds a webhook, and shows it with its secret."""

    model = Webhook
    form_class = WebhookForm

    def save_instance(self):
        """Keep who adds it."""
        self.form.instance.created_by = self.request.user
        return super().save_instance()

    def get_success_url(self):
        """Lead to the secret, which the receiver needs next."""
        return reverse("webhooks:inspect", args=[self.object.pk])


class EditWebhookView(generic.EditView):
    """Changes a webhook; its secret stays."""

    model = Webhook
    form_class = WebhookForm

    def get_success_url(self):
        """Lead back to it."""
        return reverse("webhooks:inspect", args=[self.object.pk])


class DeleteWebhookView(generic.DeleteView):
    """Asks whether to delete a webhook with its log, and does."""

    model = Webhook
    template_name = "cms/desk/delete_webhook.html"


@dataclass(frozen=True, slots=True)
class Try:
    """A try to send a message, as it is shown."""

    at: datetime
    seconds: float
    outcome: str
    head: str


@dataclass(frozen=True, slots=True)
class Line:
    """A message, as it is shown."""

    delivery: Delivery
    tries: list[Try]
    """The last one first."""


def line_of(delivery: Delivery) -> Line:
    """Return a message as it is shown."""
    tries = [
        Try(
            at=datetime.fromisoformat(attempt["at"]),
            seconds=attempt["seconds"],
            outcome=f"HTTP {attempt['status']}"
            if attempt["status"]
            else Delivery.Failure(attempt["error"]).label,
            head=attempt["head"],
        )
        for attempt in reversed(delivery.attempts)
    ]
    return Line(delivery, tries)


class WebhookView(PermissionCheckedMixin, WagtailAdminTemplateMixin, ListView):
    """Shows a webhook with its secret, and its messages, the newest first."""

    model = Webhook
    permission_required = "change"
    template_name = "cms/desk/webhook.html"
    page_title = _("Webhook")
    header_icon = "link-external"
    paginate_by = MESSAGES
    paginator_class = WagtailPaginator
    page_kwarg = "p"

    def get_queryset(self):
        """Find the webhook, and return its messages.

        Raises:
            Http404: if there is none.
        """
        self.webhook = get_object_or_404(Webhook.objects.with_failures(), pk=self.kwargs["pk"])
        return self.webhook.deliveries.all()

    def get_page_subtitle(self):
        """Name it."""
        return str(self.webhook)

    def get_breadcrumbs_items(self):
        """Lead to the list."""
        return [
            *super().get_breadcrumbs_items(),
            {"url": reverse("webhooks:index"), "label": gettext("Webhooks")},
            {"url": "", "label": str(self.webhook)},
        ]

    def get_context_data(self, **kwargs):
        """Tell the messages with their tries."""
        context = super().get_context_data(
            webhook=self.webhook, state=state_of(self.webhook), **kwargs
        )
        page = context["page_obj"]
        context["lines"] = [line_of(delivery) for delivery in page]
        context["elided_page_range"] = context["paginator"].get_elided_page_range(page.number)
        return context


class OrderView(PermissionCheckedMixin, View):
    """Has one thing done to a webhook, and shows it again. A GET does nothing."""

    model = Webhook
    permission_required = "change"
    http_method_names = ("post",)

    def post(self, request: HttpRequest, pk: int, **which: int) -> HttpResponse:
        """Do it, and say so.

        Raises:
            Http404: if there is no such webhook, or message.
        """
        webhook = get_object_or_404(Webhook, pk=pk)
        done, words = self.order(webhook, **which)
        say = messages.success if done else messages.warning
        say(request, words)
        return redirect("webhooks:inspect", pk)

    def order(self, webhook: Webhook, **which: int) -> tuple[bool, str]:
        """Return whether it was done, and words that say so."""
        raise NotImplementedError


class RenewView(OrderView):
    """Gives a webhook another secret."""

    def order(self, webhook):
        """Renew it."""
        orders.renew_secret(webhook, user=self.request.user)
        return True, gettext(
            "The secret is renewed. For 24 hours messages are signed with the former one, too."
        )


class EnableView(OrderView):
    """Has a webhook told again."""

    def order(self, webhook):
        """Enable it."""
        if orders.enable(webhook, user=self.request.user):
            return True, gettext("Enabled: what was not told meanwhile is told now.")
        if webhook.key_works:
            return False, gettext("It is enabled already.")
        return False, _not_told(webhook)


class TestView(OrderView):
    """Sends a message that tells nothing."""

    def order(self, webhook):
        """Write it down, if it can be sent."""
        if orders.send_test(webhook, user=self.request.user):
            return True, gettext("A test message is sent within five minutes.")
        return False, _not_told(webhook)


class AgainView(OrderView):
    """Sends a message once more."""

    def order(self, webhook, delivery_id):
        """Have it sent, if it can be."""
        delivery = get_object_or_404(webhook.deliveries, pk=delivery_id)
        if orders.send_again(delivery, user=self.request.user):
            return True, gettext("The message is sent again within five minutes.")
        return False, _not_told(webhook)


def _not_told(webhook: Webhook) -> str:
    if webhook.key_works:
        return gettext("Nothing is sent to a disabled webhook. Enable it first.")
    return gettext("Nothing is sent: the API key with which this webhook was made works no more.")


class WebhooksMenuItem(MenuItem):
    """Leads to the webhooks."""

    def is_shown(self, request):
        """Show it to administrators."""
        return request.user.is_superuser


class WebhookViewSet(ViewSet):
    """The webhooks: a list, forms, and a page of each with its messages."""

    name = "webhooks"
    icon = "link-external"
    menu_label = _("Webhooks")
    menu_item_class = WebhooksMenuItem
    add_to_settings_menu = True

    def get_common_view_kwargs(self, **kwargs):
        """Let the views know each other."""
        return {
            "header_icon": self.icon,
            "index_url_name": self.get_url_name("index"),
            "index_results_url_name": self.get_url_name("index_results"),
            "add_url_name": self.get_url_name("add"),
            "edit_url_name": self.get_url_name("edit"),
            "inspect_url_name": self.get_url_name("inspect"),
            "delete_url_name": self.get_url_name("delete"),
            **kwargs,
        }

    def get_urlpatterns(self):
        """Return the addresses."""
        index, one = self.construct_view, "<int:pk>/"
        return [
            path("", index(WebhooksView), name="index"),
            path("results/", index(WebhooksView, results_only=True), name="index_results"),
            path("new/", index(AddWebhookView), name="add"),
            path(one, WebhookView.as_view(), name="inspect"),
            path(f"{one}edit/", index(EditWebhookView), name="edit"),
            path(f"{one}delete/", index(DeleteWebhookView), name="delete"),
            path(f"{one}renew/", RenewView.as_view(), name="renew"),
            path(f"{one}enable/", EnableView.as_view(), name="enable"),
            path(f"{one}test/", TestView.as_view(), name="test"),
            path(f"{one}again/<int:delivery_id>/", AgainView.as_view(), name="again"),
        ]
