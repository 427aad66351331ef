"""Do the links of an issue lead where its readers can go?"""

import hashlib

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail import hooks
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from cms.models import Link, Promotion
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_document, make_page, make_translation
from newsletter.models import LinkCheck
from newsletter.readiness.destinations import own_hosts, unanswered, written
from newsletter.readiness.draft import Draft
from newsletter.readiness.verdict import readiness
from tests.newsletter.conftest import agenda, block, editorial, entries, entry

BASE = "https://belfry.example"


def links_in(issue, language: str = "en", base: str = BASE):
    found = readiness(issue, base=base, languages=(language,)).findings
    return [finding for finding in found if finding.code.startswith(("link-", "promotion-lost"))]


def told(issue, language: str = "en") -> list[tuple[str, str, str]]:
    found = links_in(issue, language)
    return [(f.code, f.weight, f.subject) for f in found if f.code != "link-unasked"]


def linking_to(june, url: str, words: str = "The report"):
    return june(editorial(f'<p><a href="{url}">{words}</a></p>'), publish=False)


# Inside the site


@pytest.mark.parametrize(
    "url", ["/en/news/gone/", f"{BASE}/en/news/gone/", "http://testserver/en/x/"]
)
def test_a_link_to_a_page_of_the_site_that_is_not_there_blocks(june, url):
    issue = linking_to(june, url)

    [finding] = links_in(issue)

    assert told(issue) == [("link-dead", "blocking", "The report")]
    assert url.removeprefix(BASE) in finding.message
    assert finding.url == (
        reverse("wagtailadmin_pages:edit", args=[issue.pk])
        + f"#block-{issue.sections[0].id}-section"
    )


def test_a_link_to_a_public_page_in_any_language_is_fine(june, news):
    assert told(linking_to(june, f"{BASE}{news.url}")) == []
    # Without a French version, the English one stands there.
    assert told(linking_to(june, f"/fr{news.url.removeprefix('/en')}")) == []


def test_paths_are_answered_by_routes_pages_documents_and_redirects(site, news):
    document = make_document()
    german = make_translation(news, "de")
    draft = make_page(NewsPage, title="Draft", publish=False)
    private = make_page(NewsPage, title="Private")
    PageViewRestriction.objects.create(page=private, restriction_type="login")
    Redirect.objects.create(old_path="/old", redirect_link="/en/")
    good = {
        "/",
        "/en/",
        news.url,
        news.url.rstrip("/"),
        german.url,
        "/en/palette.css",
        "/media/anything.png",
        document.url,
        "/old/",
    }
    bad = {
        "/nothing/",
        "/en/nothing/",
        f"/en/news/{draft.slug}/",
        private.url,
        # Not open, although the settings know it.
        "/pl/",
        document.url.replace(f"/{document.pk}/", "/4711/"),
        "/en/news/%00/",
    }

    assert unanswered(good | bad) == bad


@pytest.mark.parametrize("is_above", [False, True])
def test_a_document_of_a_private_collection_blocks_however_it_is_linked_to(site, june, is_above):
    above = Collection.get_first_root_node().add_child(name="Board")
    inside = above.add_child(name="Minutes")
    minutes, public = make_document("Minutes"), make_document("Programme")
    minutes.collection = inside
    minutes.save()
    issue = june(
        editorial(
            f'<p><a linktype="document" id="{minutes.pk}">The minutes</a>'
            f' <a href="{BASE}{minutes.url}">The same minutes</a>'
            f' <a linktype="document" id="{public.pk}">The programme</a></p>'
        ),
        publish=False,
    )
    assert told(issue) == []

    CollectionViewRestriction.objects.create(
        collection=above if is_above else inside,
        restriction_type=CollectionViewRestriction.LOGIN,
    )

    assert told(issue) == [
        ("link-dead", "blocking", "The minutes (PDF, English, 1 kB)"),
        ("link-dead", "blocking", "The same minutes"),
    ]


def test_the_number_of_questions_does_not_depend_on_that_of_links(site, news):
    def queries(count: int) -> int:
        with CaptureQueriesContext(connection) as captured:
            unanswered({news.url, *(f"/en/news/x-{number}/" for number in range(count))})
        return len(captured)

    queries(1)

    assert queries(30) == queries(2)


def test_the_hosts_of_all_sites_are_our_own(site):
    assert own_hosts(BASE) == {"belfry.example", "testserver"}


def test_mails_calls_and_places_on_the_same_page_are_not_asked(june):
    text = '<p><a href="mailto:a@b.example">Anna</a> <a href="tel:+3221">Call us</a> <a href="#x">Below</a></p>'

    assert told(june(editorial(text), publish=False)) == []


def test_the_draft_itself_is_no_dead_link(june, news):
    # The mail leads to its own web edition, which nobody can read yet.
    issue = june(entries(entry(news)), publish=False)

    assert told(issue) == []


def test_a_link_in_a_promotion_is_mended_there(june, news):
    promotion = Promotion.objects.create(
        title="Join",
        text="It helps.",
        button="How to join",
        url=f"{BASE}/en/gone/",
        locale=news.locale,
    )
    issue = june(block("promotion", promotion=promotion.pk), publish=False)

    [finding] = links_in(issue)

    assert (finding.code, finding.subject) == ("link-dead", "How to join")
    assert finding.url == reverse("wagtailsnippets_cms_promotion:edit", args=[promotion.pk])


def test_a_link_that_stands_in_every_edition_is_listed_once(june):
    found = readiness(linking_to(june, "/en/gone/"), base=BASE)

    assert [f.languages for f in found.findings if f.code == "link-dead"] == [()]
    assert found.blocked() == ["de", "en", "fr"]


