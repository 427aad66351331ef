"""Is what an editor types shown as it was typed, whatever it would mean to a template?"""

import json

import pytest
from wagtail.models import Locale

from cms.models import Promotion
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page
from newsletter.rendering import Rendered

from .conftest import BASE, agenda, block, editorial, entries, entry, line, make_issue, words_of

TYPED = "{{ edition.base }}{% load i18n %}{% now 'Y' %}{# no #}"
PLACES = 16


@pytest.fixture(scope="module")
def rendered(render_once) -> Rendered:
    """An issue that has template syntax wherever words can be typed, each with the number of its place."""

    def numbered() -> str:
        nonlocal place
        place += 1
        return f"{place}:{TYPED}"

    def make():
        news = make_page(NewsPage, title=numbered(), summary=numbered())
        other = make_page(NewsPage, title="Other")
        event = make_page(EventPage, title="Event")
        promotion = Promotion.objects.create(
            title=numbered(),
            text=numbered(),
            button=numbered(),
            url="https://a.example/",
            locale=Locale.objects.get(language_code="en"),
        )
        return make_issue(
            editorial(f"<p>{numbered()}</p>", salutation=numbered(), sign_off=numbered()),
            entries(
                entry(news),
                entry(other, headline=numbered(), teaser=numbered(), link_text=numbered()),
                heading=numbered(),
            ),
            agenda(line(event, words=numbered()), heading=numbered()),
            block("promotion", promotion=promotion.pk),
            block(
                "text",
                heading=numbered(),
                body=[block("paragraph", text=f"<p>{numbered()}</p>")],
            ),
            title=f"label:{TYPED}",
            subject=f"subject:{TYPED}",
            preheader=f"preheader:{TYPED}",
        )

    place = 0
    edition = render_once(make, "en")["en"]
    assert place == PLACES
    return edition


@pytest.mark.parametrize("place", range(1, PLACES + 1))
def test_template_syntax_in_any_place_is_text_on_the_web_in_the_mail_and_in_its_text(
    rendered, place
):
    typed = f"{place}:{TYPED}"

    assert typed in words_of(rendered.web)
    assert typed in words_of(rendered.mail_html)
    assert "".join(typed.split()) in "".join(rendered.mail_text.split())


def test_template_syntax_in_the_headers_is_text(rendered):
    assert (rendered.label, rendered.subject, rendered.preheader) == (
        f"label:{TYPED}",
        f"subject:{TYPED}",
        f"preheader:{TYPED}",
    )
    assert rendered.label in words_of(rendered.mail_html)
    assert rendered.preheader in words_of(rendered.mail_html)


def test_nothing_of_it_was_run(rendered):
    forms = [rendered.mail_html, rendered.mail_text, rendered.web, json.dumps(rendered.items)]

    # The address of the site stands in addresses, and nowhere as words.
    assert not any(f"{place}:{BASE}" in form for form in forms for place in range(PLACES + 1))
