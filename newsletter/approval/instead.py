"""What do readers get whose language is left out once the edition in place of theirs was approved? That edition, as it is."""

from __future__ import annotations

from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.template.loader import render_to_string

from cms.languages.addresses import home_address
from newsletter.mail import STYLES
from newsletter.text import wrap

if TYPE_CHECKING:
    from newsletter.models import FrozenEdition


@dataclass(frozen=True, slots=True)
class _Told:
    """What a mail tells of an edition in another language."""

    readers: str
    language: str


def in_place_of(edition: FrozenEdition, readers: str) -> FrozenEdition:
    """Return an approved edition for the readers of another language, not saved: with its address for them.

    Its mail tells them, in the place and the words in which a mail does that is rendered for them (``newsletter/mail/``).

    Args:
        edition: in the language of its own readers.
        readers: BCP 47 tag.
    """
    root, _home, below = edition.url.partition(home_address(edition.written_in))
    told = {"edition": _Told(readers, edition.written_in), "styles": STYLES}
    sentence = render_to_string("newsletter/mail/_instead.html", told).strip()
    words = wrap(render_to_string("newsletter/mail/_instead.txt", told))
    other = copy(edition)
    other.pk = None
    other._state.adding = True
    other.language = readers
    other.url = root + home_address(readers) + below
    other.mail_html = edition.mail_html.replace(
        f'href="{edition.url}"', f'href="{other.url}"', 1
    ).replace("<h1", f"{sentence}\n<h1", 1)
    # The first empty line is that before the label.
    other.mail_text = edition.mail_text.replace("\n\n", f"\n\n{words}\n", 1).replace(
        edition.url, other.url, 1
    )
    other.mail_size = len(other.mail_html.encode())
    return other
