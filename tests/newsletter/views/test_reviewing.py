"""Does somebody who was sent a link see the issue and answer, and learn nothing else?"""

import re

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, PageViewRestriction

from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_administrator, make_page, make_translation
from newsletter.approval.decisions import decide
from newsletter.approval.freezing import freeze
from newsletter.models import ReviewAnswer, ReviewLink
from newsletter.review.sharing import MOST_ANSWERS, revoke, share
from tests.newsletter.conftest import entries, entry, make_issue, make_large_issue, words_of
from tests.newsletter.views.conftest import CANARY
from tests.shared import shared

QUERIES = 19
"""Of the overview of a draft, with its chrome in the cache, whatever the size of the issue."""

HEADERS = {
    "Cache-Control": "private, no-store",
    "Referrer-Policy": "same-origin",
    "X-Robots-Tag": "noindex, nofollow",
}

GIVEN = {"name": "Ada", "says": "no", "language": "de", "comment": "Seite 2 fehlt."}


@shared
def link(guarded, nora):
    return share(guarded, user=nora, for_whom="The board, in confidence", days=14)


def overview(link) -> str:
    return reverse("review", args=[link.token])


def page(link, form="mail", language="de", audience="everyone") -> str:
    return reverse("review", args=[link.token, language, audience, form])


def content(link, form="mail", language="de", audience="everyone") -> str:
    return reverse("review_content", args=[link.token, language, audience, form])


def addresses(link) -> list[str]:
    """Return an address of every sort."""
    return [overview(link), page(link), content(link), content(link, "web"), content(link, "text")]


def headers(answered) -> dict:
    return {name: answered.headers.get(name) for name in HEADERS}


