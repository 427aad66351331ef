"""Where does an administrator make a key for the API, see which there are, and end one?

No role of the office has a right on keys: only administrators, who may do everything.
"""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.db import models, transaction
from django.shortcuts import redirect
from django.urls import path
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, UserColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogFormatter, log

from cms import names
from cms.languages.chains import open_languages
from cms.models import ApiKey, Scope, kind_choices

REVOKED = "cms.api_key_revoked"
"""The action in Wagtail's log."""


class Term(models.IntegerChoices):
    """For how many days a key works."""

    MONTH = 30, _("30 days")
    QUARTER = 90, _("90 days")
    YEAR = 365, _("a year")
    TWO_YEARS = 730, _("two years")


def _languages() -> list[tuple[str, str]]:
    return [(tag, names.language_name(tag, tag)) for tag in sorted(open_languages().tags)]


class KeyForm(forms.ModelForm):
    """Asks what a key is for."""

    scopes = forms.MultipleChoiceField(
        label=_("It allows"),
        choices=Scope.choices,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Everybody can read what is public without a key. Allow no more than the program needs."
        ),
    )
    days = forms.TypedChoiceField(
        label=_("It works for"),
        choices=Term.choices,
        coerce=int,
        initial=Term.YEAR,
        help_text=_("Then the program needs a new one. You can revoke it at any time before."),
    )
    languages = forms.MultipleChoiceField(
        label=_("Drafts only in these languages"),
        choices=_languages,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Without a choice, in all languages."),
    )
    kinds = forms.MultipleChoiceField(
        label=_("Only these kinds of content"),
        choices=kind_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For drafts and for webhooks. Without a choice, of all kinds."),
    )

    class Meta:
        model = ApiKey
        fields = ["name", "scopes", "days", "languages", "kinds"]


class KeysView(generic.IndexView):
    """Lists the keys, with what each allows and whether it works."""

    model = ApiKey
    page_title = _("API keys")

    @property
    def columns(self):
        """Tell the keys apart, never whole."""
        return [
            self._get_title_column("name"),
            Column("prefix", label=_("Begins with"), accessor=lambda key: f"{key.prefix}…"),
            Column("scopes", label=_("Allows"), accessor=lambda key: ", ".join(key.scopes)),
            Column("limits", label=_("Only"), accessor=_limits),
            Column("state", label=_("State"), accessor=lambda key: capfirst(key.state().label)),
            DateColumn("expires_at", label=_("Works until")),
            UserColumn("created_by", label=_("Made by")),
        ]

    def get_base_queryset(self):
        """Read who made them, too."""
        return ApiKey.objects.select_related("created_by__wagtail_userprofile")

    def get_list_more_buttons(self, instance):
        """Offer to revoke a key that works."""
        if instance.state() != ApiKey.State.WORKS:
            return []
        return [
            Button(
                gettext("Revoke"),
                url=self.get_delete_url(instance),
                icon_name="cross",
                attrs={"aria-label": gettext("Revoke ‘%(name)s’") % {"name": instance}},
            )
        ]


def _limits(key: ApiKey) -> str:
    return ", ".join([*key.languages, *key.kinds])


class MakeKeyView(generic.CreateView):
    """Makes a key, and shows it this once."""

    model = ApiKey
    form_class = KeyForm
    submit_button_label = _("Make the key")

    def save_instance(self):
        """Make the key; noted in Wagtail's log, but for the key itself."""
        fields = dict(self.form.cleaned_data)
        ends = timezone.now() + timedelta(days=fields.pop("days"))
        made, self.key = ApiKey.objects.issue(
            **fields, expires_at=ends, created_by=self.request.user
        )
        noted = {"scopes": made.scopes, "expires_at": ends.isoformat()}
        log(made, "wagtail.create", user=self.request.user, data=noted)
        return made

    def save_action(self):
        """Show the key in the answer itself: it is kept nowhere, not even until another page is shown."""
        self.template_name = "cms/desk/key_made.html"
        context = self.get_context_data(
            key=self.key, made=self.object, keys_url=self.get_success_url()
        )
        return self.render_to_response(context)


class RevokeKeyView(generic.DeleteView):
    """Asks whether to end a key, and ends it. Its row stays, so that one can see that it was there."""

    model = ApiKey
    page_title = pgettext_lazy("of a key", "Revoke")
    template_name = "cms/desk/revoke_key.html"
    success_message = None

    @transaction.atomic
    def delete_action(self):
        """End it now; noted in Wagtail's log, unless it had been revoked before."""
        if self.object.revoke():
            log(self.object, REVOKED, user=self.request.user)

    def form_valid(self, form):
        """End it, and say so."""
        self.delete_action()
        messages.success(
            self.request,
            gettext("Revoked: the key ‘%(name)s’ works no more.") % {"name": self.object},
        )
        return redirect(self.get_success_url())


class KeysMenuItem(MenuItem):
    """Leads to the keys."""

    def is_shown(self, request):
        """Show it to administrators."""
        return request.user.is_superuser


class KeyViewSet(ViewSet):
    """The keys: a list, a form to make one, and a question before one is revoked. None is changed, none is deleted."""

    name = "api_keys"
    icon = "key"
    menu_label = _("API keys")
    menu_item_class = KeysMenuItem
    add_to_settings_menu = True

    def get_common_view_kwargs(self, **kwargs):
        """Let the views know each other."""
        return {
            "header_icon": self.icon,
            "index_url_name": self.get_url_name("index"),
            "index_results_url_name": self.get_url_name("index_results"),
            "add_url_name": self.get_url_name("add"),
            "delete_url_name": self.get_url_name("revoke"),
            **kwargs,
        }

    def get_urlpatterns(self):
        """Return the addresses."""
        return [
            path("", self.construct_view(KeysView), name="index"),
            path(
                "results/", self.construct_view(KeysView, results_only=True), name="index_results"
            ),
            path("new/", self.construct_view(MakeKeyView), name="add"),
            path("<int:pk>/revoke/", self.construct_view(RevokeKeyView), name="revoke"),
        ]


class KeyRevokedFormatter(LogFormatter):
    """Says in the log that a key was revoked."""

    label = _("Revoke an API key")

    def format_message(self, log_entry):
        """Say it in a word."""
        return gettext("Revoked")


class ByKeyFormatter(LogFormatter):
    """Says in the log what was done and, where no person has done it but a program, with which key."""

    def __init__(self, done: LogFormatter) -> None:
        """Begin with the formatter that says what was done."""
        self.done = done
        self.label = done.label

    def format_message(self, log_entry):
        """Name the key, as ``api_key`` in the data of the entry has it."""
        message = self.done.format_message(log_entry)
        key = log_entry.data.get("api_key")
        if not key:
            return message
        return gettext("%(done)s (API key: %(key)s)") % {"done": message, "key": key}

    def format_comment(self, log_entry):
        """Leave it as it is."""
        return self.done.format_comment(log_entry)
