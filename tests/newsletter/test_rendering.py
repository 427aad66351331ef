"""What does an issue look like in each form and language?"""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.cache import cache

from cms.languages.readings import Reading
from cms.models import Deadline, Place, Promotion, Span
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.plugins.projects.models import ProjectPage
from cms.testing.factories import make_city, make_page, make_translation
from newsletter.blocks import Outlet
from newsletter.rendering import Rendered, edition, editions, render, render_all

from .conftest import (
    BASE,
    agenda,
    block,
    editorial,
    entries,
    entry,
    label,
    line,
    make_call,
    make_issue,
    make_large_issue,
    parsed,
    words_of,
)

pytestmark = pytest.mark.usefixtures("site")

HOSTILE = "<script>alert(1)</script> {{ 7|add:7 }} {% now 'Y' %} & “so on”"


def headlines(rendered: Rendered, titles: list[str]) -> dict[str, list[str]]:
    """Return which of the titles each form has, in the order in which it names them first."""
    forms = {
        "web": words_of(rendered.web),
        "mail": words_of(rendered.mail_html),
        "text": " ".join(rendered.mail_text.split()),
        "json": " | ".join(item["title"] for item in rendered.items),
    }
    return {
        name: sorted((title for title in titles if title in form), key=form.index)
        for name, form in forms.items()
    }


def in_every_form(titles: list[str]) -> dict[str, list[str]]:
    """Return what ``headlines`` returns where the forms agree."""
    return dict.fromkeys(("web", "mail", "text", "json"), titles)


def shown(issue, language: str = "en", outlet: str = Outlet.WEB, **options) -> list[str]:
    """Return the headlines of an edition."""
    sections = edition(issue, language, outlet=outlet, **options).sections
    return [one.headline for section in sections for one in section.entries]


# The same in every form


def test_every_form_has_the_same_entries_in_the_same_order():
    titles = ["Night lights", "A seminar in May", "Bridges", "Day lights", "Money for towns"]
    kinds = [NewsPage, EventPage, ProjectPage, NewsPage]
    pages = [make_page(kind, title=title) for kind, title in zip(kinds, titles, strict=False)]
    pages.append(make_call(title=titles[4]))
    order = [3, 0, 4, 2, 1]
    issue = make_issue(entries(*(entry(pages[place]) for place in order)))

    rendered = render(issue, "fr", base=BASE)

    expected = [titles[place] for place in order]
    assert headlines(rendered, titles) == in_every_form(expected)


def test_an_entry_for_one_outlet_is_in_no_other():
    everywhere, web, mail = (make_page(NewsPage, title=title) for title in ("All", "Web", "Mail"))
    issue = make_issue(
        entries(entry(everywhere), entry(web, outlet="web"), entry(mail, outlet="mail"))
    )

    rendered = render(issue, "en", base=BASE)

    assert shown(issue, outlet=Outlet.WEB) == ["All", "Web"]
    assert shown(issue, outlet=Outlet.MAIL) == ["All", "Mail"]
    assert [item["title"] for item in rendered.items] == ["All", "Mail", "Web"]
    assert f"{BASE}/en/news/web/" not in rendered.mail_html + rendered.mail_text
    assert f"{BASE}/en/news/mail/" not in rendered.web


def test_a_section_whose_entries_are_all_elsewhere_is_not_shown():
    issue = make_issue(entries(entry(make_page(NewsPage), outlet="web"), heading="Only on the web"))

    assert edition(issue, "en", outlet=Outlet.MAIL).sections == ()


def test_hostile_words_are_shown_as_they_were_typed_in_every_form():
    page = make_page(NewsPage, title=f"Title {HOSTILE}", slug="hostile", summary=HOSTILE)
    issue = make_issue(
        editorial(HOSTILE.replace("<", "&lt;"), salutation=HOSTILE, sign_off=HOSTILE),
        entries(entry(page, headline=f"Own {HOSTILE}", link_text=HOSTILE), heading=HOSTILE),
        title=HOSTILE,
        subject=HOSTILE,
        preheader=HOSTILE,
    )

    rendered = render(issue, "en", base=BASE)

    for form in (rendered.web, rendered.mail_html):
        assert "<script" not in form
        # Heading, salutation, editorial, sign-off, headline, teaser and link; the mail has label and preheader too.
        assert words_of(form).count(HOSTILE) >= 7
    assert " ".join(rendered.mail_text.split()).count(HOSTILE) == 8
    assert rendered.items[0]["title"] == f"Title {HOSTILE}"
    assert rendered.subject == HOSTILE


