"""What stands around a page: menu, footer, breadcrumbs, colours, and in which language is it?"""

import re

import html5lib
import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils import timezone, translation
from wagtail.models import PageViewRestriction, Site

from cms.front import breadcrumbs_of, chrome_in, forget
from cms.languages.readings import Reading
from cms.models import Brand, BrandWording, FooterLink, MenuLink
from cms.models.brand import DARK_PAPER, LEAST_CONTRAST, PAPER, contrast
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_site, make_translation
from tests.shared import shared

pytestmark = pytest.mark.django_db

HTML = "{http://www.w3.org/1999/xhtml}"


@shared
def site():
    """A site in three languages with news."""
    return make_site(("en", "fr", "de"), kinds=[NewsPage])


@shared
def news(site):
    """A page of news in English and French."""
    page = make_page(NewsPage, title="About us", slug="about")
    make_translation(page, "fr", title="Qui sommes-nous")
    return page


def brand(**fields) -> Brand:
    """Return the brand of the site, saved with some fields of its own."""
    made = Brand.for_site(Site.objects.get(is_default_site=True))
    for name, value in fields.items():
        setattr(made, name, value)
    made.save()
    return made


@shared
def menu(site, news):
    """Put the index of news and a page into the menu, and the page into the fine print."""
    return brand(
        menu_links=[MenuLink(page=site.indexes[NewsPage]), MenuLink(page=news)],
        footer_links=[FooterLink(page=news, column=FooterLink.Column.FINE_PRINT)],
    )


def chrome(client, path="/en/"):
    """Return what stands around a page."""
    return client.get(path).context["chrome"]


def titles(links) -> list[tuple[str, str]]:
    """Return titles and addresses."""
    return [(link.title, link.url) for link in links]


# Menu and footer


def test_the_menu_speaks_the_readers_language_where_there_are_words(menu, client):
    assert titles(chrome(client).menu) == [("News", "/en/news/"), ("About us", "/en/news/about/")]
    assert titles(chrome(client, "/fr/").menu) == [
        ("Actualités", "/fr/actualites/"),
        ("Qui sommes-nous", "/fr/actualites/qui-sommes-nous/"),
    ]
    german = chrome(client, "/de/").menu[1]
    assert (german.title, german.url, german.language) == ("About us", "/de/news/about/", "en")


def test_a_link_in_the_menu_leads_to_a_page(menu, client):
    for tag in ("en", "fr", "de"):
        around = chrome(client, f"/{tag}/")
        for link in (*around.menu, *around.fine_print):
            assert client.get(link.url).status_code == 200


def test_the_menu_knows_where_the_reader_is(menu, client):
    links = chrome(client, "/en/news/about/").menu

    assert [link.current for link in links] == [True, True]
    assert [link.current for link in chrome(client).menu] == [False, False]


def test_the_home_page_is_current_in_the_menu_on_itself_only(site, client):
    brand(menu_links=[MenuLink(page=site.home), MenuLink(page=site.indexes[NewsPage])])

    current = {
        path: [link.current for link in chrome(client, path).menu] for path in ("/en/", "/en/news/")
    }

    assert current == {"/en/": [True, False], "/en/news/": [False, True]}


def test_the_footer_is_kept_in_the_language_of_its_readers(site, news):
    brand(footer_links=[FooterLink(page=news, column=FooterLink.Column.NETWORK)])

    with translation.override("de"):  # whoever asks first
        chrome_in(Reading("fr"))

    assert [column.heading for column in chrome_in(Reading("fr")).footer] == ["Le réseau"]


@pytest.mark.parametrize("left", ["none", "no default"])
def test_an_error_page_needs_no_default_site(menu, client, left):
    if left == "none":
        Site.objects.all().delete()
    else:
        Site.objects.update(is_default_site=False)
        cache.clear()

    response = client.get("/en/nowhere/")

    assert response.status_code == 404
    shown = titles(response.context["chrome"].menu)
    assert shown == (
        [] if left == "none" else [("News", "/en/news/"), ("About us", "/en/news/about/")]
    )