class TestLooking:
    """Somebody without an account follows a link."""

    def test_all_editions_are_listed_in_every_form(self, client, link):
        tree = BeautifulSoup(client.get(overview(link)).content, "html.parser")

        assert tree.h1.get_text() == "June 2019"
        assert [head.get_text() for head in tree.select(".review-editions h3")] == [
            "Deutsch",
            "English",
            "français",
        ]
        assert [each["href"] for each in tree.select(".review-editions a")] == [
            page(link, form, language)
            for language in ("de", "en", "fr")
            for form in ("web", "mail", "text")
        ]
        assert {
            client.get(each["href"]).status_code for each in tree.select(".review-editions a")
        } == {200}

    @pytest.mark.parametrize("form", ["web", "mail", "text"])
    def test_an_edition_is_shown_in_a_frame_in_the_language_of_its_readers(
        self, client, link, form
    ):
        answered = client.get(page(link, form))

        tree = BeautifulSoup(answered.content, "html.parser")
        (frame,) = tree.select("iframe")
        assert (tree.html["lang"], answered.headers["Content-Language"]) == ("de", "de")
        assert frame["src"] == content(link, form)
        assert "allow-scripts" not in frame["sandbox"]
        framed = client.get(frame["src"])
        assert "A report" in framed.content.decode()
        assert framed.headers["X-Frame-Options"] == "SAMEORIGIN"

    def test_what_is_asked_is_said_once_and_names_the_choice(self, client, link):
        tree = BeautifulSoup(client.get(overview(link)).content, "html.parser")

        (heading,) = tree.find_all(string="Your answer")
        assert heading.parent["id"] == tree.fieldset["aria-labelledby"]

    def test_what_is_not_public_is_in_no_form(self, client, link):
        shown = [client.get(address).content.decode() for address in addresses(link)]

        assert [html for html in shown if CANARY in html] == []
        assert len([html for html in shown if "A report" in html]) == 3

    def test_the_note_for_the_colleagues_and_other_answers_are_not_shown(self, client, link):
        ReviewAnswer.objects.create(link=link, name="Zofia", says="no", comment="Secretly no.")

        for address in addresses(link):
            html = client.get(address).content.decode()
            assert not re.search("in confidence|Zofia|Secretly", html)

    def test_a_draft_says_so_and_what_is_approved_does_not(self, client, site):
        guarded = make_issue(entries(entry(make_page(NewsPage, title="A report"))))
        administrator = make_administrator()
        link = share(guarded, user=administrator, for_whom="The board", days=1)

        draft = client.get(content(link, "web", "en")).content.decode()
        freeze(guarded, user=administrator)
        approved = client.get(content(link, "web", "en")).content.decode()

        assert "Draft, not published." in draft
        assert "Draft, not published." not in approved

    def test_a_mail_with_something_withdrawn_is_not_shown_any_more(self, client, site):
        news = make_page(NewsPage, title=f"{CANARY} report")
        approved = make_issue(entries(entry(news)))
        administrator = make_administrator()
        link = share(approved, user=administrator, for_whom="The board", days=1)
        freeze(approved, user=administrator)
        forms = [content(link, form, "en") for form in ("mail", "text", "web")]
        assert all(CANARY in client.get(address).content.decode() for address in forms)

        news.unpublish()

        answered = [client.get(address) for address in forms]
        assert [one.status_code for one in answered] == [410, 410, 200]
        assert [CANARY in one.content.decode() for one in answered] == [False, False, False]

    def test_an_edition_in_words_that_are_private_is_not_shown_any_more(self, client, site):
        approved = make_issue(entries(entry(make_page(NewsPage))))
        german = make_translation(
            approved, "de", title="Juni 2019", words={approved.subject: CANARY}
        )
        administrator = make_administrator()
        link = share(approved, user=administrator, for_whom="The board", days=1)
        freeze(approved, user=administrator)
        assert CANARY in client.get(overview(link)).content.decode()
        shown = [make(link, form) for make in (page, content) for form in ("web", "mail", "text")]
        assert {client.get(address).status_code for address in shown} == {200}

        PageViewRestriction.objects.create(page=german, restriction_type=PageViewRestriction.LOGIN)

        assert {client.get(address).status_code for address in shown} == {404}
        answered = client.get(overview(link))
        assert (answered.status_code, CANARY in answered.content.decode()) == (200, False)
        assert client.get(page(link, language="en")).status_code == 200

    def test_decisions_are_told(self, client, link, guarded, nora):
        decide(guarded, "de", "hold", user=nora)
        decide(guarded, "fr", "drop", user=nora)

        words = words_of(client.get(overview(link)).content.decode())

        assert "Held back for now." in words
        assert "Left out: its readers get the edition in English." in words

    def test_the_overview_speaks_a_language_of_the_reader_that_is_open(self, client, link):
        for asked, spoken in {"fr-BE,fr;q=0.9": "fr", "pl": "en", "": "en"}.items():
            answered = client.get(overview(link), headers={"Accept-Language": asked})
            assert answered.headers["Content-Language"] == spoken
            assert f'<html lang="{spoken}"' in answered.content.decode()
            assert "Accept-Language" in answered.headers["Vary"]

    def test_nothing_keeps_lists_or_passes_on_the_address(self, client, link):
        for address in addresses(link):
            answered = client.get(address)
            assert headers(answered) == HEADERS
            assert not {"ETag", "Last-Modified"} & set(answered.headers)
        html = client.get(overview(link)).content.decode()
        assert '<meta name="robots" content="noindex, nofollow">' in html
        assert not re.search(r'rel="(canonical|alternate)"|og:url', html)

    def test_nothing_is_written_by_looking(self, client, link):
        for address in addresses(link):
            client.get(address)  # sizes of pictures are made when somebody looks first

        with CaptureQueriesContext(connection) as queries:
            for address in addresses(link):
                client.get(address)

        assert [
            query["sql"] for query in queries if re.match("INSERT|UPDATE|DELETE", query["sql"])
        ] == []

    def test_it_costs_the_same_whatever_the_size_of_the_issue(
        self, client, site, django_assert_num_queries
    ):
        administrator = make_administrator()
        for size in (4, 12):
            guarded = make_large_issue(size, slug=f"large-{size}", publish=False)
            link = share(guarded, user=administrator, for_whom="The board", days=1)
            client.get(overview(link))
            with django_assert_num_queries(QUERIES):
                client.get(overview(link))

    @pytest.mark.parametrize(
        "named",
        [
            ("dark",),
            ("pdf",),
            ("mail", "pl"),
            ("mail", "xx"),
            ("mail", "de", "members"),
            ("web", "de", "nobody"),
        ],
    )
    def test_what_is_not_there_is_not_found(self, client, link, named):
        assert client.get(page(link, *named)).status_code == 404
        assert client.get(content(link, *named)).status_code == 404