def test_a_page_that_is_gone_or_no_longer_public_is_left_out_and_the_rest_stands():
    kept, unpublished, deleted = (
        make_page(NewsPage, title=title) for title in ("Kept", "Unpublished", "Deleted")
    )
    issue = make_issue(
        entries(entry(deleted), entry(unpublished), entry(kept)),
        agenda(line(deleted, is_pinned=True)),
    )
    unpublished.unpublish()
    deleted.delete()

    rendered = render(issue, "de", base=BASE)

    titles = ["Kept", "Unpublished", "Deleted"]
    assert headlines(rendered, titles) == in_every_form(["Kept"])


def test_an_issue_without_sections_is_an_edition_too():
    rendered = render(make_issue(), "en", base=BASE)

    assert rendered.items == []
    assert parsed(rendered.mail_html) is not None


# Languages


def test_what_is_not_translated_is_labelled_in_words_and_marked():
    page = make_page(NewsPage, title="Night lights", summary="They shine.")
    issue = make_issue(entries(entry(page)))

    rendered = render(issue, "fr", base=BASE)

    for form in (rendered.web, rendered.mail_html):
        [title] = [
            h3
            for h3 in parsed_fragment(form).iter("h3")
            if "".join(h3.itertext()) == "Night lights"
        ]
        assert title.get("lang") == "en"
        assert label("en", "fr") in words_of(form)
    assert f"[{label('en', 'fr')}]" in rendered.mail_text
    assert label("en", "fr").lower() in rendered.items[0]["read_more"].lower()
    assert (rendered.items[0]["language"], rendered.items[0]["requested"]) == ("en", "fr")


def test_what_is_translated_bears_no_label():
    page = make_page(NewsPage, title="Night lights")
    french = make_translation(page, "fr", title="Lumières de nuit")
    issue = make_issue(entries(entry(page)))
    make_translation(issue, "fr")

    rendered = render(issue, "fr", base=BASE)

    assert shown(issue, "fr") == ["Lumières de nuit"]
    for form in (rendered.web, rendered.mail_html, rendered.mail_text):
        assert label("en", "fr") not in form
    assert f"\n{address(french)}\n" in rendered.mail_text


def test_the_label_is_that_of_the_words_and_the_link_tells_of_the_page():
    page = make_page(NewsPage, title="Night lights")
    issue = make_issue(entries(entry(page, headline="Lights", teaser="Brief.", link_text="Read")))
    words = {"Lights": "Lumières", "Brief.": "Bref.", "Read": "Lire"}
    make_translation(issue, "fr", title="Juin 2019", words=words)

    rendered = render(issue, "fr", base=BASE)

    for form in (rendered.web, rendered.mail_html, rendered.mail_text):
        assert "Lumières" in form
        assert label("en", "fr") not in form
        assert "Lire (en anglais)" in form


def test_an_entry_can_be_left_out_where_it_is_not_translated():
    page, other = make_page(NewsPage, title="Night"), make_page(NewsPage, title="Day")
    make_translation(page, "fr", title="Nuit")
    issue = make_issue(entries(entry(page, when_missing="drop"), entry(other)))

    assert {tag: shown(issue, tag) for tag in ("en", "fr", "de")} == {
        "en": ["Night", "Day"],
        "fr": ["Nuit", "Day"],
        "de": ["Day"],
    }


def test_own_words_are_shown_to_those_who_read_the_page_in_their_language():
    page = make_page(NewsPage, title="Night", summary="It is dark.")
    make_translation(page, "fr", title="Nuit", words={"It is dark.": "Il fait noir."})
    issue = make_issue(entries(entry(page, headline="Own headline", teaser="Own teaser")))

    def words(language: str) -> list[tuple[str, str, str]]:
        [section] = edition(issue, language, outlet=Outlet.WEB).sections
        return [(one.headline, one.teaser, one.language) for one in section.entries]

    assert words("en") == [("Own headline", "Own teaser", "en")]
    # The French reader has the page in French; own words that nobody translated would stand beside it in English.
    assert words("fr") == [("Nuit", "Il fait noir.", "fr")]
    # The German reader has the page in English, and so the words that go with it.
    assert words("de") == [("Own headline", "Own teaser", "en")]