# Outside


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        ("good", []),
        ("refused", []),
        ("gone", [("link-gone", "warning", "The report")]),
        ("broken", [("link-broken", "warning", "The report")]),
        ("silent", [("link-silent", "warning", "The report")]),
        ("forbidden", [("link-forbidden", "blocking", "The report")]),
    ],
)
def test_what_is_known_of_an_outside_link_is_told(june, result, expected):
    url = "https://other.example/report"
    digest = hashlib.sha256(url.encode()).hexdigest()
    LinkCheck.objects.create(digest=digest, url=url, result=result, checked_at=timezone.now())

    assert told(linking_to(june, url)) == expected


def test_how_many_outside_links_were_never_asked_is_told_once_for_all_languages(june):
    text = '<p><a href="https://a.example/">A</a> <a href="https://b.example/">B</a></p>'

    found = readiness(june(editorial(text), publish=False), base=BASE).findings

    [finding] = [finding for finding in found if finding.code == "link-unasked"]
    assert (finding.code, finding.weight, finding.languages) == ("link-unasked", "warning", ())
    assert finding.message == "2 links to other sites have not been tried yet."


def test_the_addresses_of_other_sites_are_given_to_whoever_may_ask_them(june, news):
    text = '<p><a href="https://b.example/">B</a> <a href="/en/">Home</a> <a href="https://a.example/">A</a></p>'
    issue = june(editorial(text), publish=False)

    found = readiness(issue, base=BASE)

    assert found.outside == ("https://b.example/", "https://a.example/")
    assert not LinkCheck.objects.exists()  # to compute a verdict changes nothing


# What a link pretends


@pytest.mark.parametrize(
    ("words", "url", "expected"),
    [
        ("bank.example", "https://bonk.example/", ("link-elsewhere", "blocking")),
        ("The report", "https://bеlfry.example/", ("link-look-alike", "blocking")),
        ("The report", "https://belfry.example@b.example/", ("link-credentials", "blocking")),
        ("The report", "http://b.example/", ("link-unencrypted", "warning")),
    ],
)
def test_a_link_that_pretends_is_told(june, words, url, expected):
    assert [finding[:2] for finding in told(linking_to(june, url, words))] == [expected]


# What vanishes


def test_a_text_that_names_a_page_which_is_not_public_is_told(june, news):
    text = f'<p>See <a linktype="page" id="{news.pk}">what happened</a>.</p>'
    issue = june(
        editorial(text),
        block("text", heading="Thanks", body=[block("paragraph", text=text)]),
        publish=False,
    )
    assert told(issue) == []

    news.unpublish()

    found = links_in(issue)
    assert [finding.code for finding in found] == ["link-lost", "link-lost"]
    assert [finding.message for finding in found] == [
        "‘Editorial’ names a page that not everybody can read (A thing happened): its link is left out.",
        "‘Thanks’ names a page that not everybody can read (A thing happened): its link is left out.",
    ]


def test_a_text_that_names_a_page_which_was_deleted_is_told(june, news):
    text = f'<p>See <a linktype="page" id="{news.pk}">what happened</a>.</p>'
    issue = june(editorial(text), publish=False)
    news.delete()

    [finding] = links_in(issue)

    assert (finding.code, finding.weight) == ("link-lost", "warning")
    assert "(it was deleted)" in finding.message


# What is written


def test_the_addresses_that_are_written_can_be_told_without_rendering(june, news, event):
    news.link_rows.add(Link(title="Programme", url="https://c.example/"))
    news.save()
    event.link_rows.add(Link(title="Gathered", url="https://d.example/"))
    event.save()
    promotion = Promotion.objects.create(
        title="Join", text="T.", button="How", url="https://b.example/", locale=news.locale
    )
    issue = june(
        editorial('<p><a href="https://a.example/?x=1&amp;y=2">A</a></p>'),
        entries(entry(news)),
        block("promotion", promotion=promotion.pk),
        agenda(),
    )

    assert written(Draft(issue)) == {
        "https://a.example/?x=1&y=2",
        "https://b.example/",
        "https://c.example/",
        "https://d.example/",
    }


def test_the_addresses_that_only_translations_have_are_told_too(june, news):
    news.link_rows.add(Link(title="Programme", url="https://b.example/en"))
    news.save()
    issue = june(
        editorial('<p><a href="https://a.example/en">A</a></p>'),
        entries(entry(news)),
        publish=False,
    )
    for page, address in ((issue, "https://a.example/"), (news, "https://b.example/")):
        make_translation(page, "de", overrides={f"{address}en": f"{address}de"})

    assert written(Draft(issue)) == {
        f"https://{host}.example/{language}" for host in "ab" for language in ("en", "de")
    }


def test_what_a_translator_leads_elsewhere_is_asked_in_the_background(june):
    text = '<p><a href="https://a.example/en">A</a></p>'
    issue = june(editorial(text), publish=False, date=timezone.localdate())
    june(editorial(text.replace("a.example", "old.example")), publish=False)
    [note] = [
        step
        for more in hooks.get_hooks("belfry_periodic")
        for words, step in more()
        if words == "outside links of issues noted"
    ]
    assert note() == 1

    make_translation(issue, "de", overrides={"https://a.example/en": "https://a.example/de"})

    assert (note(), note()) == (1, 0)
    assert list(LinkCheck.objects.order_by("pk").values_list("url", flat=True)) == [
        "https://a.example/en",
        "https://a.example/de",
    ]