def test_the_menu_is_read_once(menu, client, django_assert_num_queries):
    client.get("/en/news/")
    with django_assert_num_queries(0):
        kept = chrome_in(Reading("en"))

    assert titles(kept.menu)[1] == ("About us", "/en/news/about/")


def test_a_new_title_is_in_the_menu_as_soon_as_it_is_published(menu, news, client):
    client.get("/en/")
    news.title = "Who we are"
    revision = news.save_revision()
    assert titles(chrome(client).menu)[1][0] == "About us"

    revision.publish()

    assert titles(chrome(client).menu)[1][0] == "Who we are"
    assert titles(chrome(client).fine_print)[0][0] == "Who we are"


def test_a_new_menu_is_shown_at_once(menu, client):
    client.get("/fr/")
    menu.menu_links = []
    menu.save()

    assert chrome(client, "/fr/").menu == ()


def test_what_is_unpublished_leaves_menu_and_footer(menu, news, client):
    client.get("/en/")
    news.unpublish()

    assert titles(chrome(client).menu) == [("News", "/en/news/")]
    assert chrome(client).fine_print == ()


@pytest.mark.parametrize("level", ["page", "index", "translation"])
def test_what_is_restricted_is_never_in_a_menu(site, menu, news, client, level):
    client.get("/en/")
    page = {
        "page": news,
        "index": site.indexes[NewsPage],
        "translation": news.get_translations().get(),
    }[level]
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)

    for tag in ("en", "fr", "de"):
        around = chrome(client, f"/{tag}/")
        shown = {link.title for link in (*around.menu, *around.fine_print)}
        assert shown & {"About us", "Qui sommes-nous"} == set()


# What is not for everybody


@pytest.fixture(params=["restricted", "expired"])
def close(request):
    """Return a function that takes a page from the public, in each of the ways there are."""

    def closed(page) -> None:
        page = page.specific
        if request.param == "restricted":
            PageViewRestriction.objects.create(
                page=page, restriction_type=PageViewRestriction.LOGIN
            )
        else:
            page.expire_at = timezone.now()
            page.save()
            forget()

    return closed


def test_a_closed_index_is_linked_from_no_home_page_and_no_breadcrumbs(site, menu, client, close):
    make_page(NewsPage, title="New roofs", slug="roofs")
    page = make_page(NewsPage, parent=site.home, title="Outside the index", slug="outside")
    assert 'href="/en/news/"' in client.get("/en/").content.decode()
    close(site.indexes[NewsPage])

    for tag, index in (("en", "/en/news/"), ("fr", "/fr/actualites/"), ("de", "/de/nachrichten/")):
        for path in ("", f"{page.slug}/"):
            assert f'href="{index}"' not in client.get(f"/{tag}/{path}").content.decode()
        assert chrome(client, f"/{tag}/").frame.keys() >= {site.home_in(tag).path}


def test_a_closed_page_is_no_link_of_the_breadcrumbs(site, news, client, close, rf):
    """Editors see what stands below it in a preview, where nobody is asked to sign in."""
    request = rf.get("/en/news/about/")
    close(site.indexes[NewsPage])

    translation.activate("en")
    assert titles(breadcrumbs_of(news, request)) == [("Home", "/en/"), ("About us", "")]


def test_a_closed_home_page_is_linked_from_nowhere(site, news, client, close):
    assert '"/fr/"' in client.get("/en/").content.decode()
    close(site.home_in("fr"))

    for path in ("/en/", "/en/news/about/", "/en/nowhere/", "/fr/nowhere/"):
        page = client.get(path)
        assert 'href="/fr/"' not in page.content.decode()
        assert [
            link.language for link in page.context["chrome"].languages if link.url == "/fr/"
        ] == []
    assert chrome(client).homes == {"en", "de"}


# Breadcrumbs


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/en/news/about/", [("Home", "/en/"), ("News", "/en/news/"), ("About us", "")]),
        (
            "/fr/actualites/qui-sommes-nous/",
            [("Accueil", "/fr/"), ("Actualités", "/fr/actualites/"), ("Qui sommes-nous", "")],
        ),
    ],
)
def test_breadcrumbs_lead_to_the_page(news, client, path, expected):
    assert titles(client.get(path).context["breadcrumbs"]) == expected