def test_own_words_that_are_translated_stand_in_for_a_page_that_is_not():
    page = make_page(NewsPage, title="Night", summary="It is dark.")
    issue = make_issue(
        entries(entry(page, headline="Own headline", teaser="Own teaser", link_text="The report"))
    )
    words = {"Own headline": "Titre à nous", "Own teaser": "À nous.", "The report": "Le rapport"}
    make_translation(issue, "fr", title="Juin 2019", words=words)

    [section] = edition(issue, "fr", outlet=Outlet.WEB).sections
    [one] = section.entries

    assert (one.headline, one.teaser, one.language) == ("Titre à nous", "À nous.", "fr")
    assert one.item.is_fallback
    # What is behind the link is in English all the same.
    assert one.link_text.startswith("Le rapport (")


def test_each_of_the_words_of_an_issue_falls_back_by_itself():
    issue = make_issue(editorial("<p>We write.</p>", salutation="Dear members,", sign_off="Paris"))
    make_translation(
        issue,
        "fr",
        title="Juin 2019",
        words={"We write.": "Nous écrivons.", "Dear members,": "Chers membres,", "Paris": "Paris"},
    )

    french, german = (edition(issue, tag, outlet=Outlet.MAIL) for tag in ("fr", "de"))

    assert (french.label, french.words_language, french.is_fallback) == ("Juin 2019", "fr", False)
    assert (german.label, german.words_language, german.is_fallback) == ("June 2019", "en", True)
    assert [str(section.salutation) for section in french.sections] == ["Chers membres,"]
    assert [section.salutation.language for section in german.sections] == ["en"]
    assert [section.body.language for section in german.sections] == ["en"]


def test_readers_are_told_of_a_machines_words_in_every_form():
    news = make_page(NewsPage, title="Night")
    event = make_page(
        EventPage, title="Meeting", span_rows=[Span(start=date(2019, 7, 4), end=date(2019, 7, 4))]
    )
    issue = make_issue(entries(entry(news)), agenda())
    for page, title in ((news, "Nuit"), (event, "Réunion")):
        translated = make_translation(page, "fr", title=title)
        assert "Traduction automatique" not in render(issue, "fr", base=BASE).mail_text
        type(translated).objects.filter(pk=translated.pk).update(is_by_machine=True)

        rendered = render(issue, "fr", base=BASE)

        for form in (rendered.web, rendered.mail_html, rendered.mail_text):
            assert form.count("Traduction automatique") == 1
        by_title = {item["title"]: item["is_by_machine"] for item in rendered.items}
        assert by_title[title] is True
        type(translated).objects.filter(pk=translated.pk).update(is_by_machine=False)


def test_states_are_told_with_the_day_on_which_they_held():
    project = make_page(ProjectPage, title="Night", starts_on=date(2019, 1, 1))
    news = make_page(NewsPage, title="Lights")
    issue = make_issue(entries(entry(project)), entries(entry(news)))

    rendered = render(issue, "en", base=BASE)

    for form in (rendered.web, rendered.mail_html, rendered.mail_text):
        assert form.count("As of 3 June 2019, the date of this issue") == 1


def test_each_passage_in_another_language_is_labelled_once():
    issue = make_issue(
        editorial("<p>We write.</p>", salutation="Dear members,", sign_off="Paris"),
        block("text", heading="On the road", body=[block("heading", text="Pack light")]),
    )
    make_translation(issue, "fr", title="Juin 2019")

    french, german = (render(issue, tag, base=BASE) for tag in ("fr", "de"))

    # In German the label of the issue, the editorial and the text; the page itself says the first beside its heading.
    assert german.web.count(label("en", "de")) == 2
    assert german.mail_html.count(label("en", "de")) == 3
    assert german.mail_text.count(f"[{label('en', 'de')}]") == 3
    for form in (french.web, french.mail_html, french.mail_text):
        assert label("en", "fr") not in form


def test_every_open_language_is_linked_but_the_own():
    one = edition(make_issue(), "fr", outlet=Outlet.MAIL, base=BASE)

    assert [(link.name, link.url, link.current) for link in one.languages] == [
        ("Deutsch", f"{BASE}/de/newsletter/june-2019/", False),
        ("English", f"{BASE}/en/newsletter/june-2019/", False),
        ("français", f"{BASE}/fr/newsletter/june-2019/", True),
    ]