class TestEnded:
    """A link that was good once answers nothing more, and an invented one nothing at all."""

    @pytest.mark.parametrize(
        "end",
        [
            lambda link: revoke(link, user=link.created_by),
            lambda link: ReviewLink.objects.update(expires_at=timezone.now()),
            lambda link: link.created_by.groups.clear(),
            lambda link: link.created_by.delete(),
            lambda link: ReviewLink.objects.all().delete(),
        ],
        ids=["revoked", "expired", "maker lost rights", "maker left", "forgotten"],
    )
    def test_it_is_gone_for_looking_and_for_answering(self, client, link, end):
        assert {client.get(address).status_code for address in addresses(link)} == {200}

        end(link)

        for address in addresses(link):
            answered = client.get(address)
            assert (answered.status_code, headers(answered)) == (410, HEADERS)
            assert not re.search("June 2019|A report", answered.content.decode())
        assert client.post(overview(link), GIVEN).status_code == 410
        assert not ReviewAnswer.objects.exists()

    def test_an_invented_address_is_not_found(self, client, link):
        token = link.token[:-1] + ("A" if link.token[-1] != "A" else "B")

        for address in addresses(link):
            invented = address.replace(link.token, token)
            assert client.get(invented).status_code == 404
            assert client.post(invented, GIVEN).status_code in (404, 405)
        assert not ReviewAnswer.objects.exists()

    @pytest.mark.parametrize("method", ["put", "patch", "delete"])
    def test_it_is_looked_at_and_answered_and_nothing_else(self, client, link, method):
        assert getattr(client, method)(overview(link)).status_code == 405
        assert client.post(content(link), GIVEN).status_code == 405


class TestAnswering:
    """Somebody says yes or no, or comments."""

    @pytest.mark.parametrize("where", [overview, page])
    def test_an_answer_reaches_the_office(self, client, link, guarded, where):
        answered = client.post(where(link), GIVEN)

        assert (answered.status_code, answered.headers["Location"]) == (
            302,
            f"{overview(link)}?answered",
        )
        given = ReviewAnswer.objects.get()
        assert {name: getattr(given, name) for name in GIVEN} == GIVEN
        assert given.link == link
        assert (
            PageLogEntry.objects.filter(action="newsletter.review_answered", page=guarded).count()
            == 1
        )
        thanks = client.get(answered.headers["Location"]).content.decode()
        assert "your answer has reached the office" in thanks

    def test_the_form_of_an_edition_is_about_its_language(self, client, link):
        tree = BeautifulSoup(client.get(page(link)).content, "html.parser")

        (chosen,) = tree.select("select[name=language] option[selected]")
        assert (chosen["value"], chosen.get_text()) == ("de", "Deutsch")

    def test_it_needs_the_token_against_forgery(self, link):
        browser = Client(enforce_csrf_checks=True)
        tree = BeautifulSoup(browser.get(overview(link)).content, "html.parser")
        token = tree.select_one("input[name=csrfmiddlewaretoken]")["value"]

        without = browser.post(overview(link), GIVEN).status_code
        with_it = browser.post(overview(link), {**GIVEN, "csrfmiddlewaretoken": token}).status_code

        assert (without, with_it) == (403, 302)
        assert ReviewAnswer.objects.count() == 1

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"name": ""}, "name"),
            ({"name": "x" * 101}, "name"),
            ({"name": "Ada\0"}, "name"),
            ({"name": "Ada\nBcc: x"}, "name"),
            ({"name": "Ada\u202e"}, "name"),
            ({"says": ""}, "says"),
            ({"says": "perhaps"}, "says"),
            ({"language": "xx"}, "language"),
            ({"comment": "x" * 2001}, "comment"),
            ({"comment": "bell\x07"}, "comment"),
            ({"says": "comment", "comment": " "}, "comment"),
        ],
    )
    def test_what_is_not_right_is_said_and_nothing_is_kept(self, client, link, given, field):
        answered = client.post(page(link), {**GIVEN, **given})

        assert answered.status_code == 200
        assert list(answered.context["form"].errors) == [field]
        assert not ReviewAnswer.objects.exists()

    def test_lines_are_kept(self, client, link):
        client.post(overview(link), {**GIVEN, "comment": "One\r\n\r\nTwo\tthree"})

        assert ReviewAnswer.objects.get().comment == "One\n\nTwo\tthree"

    def test_a_link_that_is_full_says_so(self, client, link):
        ReviewAnswer.objects.bulk_create(
            ReviewAnswer(link=link, name="Ada", says="yes") for _ in range(MOST_ANSWERS)
        )

        answered = client.post(overview(link), GIVEN)

        assert answered.status_code == 200
        assert "Nobody can answer by this link any more" in answered.content.decode()
        assert ReviewAnswer.objects.count() == MOST_ANSWERS
