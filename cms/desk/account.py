"""What can translators set in their account?"""

from __future__ import annotations

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab

from cms.languages.translation.rights import languages_of
from cms.models import JobMessages


class JobMessagesForm(WagtailAdminModelForm):
    """Asks when to send mails."""

    class Meta:
        model = JobMessages
        fields = ("frequency",)


class JobMessagesPanel(BaseSettingsPanel):
    """How somebody is told of translations that are given to them."""

    name = "job_messages"
    title = _("Translations")
    tab = notifications_tab
    order = 200
    form_class = JobMessagesForm

    def is_active(self) -> bool:
        """Show it to those who translate."""
        return bool(languages_of(self.user))

    @cached_property
    def wish(self) -> JobMessages:
        """What is stored, or what holds without a row."""
        return JobMessages.objects.filter(user=self.user).first() or JobMessages(user=self.user)

    def get_form(self) -> JobMessagesForm:
        """Return the form for what is stored of the user."""
        data = self.request.POST if self.request.method == "POST" else None
        return self.form_class(data, instance=self.wish, prefix=self.name)