def test_breadcrumbs_of_a_fallback_stay_in_the_readers_language(news, client):
    links = client.get("/de/news/about/").context["breadcrumbs"]

    assert [link.language for link in links] == ["de", "de", "en"]
    assert [client.get(link.url).status_code for link in links[:-1]] == [200, 200]
    assert links[-1].current


def test_the_home_page_has_no_breadcrumbs_but_itself(site, client):
    assert [link.title for link in client.get("/en/").context["breadcrumbs"]] == ["Home"]


# What search engines and networks are told


def head(response) -> dict[str, str]:
    """Return title and metadata by name, as a browser reads them."""
    document = html5lib.parse(response.content.decode())
    told = {
        meta.get("name") or meta.get("property", ""): meta.get("content", "")
        for meta in document.iter(f"{HTML}meta")
    }
    [title] = document.iter(f"{HTML}title")
    return told | {"title": title.text}


def test_title_and_description_are_escaped_once(site, client):
    brand(name="Tom & Jerry")
    page = make_page(
        NewsPage, title='L\'Eu\u00adrope & "you"', summary="Fish & 'chips'", slug="you"
    )

    told = head(client.get(page.url))

    assert told["title"] == 'L\'Europe & "you" | Tom & Jerry'
    assert told["og:title"] == 'L\'Europe & "you"'
    assert told["description"] == told["og:description"] == "Fish & 'chips'"


def test_what_is_written_for_search_engines_comes_first_in_the_language_of_the_words(site, client):
    page = make_page(
        NewsPage, title="Title", seo_title="Sought, found", search_description="In a nutshell"
    )
    translated = make_translation(
        page, "fr", words={"Sought, found": "Recherché", "In a nutshell": "En bref"}
    )

    told, french = head(client.get(page.url)), head(client.get(translated.url))

    assert told["title"].startswith("Sought, found | ")
    assert (told["og:title"], told["description"]) == ("Sought, found", "In a nutshell")
    assert (french["og:title"], french["og:description"]) == ("Recherché", "En bref")


# Words of the site itself


@pytest.mark.parametrize(
    ("source", "reader", "served"),
    [("en", "de", "de"), ("en", "sv", "en"), ("fr", "sv", "fr"), ("pl", "sv", "de")],
)
def test_a_brand_without_words_for_a_reader_speaks_the_sites_own_language(source, reader, served):
    make_site(dict.fromkeys((source, "en", "sv")))
    words = {"de": "Städte", "en": "Towns", "fr": "Villes"}
    brand(wordings=[BrandWording(language=tag, tagline=tagline) for tag, tagline in words.items()])

    spoken = chrome_in(Reading(reader)).brand

    assert (spoken.language, spoken.tagline) == (served, words[served])


# Colours


def test_a_brand_without_colours_asks_for_no_palette(site, client):
    assert "palette.css" not in client.get("/en/").content.decode()
    response = client.get("/en/palette.css")
    assert response["Content-Type"] == "text/css; charset=utf-8"
    assert response.content.decode().strip() == ""


def test_a_brand_has_colours_for_light_and_dark(site, client):
    brand(accent="#7a1f3d", accent_dark="#f2a7bd")

    page = client.get("/fr/").content.decode()
    sheet = client.get("/fr/palette.css").content.decode()

    assert '<link rel="stylesheet" href="/fr/palette.css">' in page
    light, dark = sheet.strip().split("\n")
    assert light.startswith(":root{--link:#7a1f3d;")
    assert dark.startswith("@media (prefers-color-scheme:dark){:root{--link:#f2a7bd;")


@pytest.mark.parametrize(
    ("field", "colour"),
    [("accent", "#f2a7bd"), ("accent_dark", "#7a1f3d")],
)
def test_a_colour_in_which_links_cannot_be_read_is_refused_beside_its_field(site, field, colour):
    with pytest.raises(ValidationError) as refusal:
        brand(**{field: colour}).full_clean()

    assert set(refusal.value.message_dict) == {field}
    assert "4.5" in refusal.value.message_dict[field][0]


