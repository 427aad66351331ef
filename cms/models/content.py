"""What do all kinds of content share?"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    TabbedInterface,
)
from wagtail.models import Page, get_page_models
from wagtail.search import index
from wagtail_localize.fields import SynchronizedField

from cms.blocks import BodyBlock
from cms.fields import (
    CountryField,
    EuropeanCountries,
    KeptField,
    StreamField,
    empty_overridable_facts,
)
from cms.items import Facts, Status
from cms.models.sources import Sourced

if TYPE_CHECKING:
    from cms.models.rows import Link, PageTopic, PartOf, RelatedPage

CURRENCIES = [
    (code, code)
    for code in ("EUR", "BGN", "CHF", "CZK", "DKK", "GBP", "HUF", "NOK", "PLN", "RON", "SEK")
]


class ContentPage(Sourced, Page):
    """A page of a kind that the network publishes; every kind is a subclass in a plugin.

    Not creatable itself. The columns and rows of the capabilities stand here and not in the plugins, so that one
    query covers all kinds and a new version of the core never asks a plugin for a migration.
    """

    summary = models.TextField(
        _("summary"),
        max_length=500,
        help_text=_(
            "Two or three sentences: the teaser in lists, in the newsletter and in search results."
        ),
    )
    picture = models.ForeignKey(
        "cms.Picture",
        verbose_name=_("picture"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    picture_alt_text = models.CharField(
        _("alternative text on this page"),
        max_length=300,
        blank=True,
        help_text=_("What the picture tells here. Left empty, the picture’s own text is used."),
    )
    picture_is_decorative = models.BooleanField(
        _("the picture is decorative"),
        default=False,
        help_text=_("It tells nothing that the text does not tell."),
    )
    body = StreamField(BodyBlock, verbose_name=_("body"), blank=True)
    untranslated_blocks = models.JSONField(default=list, editable=False)
    """Of a translation that was published with gaps: the ids of the blocks of its body that are still in the words of
    the source. Readers are told."""
    is_by_machine = models.BooleanField(default=False, editable=False)
    """Whether this translation has words that a machine has proposed and nobody has confirmed. Readers are told."""
    countries = CountryField(
        _("countries concerned"),
        countries=EuropeanCountries,
        multiple=True,
        blank=True,
        help_text=_("Readers filter by them. Leave empty what concerns everybody."),
    )

    # Dated
    status = models.CharField(
        _("status"),
        max_length=20,
        choices=[
            (Status.SCHEDULED.value, _("scheduled")),
            (Status.POSTPONED.value, _("postponed")),
            (Status.CANCELLED.value, _("cancelled")),
            (Status.REPLACED.value, _("replaced by another page")),
        ],
        default=Status.SCHEDULED.value,
    )
    replaced_by = models.ForeignKey(
        "self",
        verbose_name=_("replaced by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="replaces",
    )
    is_online = models.BooleanField(_("one can take part online"), default=False)

    # Deadlined
    opens_on = models.DateField(_("opens on"), null=True, blank=True)

    # Initiative
    acronym = models.CharField(
        _("acronym"),
        max_length=40,
        blank=True,
        help_text=_(
            "Exactly as the project writes it, odd capitals included: PRoTECT. It is never translated."
        ),
    )
    starts_on = models.DateField(_("starts on"), null=True, blank=True)
    ends_on = models.DateField(_("ends on"), null=True, blank=True)

    # Funded
    programme = models.ForeignKey(
        "cms.Programme",
        verbose_name=_("programme"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="content_pages",
    )
    grant_number = models.CharField(_("grant number"), max_length=60, blank=True)
    budget_amount = models.DecimalField(
        _("budget"),
        max_digits=14,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    budget_currency = models.CharField(
        _("currency"), max_length=3, choices=CURRENCIES, default="EUR"
    )

    if TYPE_CHECKING:
        link_rows: models.QuerySet[Link]
        topic_rows: models.QuerySet[PageTopic]
        part_of_rows: models.QuerySet[PartOf]
        related_rows: models.QuerySet[RelatedPage]

    rows: ClassVar[list[str]] = ["link_rows__document", "part_of_rows", "topic_rows"]
    """The child rows that a class adds to those of which its facts are made (see ``fact_rows``)."""

    moments: ClassVar[dict[str, str]] = {}
    """The columns with an instant at which something else is told of a page, such as that it has closed, each with the column of its zone."""

    read_more = _("Read more: %(title)s")
    """The words of a link to a page of this kind, which must say where it leads."""

    is_creatable = False
    parent_page_types = ["cms.IndexPage"]
    subpage_types: list[str] = []
    template = "cms/kind_page.html"

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        MultiFieldPanel(
            [
                FieldPanel("picture"),
                FieldPanel("picture_alt_text"),
                FieldPanel("picture_is_decorative"),
            ],
            heading=_("Picture"),
        ),
    ]
    capability_panels: list = []
    body_panels = [FieldPanel("body")]
    reference_panels = [
        FieldPanel("countries"),
        InlinePanel("topic_rows", label=_("topic"), heading=_("Topics")),
        InlinePanel(
            "part_of_rows",
            label=_("project"),
            heading=_("Part of"),
            help_text=_(
                "The projects this belongs to: it then appears on their pages and prints their funding."
            ),
        ),
        InlinePanel("link_rows", label=_("link"), heading=_("Links")),
        InlinePanel("related_rows", label=_("page"), heading=_("Related pages")),
    ]

    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        index.FilterField("source_id"),
        index.FilterField("status"),
    ]
    override_translatable_fields = [
        *Sourced.override_translatable_fields,
        SynchronizedField("picture", overridable=False),
        *(
            KeptField(name)
            for name in (
                "untranslated_blocks",
                "is_by_machine",
                "acronym",
                "grant_number",
                "countries",
                "status",
                "replaced_by",
                "is_online",
                "opens_on",
                "starts_on",
                "ends_on",
                "programme",
                "budget_amount",
                "budget_currency",
            )
        ),
    ]

    class Meta:
        verbose_name = _("content page")
        verbose_name_plural = _("content pages")
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
                name="content_page_ends_after_start",
            ),
        ]

    @classmethod
    def get_edit_handler(cls):
        """Return the editing form: words, then what the capabilities ask, then body, then references."""
        return TabbedInterface(
            [
                ObjectList(
                    [*cls.content_panels, *cls.capability_panels, *cls.body_panels],
                    heading=_("Content"),
                ),
                ObjectList(cls.reference_panels, heading=_("References and links")),
                ObjectList(cls.promote_panels, heading=_("Promote")),
                ObjectList(cls.settings_panels, heading=_("Settings"), classname="settings"),
            ],
            base_form_class=cls.base_form_class,
        ).bind_to_model(cls)

    @classmethod
    @cache
    def fact_rows(cls) -> tuple[str, ...]:
        """Return the child rows of which the facts are made, those of the capabilities among them.

        A list of pages reads each of them in one query.
        """
        named = (name for base in reversed(cls.__mro__) for name in vars(base).get("rows", ()))
        return tuple(dict.fromkeys(named))

    @classmethod
    def can_create_at(cls, parent) -> bool:
        """Refuse an index page that is reserved for another kind."""
        kind = getattr(parent.specific_deferred, "reserved_for", "")
        return super().can_create_at(parent) and kind in ("", cls._meta.label_lower)

    def get_template(self, request, *args, **kwargs) -> list[str]:
        """Return the kind's own template, then the one that shows any kind."""
        return [super().get_template(request, *args, **kwargs), ContentPage.template]

    @classmethod
    def type_name(cls) -> str:
        """Return what the API calls the kind: the name of its class without "Page", such as "call"."""
        return cls._meta.model_name.removesuffix("page")

    @property
    def label(self) -> str:
        """Return the words above the title; by default the kind's name, in the active language."""
        return str(self._meta.verbose_name)

    def elsewhere(self, words: ContentPage) -> str:
        """Return the address on somebody else's site to which every link to this page leads; mostly none.

        Called on the source, as ``facts`` is.
        """
        return ""

    def references(self) -> set[int]:
        """Return the primary keys of the pages that this page's facts name."""
        own = {self.replaced_by_id} if self.replaced_by_id else set()
        return own | {row.target_id for row in self.part_of_rows.all()}

    def body_references(self) -> set[int]:
        """Return the primary keys of the pages that the body of this version names."""
        return self.body.stream_block.references(self.body)

    def facts(self, words: ContentPage, reading) -> Facts:
        """Return what the kind knows beyond title and summary, as a frozen dataclass.

        Called on the source. ``words`` is the version that is served and has the words; ``reading`` answers what else
        the reader gets to see (``reference``, ``place``, ``at``, ``language``). A kind with facts of its own returns
        ``MyFacts(**self.shared_facts(words, reading), own=self.own)``.
        """
        return Facts(**self.shared_facts(words, reading))

    def shared_facts(self, words: ContentPage, reading) -> dict:
        """Return the facts that the core knows of this kind, as arguments for its dataclass. Capabilities add theirs."""
        return {
            "links": tuple(
                row.as_link(served, reading)
                for row, served in with_words(self.link_rows.all(), words.link_rows.all())
            )
        }

    def copy_child_relation(self, child_relation, target, **kwargs):
        """Copy child rows; into another language, rows and page leave behind what a translator may override.

        Both ways in which wagtail-localize fills a translation end here, the copy that makes it and every later
        synchronisation, and it lays the overrides on the copy only afterwards.
        """
        copied = super().copy_child_relation(child_relation, target, **kwargs)
        is_translation = target.translation_key == self.translation_key
        if is_translation and target.locale_id != self.locale_id:
            empty_overridable_facts(target)
            for rows in copied.values():
                for row in rows if isinstance(rows, list) else [rows]:
                    empty_overridable_facts(row)
        return copied

    def clean(self):
        """Check what concerns several fields, with the message beside the field."""
        super().clean()
        if self.starts_on and self.ends_on and self.ends_on < self.starts_on:
            raise ValidationError({"ends_on": _("The end lies before the start.")})
        if self.picture_is_decorative and self.picture_alt_text:
            raise ValidationError(
                {
                    "picture_alt_text": _(
                        "A decorative picture has no alternative text. Untick one or empty the other."
                    )
                }
            )
        if not self.is_translation and not self._picture_is_told:
            raise ValidationError(
                {
                    "picture_alt_text": _(
                        "Say what the picture tells, for those who do not see it, or tick below that it is decorative."
                    )
                }
            )

    @property
    def _picture_is_told(self) -> bool:
        """Whether it is decided what somebody gets who does not see the picture (WCAG 1.1.1)."""
        if self.picture is None or self.picture_is_decorative:
            return True
        return bool(self.picture_alt_text.strip() or self.picture.alternative_text.strip())


def content_types() -> list[type[ContentPage]]:
    """Return the installed kinds of content: the creatable subclasses of ContentPage, by app and name."""
    kinds = [
        model
        for model in get_page_models()
        if issubclass(model, ContentPage) and model.is_creatable
    ]
    return sorted(kinds, key=lambda model: model._meta.label_lower)


def kinds_with(capability: str) -> list[type[ContentPage]]:
    """Return the installed kinds that have a capability, given by the name of its class ("Dated")."""
    return [
        kind
        for kind in content_types()
        if any(base.__name__ == capability for base in kind.__mro__)
    ]


def kind_choices() -> list[tuple[str, str]]:
    """Return the installed kinds of content by their names in the API, each with its name for people."""
    return [(kind.type_name(), capfirst(kind._meta.verbose_name)) for kind in content_types()]


def with_words(source_rows, served_rows) -> list[tuple]:
    """Return each row of the source with the one that has its words: of the served version where there is one."""
    served = {row.translation_key: row for row in served_rows}
    return [(row, served.get(row.translation_key, row)) for row in source_rows]
