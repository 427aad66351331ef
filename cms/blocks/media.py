"""Which blocks show a file: pictures, documents, videos."""

from __future__ import annotations

from typing import TypedDict

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import BooleanBlock
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents import get_document_model
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageChooserBlock

from cms.blocks.leaves import AddressBlock, DurationBlock, LanguageBlock, LineBlock
from cms.blocks.rendering import BodyPart
from cms.blocks.surroundings import Destination, Illustration, Title
from cms.words import joined

MEDIA = _("Pictures and files")


def first(model):
    """Return any object of a model, as a sample for the editor's preview."""
    return model.objects.order_by("pk").first()


class FigurePart(TypedDict):
    """A picture with its caption."""

    picture: Illustration
    caption: str


class FigureBlock(BodyPart):
    """A picture with its caption; its credit is printed from the picture's own record."""

    picture = ImageChooserBlock(label=_("Picture"))
    alternative_text = LineBlock(
        required=False,
        max_length=300,
        label=_("Alternative text"),
        help_text=_("Say what the picture tells here, for readers who do not see it."),
    )
    is_decorative = BooleanBlock(
        required=False,
        label=_("The picture is decorative"),
        help_text=_("It tells nothing that the text does not tell."),
    )
    caption = LineBlock(required=False, max_length=300, label=_("Caption"))

    class Meta:
        icon = "image"
        label = _("Picture")
        group = MEDIA
        template = "cms/blocks/figure.html"
        description = _(
            "A picture with alternative text and caption. Its credit is printed by itself."
        )
        preview_value = {
            "alternative_text": _("A market square with people at long tables"),
            "caption": _("The square on the day it was opened again."),
        }

    def clean(self, value):
        """Require an alternative text or the declaration that the picture is decorative, not both."""
        value = super().clean(value)
        described, decorative = bool(value["alternative_text"]), bool(value["is_decorative"])
        if described and decorative:
            message = _(
                "A decorative picture has no alternative text. Untick one or empty the other."
            )
        elif not described and not decorative and not self.is_deferred_validation:
            message = _("Say what the picture shows, or tick below that it is decorative.")
        else:
            return value
        raise StructBlockValidationError(
            {"alternative_text": ValidationError(message, code="alternative_text")}
        )

    def get_preview_value(self):
        """Add any picture of the site."""
        value = super().get_preview_value()
        value["picture"] = first(get_image_model())
        return value

    def resolve(self, value, surroundings) -> FigurePart | None:
        """Return picture and caption; nothing when the picture was deleted."""
        if value["picture"] is None:
            return None
        alt = "" if value["is_decorative"] else str(value["alternative_text"])
        return {
            "picture": Illustration(value["picture"], alt, surroundings),
            "caption": value["caption"],
        }

    def write_text(self, part):
        """Return what the picture tells, in brackets, and its caption."""
        alt = part["picture"].alt
        return "\n".join(str(line) for line in (f"[{alt}]" if alt else "", part["caption"]) if line)


class DocumentPart(TypedDict):
    """A document to fetch."""

    title: Title
    document: Destination


class DocumentBlock(BodyPart):
    """A document to fetch, with language, format and size."""

    document = DocumentChooserBlock(label=_("Document"))
    title = LineBlock(
        required=False,
        max_length=200,
        label=_("Title"),
        help_text=_("Left empty, the document’s own title is printed."),
    )

    class Meta:
        icon = "doc-full"
        label = _("Document")
        group = MEDIA
        template = "cms/blocks/document.html"
        description = _(
            "A link to a document. Its format, size and language are printed by themselves."
        )
        preview_value = {"title": _("Guide for city councils")}

    def get_preview_value(self):
        """Add any document of the site."""
        value = super().get_preview_value()
        value["document"] = first(get_document_model())
        return value

    def resolve(self, value, surroundings) -> DocumentPart | None:
        """Return title and document; nothing when the document was deleted."""
        document = surroundings.document(value["document"])
        if document is None:
            return None
        # A title written here is in the language of the body, the document's own in that of the document.
        language = surroundings.language if value["title"] else document.language
        title = Title(str(value["title"] or document.title), language, surroundings)
        return {"title": title, "document": document}

    def write_text(self, part):
        """Return title, details and address."""
        document = part["document"]
        return f"{part['title']} ({document.details}): {document.url}"


class VideoPart(TypedDict):
    """A video on another site."""

    title: str
    url: str
    duration: str
    """Minutes and seconds, such as "2:05"; or empty."""
    language: str
    """BCP 47 tag of the video; empty when it is not known."""
    details: str
    """Host, duration and language in one line, in the requested language."""
    poster: Illustration | None


class VideoBlock(BodyPart):
    """A video on another site: a still picture and a link, so that nobody is asked for anything unasked."""

    title = LineBlock(max_length=200, label=_("Title"))
    address = AddressBlock(
        label=_("Address"), help_text=_("The address of the page on which the video can be seen.")
    )
    poster = ImageChooserBlock(
        required=False,
        label=_("Still picture"),
        help_text=_("It is decorative: the title says what the video is."),
    )
    duration = DurationBlock(
        required=False, label=_("Duration"), help_text=_("Minutes and seconds, such as 2:05.")
    )
    language = LanguageBlock(label=_("Language of the video"))

    class Meta:
        icon = "media"
        label = _("Video")
        group = MEDIA
        template = "cms/blocks/video.html"
        description = _(
            "A still picture and a link to a video. Nothing is loaded from the other site."
        )
        preview_value = {
            "title": _("How a square was won back"),
            "address": "https://video.example/square",
            "duration": "2:05",
            "language": "fr",
        }

    def get_preview_value(self):
        """Add any picture of the site."""
        value = super().get_preview_value()
        value["poster"] = first(get_image_model())
        return value

    def resolve(self, value, surroundings) -> VideoPart | None:
        """Return title, address and poster; nothing when no reader may be sent to the address."""
        aim = surroundings.outside(value["address"])
        if aim is None:
            return None
        language = value["language"] or ""
        poster = value["poster"]
        return {
            "title": value["title"],
            "url": aim.url,
            "duration": value["duration"] or "",
            "language": language,
            "details": joined([aim.host, value["duration"], surroundings.language_name(language)]),
            "poster": Illustration(poster, "", surroundings) if poster else None,
        }

    def write_text(self, part):
        """Return title, host, duration and language, and the address."""
        return f"{part['title']} ({part['details']}): {part['url']}"
