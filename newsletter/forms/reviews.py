"""What is asked before an issue is shown to somebody, and what are they asked?"""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from cms import names
from cms.characters import refuse_unsafe
from cms.desk.sharing import ShareForm
from cms.languages.chains import open_languages
from newsletter.models import ReviewAnswer, ReviewLink


class ReviewForm(ShareForm):
    """Asks for whom a link to an issue is, and how long it works."""

    class Meta(ShareForm.Meta):
        model = ReviewLink


class AnswerForm(forms.ModelForm):
    """Asks what somebody says of an issue that they were shown; nothing of it is trusted."""

    says = forms.ChoiceField(
        label=_("Your answer"), choices=ReviewAnswer.Says.choices, widget=forms.RadioSelect
    )
    language = forms.ChoiceField(label=_("About the edition in"), required=False)

    class Meta:
        model = ReviewAnswer
        fields = ["name", "says", "language", "comment"]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
            "comment": forms.Textarea(attrs={"rows": 6}),
        }

    def __init__(self, *args, **kwargs):
        """Offer the open languages by their own names."""
        super().__init__(*args, **kwargs)
        tags = sorted(open_languages().tags, key=lambda tag: names.autonym(tag).casefold())
        self.fields["language"].choices = [
            ("", _("all languages")),
            *((tag, names.autonym(tag)) for tag in tags),
        ]

    def clean_name(self) -> str:
        """Refuse what is not seen, line breaks among it."""
        refuse_unsafe(self.cleaned_data["name"])
        return self.cleaned_data["name"]

    def clean_comment(self) -> str:
        """Refuse what is not seen, but for line breaks."""
        lines = self.cleaned_data["comment"].splitlines()
        for line in lines:
            refuse_unsafe(line.replace("\t", " "))
        return "\n".join(lines)

    def clean(self):
        """Ask for words where somebody says neither yes nor no."""
        cleaned = super().clean()
        is_comment = cleaned.get("says") == ReviewAnswer.Says.COMMENT
        if is_comment and "comment" in cleaned and not cleaned["comment"]:
            self.add_error("comment", _("Please write your comment."))
        return cleaned
