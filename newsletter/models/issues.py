"""What is an issue?"""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.locks import BaseLock
from wagtail.models import Locale, Page
from wagtail.search import index

from cms.characters import refuse_unsafe
from cms.fields import KeptField, StreamField
from cms.languages.chains import open_languages
from cms.models import Sourced
from newsletter.blocks import SectionsBlock
from newsletter.models.approvals import Approval, is_readable

FORMS = {"web": _("web"), "mail": _("mail"), "text": _("mail, text part")}
"""The forms in which an edition can be looked at."""


class ApprovedLock(BaseLock):
    """Keeps an issue as it was approved."""

    def for_user(self, user) -> bool:
        """Hold for everybody."""
        return True

    def get_message(self, user) -> str:
        """Tell what to do about it."""
        return _(
            "This issue was approved and is locked. To change it, open it again on the page ‘Ready to go out?’."
        )

    def get_locked_by(self, user) -> str:
        """Tell what holds it."""
        return _("Locked by its approval")


class IssueIndexPage(Sourced, Page):
    """The archive of the newsletter, by date."""

    introduction = models.TextField(_("introduction"), max_length=300, blank=True)

    opens_with_language = True

    subpage_types = ["newsletter.IssuePage"]
    content_panels = [*Page.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("newsletter archive")
        verbose_name_plural = _("newsletter archives")


class IssuePage(Sourced, Page):
    """One issue: it selects content pages into sections, once for all languages.

    Its title is its label ("June 2019"). It is assembled in every language from the sections of its source; its own
    words fall back one by one.
    """

    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    date = models.DateField(
        _("date"),
        default=timezone.localdate,
        help_text=_("The day of the issue. States and days left are told as of this day."),
    )
    subject = models.CharField(
        _("subject"),
        max_length=150,
        validators=[refuse_unsafe],
        help_text=_("The subject of the mail, and the headline on the home page."),
    )
    preheader = models.CharField(
        _("preheader"),
        max_length=200,
        validators=[refuse_unsafe],
        help_text=_(
            "One sentence that mail programs show beside the subject. It names the best of the issue."
        ),
    )
    picture = models.ForeignKey(
        "cms.Picture",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text=_("A wide strip, 1600 × 420; it is decorative."),
    )
    sections = StreamField(SectionsBlock, verbose_name=_("sections"), blank=True)

    read_with = ("picture",)
    parent_page_types = ["newsletter.IssueIndexPage"]
    subpage_types: list[str] = []
    content_panels = [
        *Page.content_panels,
        MultiFieldPanel([FieldRowPanel(["number", "date"])], heading=_("Number and date")),
        MultiFieldPanel(
            [FieldPanel("subject"), FieldPanel("preheader")], heading=_("In the reader’s inbox")
        ),
        FieldPanel("picture"),
        FieldPanel("sections"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("subject"),
        index.SearchField("preheader"),
    ]
    override_translatable_fields = [
        *Sourced.override_translatable_fields,
        KeptField("number"),
        KeptField("date"),
        KeptField("picture"),
    ]

    class Meta:
        verbose_name = _("issue")
        verbose_name_plural = _("issues")
        ordering = ["-date", "-number"]

    def clean(self):
        """Refuse a label that must not stand in one line, as subject and preheader are; the field itself is Wagtail's."""
        super().clean()
        try:
            refuse_unsafe(self.title)
        except ValidationError as error:
            raise ValidationError({"title": error}) from error

    def get_lock(self):
        """Let nobody edit what was approved, until somebody opens it again."""
        return super().get_lock() or (ApprovedLock(self) if self._is_approved() else None)

    def _is_approved(self) -> bool:
        return self.source_id is None and self.approvals.filter(reopened_at=None).exists()

    @classmethod
    def for_readers(cls, pages: models.QuerySet) -> models.QuerySet:
        """Return issues that also know whether they were ever approved, without those of which nothing is shown any more."""
        approved = Approval.objects.filter(issue=models.OuterRef("pk"))
        readable = super().for_readers(pages).filter(is_readable())
        return readable.annotate(was_approved=models.Exists(approved))

    @property
    def preview_modes(self) -> list[tuple[str, str]]:
        """Every form in every open language."""
        return [
            (f"{form}.{language}", f"{Locale(language_code=language).get_display_name()}: {name}")
            for language in open_languages().tags
            for form, name in FORMS.items()
        ]

    @property
    def default_preview_mode(self) -> str:
        """The web form in the issue's own language."""
        return f"web.{self.locale.language_code}"

    def serve_preview(self, request, mode_name):
        """Show one form in one language, with what is not saved yet (the edition comes from newsletter.front).

        Raises:
            Http404: if there is no such form, or the language is not open: the mode comes from the address.
        """
        if mode_name not in dict(self.preview_modes):
            raise Http404
        form, _dot, language = mode_name.partition(".")
        request.is_preview = (
            True  # also where no editor asks for it: what was approved is shown to readers
        )
        with translation.override(language):
            request.LANGUAGE_CODE = language
            template = (
                self.get_template(request) if form == "web" else f"newsletter/preview_{form}.html"
            )
            return TemplateResponse(request, template, self.get_context(request)).render()
