"""Where may a page be copied to?"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from wagtail.admin.forms.pages import CopyForm


class SameLanguageCopyForm(CopyForm):
    """Wagtail's form, without aliases, and within the tree of a language.

    Wagtail checks the language of a page that is moved, and not of one that is copied: the copy would say that it is
    written in the language of the original, below a page in another. An alias has no words that could be translated.
    """

    def __init__(self, *args, **kwargs):
        """Offer no alias."""
        super().__init__(*args, **kwargs)
        self.fields.pop("alias", None)

    def clean_new_parent_page(self):
        """Refuse the tree of another language."""
        parent = self.cleaned_data["new_parent_page"]
        if not parent.is_root() and parent.locale_id != self.page.locale_id:
            raise ValidationError(
                gettext(
                    "This is the tree of another language. To make the page readable there, translate it."
                )
            )
        return parent