# Time


def test_states_are_told_as_of_the_day_of_the_issue():
    make_call()
    issue = make_issue(block("calls", lines=[]))

    rendered = render(issue, "en", base=BASE)

    for form in (words_of(rendered.mail_html), rendered.mail_text):
        assert "Closing soon: 10 days left" in form
        assert "Open: 17 days left" in form
        assert "Thursday 13 June 2019, 17:00 Brussels time" in form
    states = [deadline["state"] for deadline in rendered.items[0]["facts"]["deadlines"]]
    assert states == ["closing_soon", "open"]


def test_another_instant_can_be_asked_for():
    make_call()
    issue = make_issue(block("calls", lines=[]))
    friday = datetime(2019, 6, 14, 9, tzinfo=ZoneInfo("Europe/Brussels"))

    rendered = render(issue, "en", base=BASE, at=friday)

    assert "[Closed]" in rendered.mail_text
    assert "[Closing soon: 6 days left]" in rendered.mail_text


def test_a_call_that_has_closed_is_not_gathered():
    make_call(title="Closed", deadline_rows=[Deadline(title="", day=date(2019, 6, 2))])
    make_call(title="Open")

    assert shown(make_issue(block("calls", lines=[]))) == ["Open"]


# The agenda


def test_the_agenda_is_gathered_by_month_reworded_pinned_and_hidden():
    def event(title: str, *days: tuple[date, date]) -> EventPage:
        rows = [Span(start=start, end=end) for start, end in days]
        return make_page(EventPage, title=title, span_rows=rows)

    may = event("May", (date(2019, 5, 7), date(2019, 5, 8)))
    event("Running", (date(2019, 5, 30), date(2019, 6, 5)))
    event("Past", (date(2019, 5, 1), date(2019, 5, 1)))
    later = event("July", (date(2019, 7, 4), date(2019, 7, 5)))
    hidden = event("Hidden", (date(2019, 6, 20), date(2019, 6, 20)))
    event("June", (date(2019, 6, 12), date(2019, 6, 12)))
    event("Undated")
    issue = make_issue(
        agenda(
            line(may, is_pinned=True), line(hidden, is_hidden=True), line(later, words="Own words")
        )
    )

    [section] = edition(issue, "en", outlet=Outlet.WEB).sections

    assert [(month.first_day, [one.words for one in month.lines]) for month in section.months] == [
        (date(2019, 5, 1), ["May"]),
        (date(2019, 6, 1), ["Running", "June"]),
        (date(2019, 7, 1), ["Own words"]),
        (None, ["Undated"]),
    ]


def test_a_line_that_is_only_reworded_is_not_shown_outside_the_days():
    day = date(2020, 1, 10)
    page = make_page(EventPage, title="Later", span_rows=[Span(start=day, end=day)])
    issue = make_issue(agenda(line(page, words="Own words"), end="2019-12-31"))

    assert edition(issue, "en", outlet=Outlet.WEB).sections == ()


def test_a_decision_holds_whichever_version_of_the_page_was_chosen():
    day = date(2019, 6, 25)
    page = make_page(EventPage, title="Colloquium", span_rows=[Span(start=day, end=day)])
    french = make_translation(page, "fr", title="Colloque")
    issue = make_issue(agenda(line(french, is_hidden=True)))

    assert edition(issue, "en", outlet=Outlet.WEB).sections == ()


def test_the_agenda_says_days_and_places_in_every_form():
    place = Place(city=make_city("Gdańsk", "PL", de="Danzig"))
    span = Span(start=date(2019, 7, 4), end=date(2019, 7, 5))
    make_page(EventPage, title="Meeting", span_rows=[span], place_rows=[place])

    rendered = render(make_issue(agenda()), "de", base=BASE)

    for form in (rendered.web, rendered.mail_html):
        assert "4.–5. Juli" in words_of(form)
        assert "Danzig (PL)" in words_of(form)
    assert "- 4.–5. Juli\n  Meeting" in rendered.mail_text
    assert "\n  Danzig (PL)\n" in rendered.mail_text


# Promotions and texts


