"""What may be said of a webhook, by a person or by a program? Both are asked by the same form."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from cms.models import Webhook, kind_choices
from cms.webhooks.addresses import flaw_of, rule_of

BEYOND_KEY = "beyond_key"
"""The code of the fault that a key is limited to other kinds."""


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
        """Refuse another address if it leads into a network, or nowhere. It is looked up now, and again at each sending."""
        url = self.cleaned_data["url"]
        if "url" in self.changed_data and (flaw := flaw_of(url, rule_of(self.instance))):
            raise ValidationError(flaw.label)
        return url

    def clean_kinds(self) -> list[str]:
        """Refuse kinds of which its key, if it has one, may not have it told; keep each once."""
        kinds = list(dict.fromkeys(self.cleaned_data["kinds"]))
        key = self.instance.api_key
        if key and not key.tells_of(kinds):
            limits = {"kinds": ", ".join(key.kinds)}
            raise ValidationError(
                _("The API key of this webhook is limited to %(kinds)s."), BEYOND_KEY, limits
            )
        return kinds

    def save(self, commit: bool = True) -> Webhook:
        """Save what is another now, and nothing that somebody else has changed while the address was looked up.

        Raises:
            Http404: if it was deleted meanwhile.
        """
        if not (commit and self.instance.pk):
            return super().save(commit)
        webhook = super().save(commit=False)
        get_object_or_404(Webhook.objects.select_for_update(), pk=webhook.pk)
        webhook.save(update_fields=self.changed_data)
        return webhook
