"""Which blocks lead somewhere: calls to action, contacts, related pages."""

from __future__ import annotations

import re
from typing import TypedDict

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail.blocks import EmailBlock, StreamBlock
from wagtail.blocks.struct_block import StructBlockValidationError

from cms.blocks.leaves import AddressBlock, LineBlock, PageReferenceBlock, PhoneBlock
from cms.blocks.rendering import BodyPart
from cms.blocks.surroundings import Destination
from cms.words import joined

LINKS = _("Links and people")


class CallToActionPart(TypedDict):
    """One thing that readers are asked to do."""

    text: str
    button: str
    aim: Destination
    aim_name: str
    """The title of the page, or the host, to which the button leads; empty where the button says it."""


class CallToActionBlock(BodyPart):
    """One thing that readers are asked to do."""

    text = LineBlock(
        required=False,
        max_length=300,
        label=_("Text"),
        help_text=_("A sentence above the button; it can stay empty."),
    )
    button = LineBlock(
        max_length=80,
        label=_("Button"),
        help_text=_("Say what happens, such as Register for the seminar; never only Click here."),
    )
    page = PageReferenceBlock(required=False, label=_("Page of this site"))
    address = AddressBlock(required=False, label=_("Address of another site"))

    class Meta:
        icon = "pick"
        label = _("Call to action")
        group = LINKS
        template = "cms/blocks/call_to_action.html"
        description = _("A button that leads to a page or to another site, and says where.")
        preview_value = {
            "text": _("Places are few: the first forty are sure of theirs."),
            "button": _("Register for the seminar"),
            "address": "https://register.example/seminar",
        }

    def clean(self, value):
        """Require a page or an address, not both."""
        value = super().clean(value)
        if value["page"] and value["address"]:
            raise StructBlockValidationError(
                {
                    "address": ValidationError(
                        _("A button leads to one place. Empty the page or the address.")
                    )
                }
            )
        if not value["page"] and not value["address"] and not self.is_deferred_validation:
            raise StructBlockValidationError(
                {
                    "page": ValidationError(
                        _("Choose the page to which the button leads, or write an address below.")
                    )
                }
            )
        return value

    def resolve(self, value, surroundings) -> CallToActionPart | None:
        """Return text, button and aim; nothing when the aim is not public."""
        aim = surroundings.page(value["page"]) or surroundings.outside(value["address"])
        if aim is None:
            return None
        name = aim.title or aim.host
        return {
            "text": value["text"],
            "button": value["button"],
            "aim": aim,
            "aim_name": "" if name == value["button"] else name,
        }

    def write_text(self, part):
        """Return the text, then the button with its address."""
        aim = part["aim"]
        details = joined([part["aim_name"], aim.label])
        button = f"{part['button']} ({details})" if details else part["button"]
        return "\n".join(str(line) for line in (part["text"], f"{button}: {aim.url}") if line)


class ContactPart(TypedDict):
    """A person or office to ask."""

    name: str
    role: str
    email: str
    phone: str
    phone_address: str
    """For a link: "tel:+3221234567"."""


class ContactBlock(BodyPart):
    """A person or office to ask."""

    name = LineBlock(max_length=120, label=_("Name"), help_text=_("A person or an office."))
    role = LineBlock(required=False, max_length=200, label=_("Role"))
    email = EmailBlock(required=False, default="", label=_("E-mail address"))
    phone = PhoneBlock(
        required=False,
        label=_("Telephone"),
        help_text=_("Write it with its country, such as +32 2 123 45 67."),
    )

    class Meta:
        icon = "user"
        label = _("Contact")
        group = LINKS
        template = "cms/blocks/contact.html"
        description = _("Whom readers can ask, with e-mail address and telephone.")
        preview_value = {
            "name": "Marta Rossi",
            "role": _("Programme manager"),
            "email": "contact@network.example",
            "phone": "+32 2 123 45 67",
        }

    def resolve(self, value, surroundings) -> ContactPart:
        """Return who it is and how to reach them."""
        phone = value["phone"] or ""
        return {
            "name": value["name"],
            "role": value["role"],
            "email": value["email"] or "",
            "phone": phone,
            "phone_address": "tel:" + re.sub(r"[^+0-9]", "", phone) if phone else "",
        }

    def write_text(self, part):
        """Return one line for each thing known."""
        return "\n".join(
            str(part[name]) for name in ("name", "role", "email", "phone") if part[name]
        )


class RelatedPagesPart(TypedDict):
    """Pages to read next."""

    heading: str
    pages: list[Destination]


class RelatedPagesBlock(BodyPart):
    """Pages to read next."""

    heading = LineBlock(required=False, max_length=150, label=_("Heading"))
    pages = StreamBlock(
        [("page", PageReferenceBlock(page_type="cms.ContentPage", label=_("Page")))],
        label=_("Pages"),
        help_text=_("Choose each page once, in any language: readers get the version in theirs."),
    )

    class Meta:
        icon = "doc-empty-inverse"
        label = _("Related pages")
        group = LINKS
        template = "cms/blocks/related_pages.html"
        description = _(
            "A list of pages to read next. A page that is not public is left out by itself."
        )
        preview_value = {"heading": _("Read more"), "pages": [("page", 1), ("page", 2)]}

    def resolve(self, value, surroundings) -> RelatedPagesPart | None:
        """Return the pages that are public to the reader; nothing when none is."""
        found = [surroundings.page(page.value) for page in value["pages"]]
        pages = [page for page in found if page is not None]
        return {"heading": value["heading"], "pages": pages} if pages else None

    def write_text(self, part):
        """Return the heading, and each page with its address."""
        lines = [str(part["heading"])] if part["heading"] else []
        for page in part["pages"]:
            title = f"{page.title} ({page.label})" if page.label else page.title
            lines.append(f"- {title}: {page.url}")
        return "\n".join(lines)