@pytest.mark.parametrize(
    "colour", ["copper", "#12345", "#1234567", "red;}", "#12345g", "#123456\n"]
)
def test_what_is_no_colour_is_refused(site, colour):
    with pytest.raises(ValidationError) as refusal:
        brand(accent=colour[:7]).full_clean() if len(colour) < 7 else Brand(
            accent=colour
        ).full_clean()

    assert "accent" in refusal.value.message_dict


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert contrast("#1c5549", PAPER) > LEAST_CONTRAST
    assert contrast("#8fd3bf", DARK_PAPER) > LEAST_CONTRAST


# A language without a catalogue


def test_a_page_says_which_language_its_words_are_in(client):
    make_site(("en", "bg"), kinds=[NewsPage])
    page = make_page(NewsPage, title="A square at night", slug="square")
    make_translation(page, "bg", title="Площадът нощем")

    response = client.get("/bg/news/ploshchadt-noshchem/", follow=True)

    assert response.status_code == 200
    content = response.content.decode()
    # The words of the interface are English, because there is no Bulgarian catalogue.
    assert re.search(r'<html lang="en" dir="ltr">', content)
    assert "Skip to content" in content
    document = html5lib.parse(content)
    [heading] = document.iter(f"{HTML}h1")
    assert (heading.get("lang"), "".join(heading.itertext())) == ("bg", "Площадът нощем")
    switcher = {link.get("hreflang"): link.get("lang") for link in document.iter(f"{HTML}a")}
    assert switcher["bg"] == "bg"


def test_every_bulgarian_word_is_marked(client):
    make_site(("en", "bg"), kinds=[NewsPage])
    page = make_page(NewsPage, title="A square at night", slug="square")
    make_translation(page, "bg", title="Площадът нощем", words={page.summary: "Накратко."})
    NewsPage.objects.filter(source=None).update(countries="FR,PL", dateline="2019-06-03")

    path = client.get("/bg/news/square/")["Location"]
    document = html5lib.parse(client.get(path).content.decode())

    parents = {child: parent for parent in document.iter() for child in parent}

    def language(element) -> str:
        while element is not None:
            if element.get("lang"):
                return element.get("lang")
            element = parents.get(element)
        return ""

    [body] = document.iter(f"{HTML}body")
    # Text after an element belongs to the parent of that element.
    texts = [(element.text, element) for element in body.iter()] + [
        (element.tail, parents[element]) for element in body.iter() if element is not body
    ]
    cyrillic = [
        (text.strip(), language(element))
        for text, element in texts
        if isinstance(text, str) and re.search(r"[а-яА-Я]", text)
    ]
    assert cyrillic
    assert [words for words, tag in cyrillic if tag != "bg"] == []


def test_the_body_of_a_fallback_is_in_the_language_of_its_words(site, client):
    page = make_page(
        NewsPage,
        title="Quoted",
        slug="quoted",
        body=[("quote", {"text": "It works.", "person": "", "role": "", "language": ""})],
    )

    answer = client.get("/fr/news/quoted/").content.decode()

    assert page.locale.language_code == "en"
    assert '<blockquote lang="en" dir="ltr"><p>It works.</p></blockquote>' in answer


def test_a_link_from_a_fallback_to_a_page_in_the_same_language_has_no_label(site, client):
    aim = make_page(NewsPage, title="Aim", slug="aim")
    text = f'<p>Read <a linktype="page" id="{aim.pk}">this</a>.</p>'
    make_page(NewsPage, title="Start", slug="start", body=[("paragraph", {"text": text})])

    answer = client.get("/fr/news/start/").content.decode()

    assert '<p>Read <a href="/fr/news/aim/" hreflang="en">this</a>.</p>' in answer


def test_an_error_page_says_the_language_of_the_menu(menu, client):
    document = html5lib.parse(client.get("/de/there-is-nothing/").content.decode())

    [main] = document.iter(f"{HTML}main")
    *_others, last = main.iter(f"{HTML}a")
    assert (last.text, last.get("lang")) == ("About us", "en")
