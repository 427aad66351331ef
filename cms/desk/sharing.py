"""How does a translator show a draft to somebody who has no account?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django import forms
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST
from django.views.generic import FormView
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import LogFormatter

from cms.desk.access import has_page, translation_of
from cms.languages.translation import rights
from cms.languages.translation.sharing import Refusal, address_of, links_of, revoke, share, states
from cms.models import ShareLink

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from wagtail.models import Page


class ShareForm(forms.ModelForm):
    """Asks for whom a link is, and how long it works."""

    days = forms.TypedChoiceField(
        label=_("It works for"),
        choices=ShareLink.Term.choices,
        coerce=int,
        initial=ShareLink.Term.FORTNIGHT,
    )

    class Meta:
        model = ShareLink
        fields = ["for_whom"]


@dataclass(frozen=True, slots=True)
class Line:
    """A link as it is listed."""

    link: ShareLink
    state: ShareLink.State | Refusal
    maker: str
    address: str
    """Empty for one that does not work."""


class ShareView(WagtailAdminTemplateMixin, FormView):
    """Lists the links to the draft of a translation, and makes one."""

    form_class = ShareForm
    template_name = "cms/desk/share.html"
    page_title = _("Share a draft")
    header_icon = "link"

    def dispatch(self, request: HttpRequest, translation_id: int) -> HttpResponse:
        """Find the translation.

        Raises:
            Http404: if it is none of a page: there is nothing to look at.
        """
        self.translation = translation_of(request, translation_id)
        if not has_page(self.translation):
            raise Http404
        return super().dispatch(request)

    @cached_property
    def target(self) -> Page | None:
        """The page in the language of the translation, if there is one yet."""
        return rights.target_of(self.translation)

    def get_page_subtitle(self) -> str:
        """Return what is shared."""
        return self.translation.source.object_repr

    def get_breadcrumbs_items(self):
        """Lead to the editor."""
        return [
            {"url": reverse("desk:desk"), "label": gettext("Translations")},
            {"url": self._editor_url(), "label": self.get_page_subtitle()},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs):
        """List the links."""
        return super().get_context_data(
            translation=self.translation,
            target_language=self.translation.target_locale.language_code,
            editor_url=self._editor_url(),
            lines=self._lines(),
            can_share=self.target is not None,
            is_restricted=self.target is not None
            and self.target.specific.get_view_restrictions().exists(),
            **kwargs,
        )

    def form_valid(self, form):
        """Make a link, if there is anything to show."""
        if self.target is None:
            return self.form_invalid(form)
        share(self.translation, user=self.request.user, **form.cleaned_data)
        messages.success(
            self.request, gettext("The link is made. Copy its address below, and send it.")
        )
        return redirect("desk:share", self.translation.pk)

    def _editor_url(self) -> str:
        return reverse("desk:editor", args=[self.translation.pk])

    def _lines(self) -> list[Line]:
        links = list(links_of(self.translation))
        found = states(links, self.translation)
        return [
            Line(
                link,
                found[link.pk],
                get_user_display_name(link.created_by) if link.created_by else "",
                address_of(link) if found[link.pk] == ShareLink.State.WORKS else "",
            )
            for link in links
        ]


@require_POST
def revoke_link(request: HttpRequest, translation_id: int, link_id: int) -> HttpResponse:
    """End a link now, whoever made it.

    Raises:
        Http404: if it is none of this translation.
    """
    translation = translation_of(request, translation_id)
    link = get_object_or_404(links_of(translation), pk=link_id)
    revoke(link, user=request.user)
    messages.success(
        request, gettext("Revoked: the link for ‘%(name)s’ works no more.") % {"name": link}
    )
    return HttpResponseRedirect(reverse("desk:share", args=[translation.pk]))


class SharedFormatter(LogFormatter):
    """Says in the history of a page that its draft was shared."""

    label = _("Share a draft")

    def format_message(self, log_entry):
        """Name for whom."""
        return gettext("Shared the draft by a link, for %(for_whom)s") % log_entry.data


class RevokedFormatter(LogFormatter):
    """Says in the history of a page that a link to its draft was revoked."""

    label = _("Revoke a link to a draft")

    def format_message(self, log_entry):
        """Name for whom it was."""
        return gettext("Revoked the link to the draft for %(for_whom)s") % log_entry.data
