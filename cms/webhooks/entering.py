"""What may be said of a webhook, by a person or by a program? Both are asked by the same form."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cms.models import Webhook, kind_choices
from cms.webhooks.addresses import flaw_of


class WebhookForm(forms.ModelForm):
    """Asks who is told, where, and of what."""

    kinds = forms.MultipleChoiceField(
        label=_("Only these kinds of content"),
        choices=kind_choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Without a choice, of all kinds."),
    )

    class Meta:
        model = Webhook
        fields = ["name", "url", "kinds"]

    def clean_url(self) -> str:
        """Refuse an address that leads into a network, or nowhere. It is looked up now, and again at each sending."""
        url = self.cleaned_data["url"]
        flaw = flaw_of(url)
        if flaw:
            raise ValidationError(flaw.label)
        return url

    def save(self, commit: bool = True) -> Webhook:
        """Save what people change, and nothing that a worker has changed while the address was looked up."""
        if not (commit and self.instance.pk):
            return super().save(commit)
        webhook = super().save(commit=False)
        webhook.save(update_fields=self.Meta.fields)
        return webhook
