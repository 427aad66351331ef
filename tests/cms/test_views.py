"""What do the addresses of the front answer that are not pages? Here: the links to drafts."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import gettext, override
from wagtail.models import Locale, PageViewRestriction

from cms.languages.translation.publication import save_draft
from cms.languages.translation.requests import request_translation
from cms.languages.translation.segments import fill
from cms.languages.translation.sharing import address_of, revoke, share
from cms.models import RelatedPage, ShareLink
from cms.plugins.news.models import NewsPage
from cms.testing.factories import (
    make_administrator,
    make_page,
    make_picture,
    make_site,
    make_translation,
    make_user,
)
from tests.shared import shared

QUERIES = 53
"""Of one draft that is shown, with its chrome in the cache. wagtail-localize asks two more for each related page."""

HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Language": "fr",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


@shared
def site():
    return make_site(("en", "fr", "de"), kinds=[NewsPage])


@shared
def french(site):
    return Locale.objects.get(language_code="fr")


@shared
def page(site):
    """A public page with a picture, and a paragraph with a link to another page."""
    other = make_page(NewsPage, title="Squares")
    return make_page(
        NewsPage,
        title="Streets",
        summary="Streets for people.",
        picture=make_picture(),
        related_rows=[RelatedPage(target=other)],
        body=[("paragraph", {"text": f'<p>See <a linktype="page" id="{other.pk}">there</a>.</p>'})],
    )


@shared
def claire(site):
    return make_user("claire", "Translators into French")


@shared
def record(page, french):
    """The page as it was asked for in French; of its words, the title is translated."""
    made = request_translation(page, french)
    fill(made, {"Streets": "Les rues"})
    save_draft(made)
    return made


@pytest.fixture
def link(record, claire):
    return share(record, user=claire, for_whom="Mairie de Lyon", days=14)


def path(link):
    return address_of(link).removeprefix("http://testserver")


def headers(answer):
    return {name: answer.headers.get(name) for name in HEADERS}


class TestSharedDraft:
    """Somebody without an account follows a link."""

    def test_the_draft_is_shown_in_its_language_with_a_banner(self, client, link):
        answer = client.get(path(link))

        html = answer.content.decode()
        assert answer.status_code == 200
        assert '<html lang="fr" dir="ltr">' in html
        assert re.search(r"<h1[^>]*>Les rues</h1>", html)
        assert "Streets for people." in html  # as it is: not translated yet
        with override("fr"):
            assert gettext("Draft, not published.") in html
            assert gettext("Please do not pass it on.") in html
        banner = answer.context["share_link"]
        assert banner == link

    def test_the_banner_says_until_when_in_the_zone_of_the_site(self, client, link):
        ShareLink.objects.update(
            expires_at=timezone.datetime(2099, 3, 1, 23, 30, tzinfo=timezone.timezone.utc)
        )

        html = client.get(path(link)).content.decode()

        assert "lundi 2 mars 2099" in html.replace("\u202f", " ").replace("\u00a0", " ")
        assert "heure de Bruxelles" in html

    def test_nothing_keeps_lists_or_passes_on_the_address(self, client, link):
        answer = client.get(path(link))

        html = answer.content.decode()
        assert headers(answer) == HEADERS
        assert not {"ETag", "Last-Modified", "Set-Cookie"} & set(answer.headers)
        assert '<meta name="robots" content="noindex, nofollow">' in html
        assert not re.search(r'rel="(canonical|alternate)"|og:url|ld\+json', html)
        assert link.token not in html

    def test_an_editor_sees_the_same_as_everybody(self, client, link):
        anonymous = client.get(path(link)).content
        client.force_login(make_administrator())

        assert client.get(path(link)).content == anonymous

    def test_links_lead_to_the_public_site(self, client, link):
        html = client.get(path(link)).content.decode()

        addresses = set(re.findall(r'<a [^>]*?href="(/[^"]*)"', html))
        assert "/fr/news/squares/" in addresses
        assert {client.get(address, follow=True).status_code for address in addresses} == {200}

    def test_pictures_are_seen_although_the_page_is_not_public(self, client, link):
        html = client.get(path(link)).content.decode()

        (source,) = set(re.findall(r'<img[^>]*? src="(/media/[^"]*)"', html))
        answer = client.get(source)
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
        b"".join(answer.streaming_content)  # which closes the file, and the response with it

    def test_nothing_is_written_by_looking(self, client, link):
        client.get(path(link))  # sizes of the picture are made when somebody looks first

        with CaptureQueriesContext(connection) as queries:
            client.get(path(link))

        written = [
            query["sql"] for query in queries if re.match("INSERT|UPDATE|DELETE", query["sql"])
        ]
        assert written == []

    @pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
    def test_it_can_only_be_looked_at(self, client, link, method):
        assert getattr(client, method)(path(link)).status_code == 405

    def test_once_it_is_public_the_link_leads_there(self, client, site, claire):
        page = make_page(NewsPage, title="Streets", summary="For people.")
        french = make_translation(page, "fr", title="Les rues")
        record = request_translation(page, french.locale)
        link = share(record, user=claire, for_whom="Mairie de Lyon", days=1)

        answer = client.get(path(link))

        assert (answer.status_code, answer.headers["Location"]) == (302, "/fr/actualites/les-rues/")
        assert headers(answer) == HEADERS

    def test_a_newer_draft_of_what_is_public_is_shown(self, client, site, claire):
        page = make_page(NewsPage, title="Streets", summary="For people.")
        french = make_translation(page, "fr", title="Les rues")
        record = request_translation(page, french.locale)
        fill(record, {"Streets": "Toutes les rues"})
        save_draft(record)
        link = share(record, user=claire, for_whom="Mairie de Lyon", days=1)

        answer = client.get(path(link))

        assert answer.status_code == 200
        assert "Toutes les rues" in answer.content.decode()

    def test_so_are_words_that_were_saved_and_are_in_no_draft_yet(self, client, site, claire):
        page = make_page(NewsPage, title="Streets", summary="For people.")
        french = make_translation(page, "fr", title="Les rues")
        record = request_translation(page, french.locale)
        fill(record, {"Streets": "Toutes les rues"})
        link = share(record, user=claire, for_whom="Mairie de Lyon", days=1)

        answer = client.get(path(link))

        assert answer.status_code == 200
        assert "Toutes les rues" in answer.content.decode()

    def test_what_is_public_but_not_for_everybody_is_shown(self, client, site, claire):
        page = make_page(NewsPage, title="Streets", summary="For people.")
        french = make_translation(page, "fr", title="Les rues")
        record = request_translation(page, french.locale)
        link = share(record, user=claire, for_whom="A member", days=1)
        PageViewRestriction.objects.create(page=page, restriction_type="login")

        answer = client.get(path(link))

        assert answer.status_code == 200
        assert "Les rues" in answer.content.decode()
        assert client.get("/fr/actualites/les-rues/").status_code == 302  # to the door

    @pytest.mark.parametrize("count", [1, 4])
    def test_it_costs_the_same_whatever_its_length(
        self, client, site, french, claire, count, django_assert_num_queries
    ):
        page = make_page(
            NewsPage,
            title="Streets",
            summary="For people.",
            picture=make_picture(),
            related_rows=[RelatedPage(target=make_page(NewsPage, title="Other"))],
            body=[
                ("paragraph", {"text": f"<p>Paragraph {number}.</p>"}) for number in range(count)
            ],
        )
        record = request_translation(page, french)
        save_draft(record)
        links = [
            share(record, user=claire, for_whom=f"Lyon {number}", days=1) for number in range(count)
        ]
        link = links[0]
        client.get(path(link))

        with django_assert_num_queries(QUERIES):
            client.get(path(link))


class TestEndedLink:
    """Somebody follows a link that shows nothing any more."""

    @pytest.mark.parametrize(
        "end",
        [
            lambda link, claire: ShareLink.objects.update(expires_at=timezone.now()),
            lambda link, claire: revoke(link, user=claire),
            lambda link, claire: claire.groups.clear(),
            lambda link, claire: link.page.delete(),
        ],
        ids=["expired", "revoked", "of somebody who may no longer", "of a page that is gone"],
    )
    def test_a_designed_page_says_so_in_the_language_of_the_draft(self, client, link, claire, end):
        address = path(link)
        end(link, claire)

        answer = client.get(address)

        html = answer.content.decode()
        assert answer.status_code == 410
        assert headers(answer) == HEADERS
        assert '<html lang="fr" dir="ltr">' in html
        with override("fr"):
            assert gettext("This link no longer works") in html
        assert '<meta name="robots" content="noindex">' in html
        assert "rues" not in html


class TestUnknownLink:
    """Somebody follows an address that was never given out."""

    @pytest.mark.parametrize("token", ["x", "a:b", "..%2F..", "%C3%A9:x", "A" * 2000])
    def test_a_malformed_one_is_not_found(self, client, site, token):
        assert client.get(f"/fr/_shared/{token}/").status_code == 404

    def test_a_tampered_one_is_not_found(self, client, link):
        address = path(link)

        assert client.get(f"{address[:-2]}{'A' if address[-2] != 'A' else 'B'}/").status_code == 404

    def test_another_language_is_not_found(self, client, link):
        assert client.get(path(link).replace("/fr/", "/de/")).status_code == 404

    def test_a_language_that_is_not_open_is_not_found(self, client, link):
        assert client.get(path(link).replace("/fr/", "/pl/")).status_code == 404


def test_a_draft_is_found_nowhere_else(client, site, record, link, page):
    draft = page.get_translation(record.target_locale)

    assert client.get(f"/fr/actualites/{draft.slug}/").status_code == 404
    assert "Les rues" not in client.get("/fr/actualites/").content.decode()