def test_a_promotion_is_shown_in_the_version_of_the_reader(site):
    own = {"title": "Join us", "text": "It helps.", "button": "How to join"}
    promotion = Promotion.objects.create(
        **own, url="https://join.example/", locale=site.home.locale
    )
    french = promotion.copy_for_translation(site.home_in("fr").locale)
    french.title = "Rejoignez-nous"
    french.save()
    issue = make_issue(block("promotion", promotion=promotion.pk))

    def titles(language: str) -> list[tuple[str, str]]:
        sections = edition(issue, language, outlet=Outlet.MAIL).sections
        return [(one.promotion.title, one.promotion.language) for one in sections]

    assert (titles("fr"), titles("de")) == ([("Rejoignez-nous", "fr")], [("Join us", "en")])
    rendered = render(issue, "fr", base=BASE)
    for form in (words_of(rendered.web), words_of(rendered.mail_html), rendered.mail_text):
        assert "Rejoignez-nous" in form

    # A corrected address is right in every language at once.
    promotion.url = "https://join.example/now/"
    promotion.save()
    assert 'href="https://join.example/now/"' in render(issue, "fr", base=BASE).mail_html


def test_a_text_links_to_the_version_of_the_reader():
    page = make_page(NewsPage, title="Night")
    french = make_translation(page, "fr", title="Nuit")
    text = f'<p>See <a linktype="page" id="{page.pk}">the report</a>.</p>'
    issue = make_issue(
        block("text", heading="Thanks", body=[block("paragraph", text=text)]), editorial(text)
    )

    rendered = render(issue, "fr", base=BASE)

    for form in (rendered.web, rendered.mail_html, rendered.mail_text):
        assert form.count(address(french)) == 2


# The hash, and what it costs


def test_the_hash_is_that_of_the_content():
    page = make_page(NewsPage, title="Night")
    issue = make_issue(entries(entry(page)))
    tags = ("en", "fr", "de")

    first = {tag: render(issue, tag, base=BASE) for tag in tags}
    cache.clear()
    again = dict(zip(tags, render_all(issue, tags, base=BASE), strict=True))
    page.title = "Day"
    page.save_revision().publish()
    changed = {tag: render(issue, tag, base=BASE) for tag in tags}

    assert first == again
    assert len({one.hash for one in (*first.values(), *changed.values())}) == 6


def test_the_document_for_programs_says_what_it_is():
    issue = make_issue(entries(entry(make_page(NewsPage, title="Ni\u00adght"))))

    rendered = render(issue, "fr", base=BASE)
    document = rendered.as_json()

    items = document.pop("items")
    assert document == {
        "key": str(issue.translation_key),
        "label": "June 2019",
        "number": 54,
        "date": "2019-06-03",
        "language": "fr",
        "readers": "fr",
        "audience": "everyone",
        "subject": "Security where it is lived",
        "preheader": "Colloquium in Augsburg on 25 June; two calls close in June.",
        "url": f"{BASE}/fr/newsletter/june-2019/",
        "hash": rendered.hash,
    }
    assert [item["title"] for item in items] == ["Night"]


def test_the_document_for_programs_has_what_stands_in_any_form_once():
    pages = [make_page(NewsPage, title=title) for title in ("Web", "Mail", "Both")]
    chosen = zip(pages, ("web", "mail", "everywhere"), strict=True)
    issue = make_issue(
        entries(*(entry(page, outlet=outlet) for page, outlet in chosen), entry(pages[2]))
    )

    items = render(issue, "en", base=BASE).items

    assert [item["title"] for item in items] == ["Mail", "Both", "Web"]


def test_the_number_of_queries_depends_neither_on_entries_nor_on_languages(
    django_assert_num_queries,
):
    small, large = make_large_issue(4), make_large_issue(12, slug="larger")
    for issue in (small, large):  # pictures are made in their sizes, official names are read
        list(render_all(issue, ("en", "fr", "de"), base=BASE))

    for issue in (small, large):
        for languages in (("en",), ("en", "fr", "de")):
            with django_assert_num_queries(4):
                list(editions(issue, languages, outlet=Outlet.MAIL, base=BASE))
            with django_assert_num_queries(4):
                list(render_all(issue, languages, base=BASE))


def address(page) -> str:
    """Return where a page is read, as it is printed outside the site."""
    return Reading(page.locale.language_code, base=BASE).address(page)


def parsed_fragment(form: str):
    """Return a form of the web or the mail as a tree."""
    return parsed(form if "<!doctype" in form else f"<!doctype html><title>x</title>{form}")
