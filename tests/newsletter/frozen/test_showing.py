"""What do readers see of an issue that has been approved?"""

from datetime import date

import pytest

from cms.languages.opening import open_language
from cms.models import Span
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_picture, make_translation
from newsletter.approval.decisions import decide
from newsletter.approval.freezing import freeze, reopen
from newsletter.models import IssuePage
from tests.newsletter.conftest import (
    agenda,
    editorial,
    entries,
    entry,
    make_issue,
    words_of,
)
from tests.newsletter.frozen.conftest import PATH, read

pytestmark = pytest.mark.usefixtures("site")


def test_an_event_moves_on_its_page_and_in_the_next_issue_only(client, user):
    event = make_page(
        EventPage,
        title="Seminar",
        span_rows=[Span(start=date(2019, 6, 27), end=date(2019, 6, 27))],
    )
    freeze(make_issue(entries(entry(event)), agenda()), user=user)
    before = read(client)

    event.span_rows.update(start=date(2019, 9, 12), end=date(2019, 9, 12))
    make_issue(entries(entry(event)), slug="july-2019", title="July 2019", date=date(2019, 7, 1))

    assert read(client) == before
    assert "27 June" in words_of(before)
    for address in (f"/en/{event.url_path.removeprefix('/home/')}", "/en/newsletter/july-2019/"):
        assert "12 September" in words_of(client.get(address).content.decode())


def test_neither_titles_nor_pictures_change_afterwards(client, user):
    news = make_page(NewsPage, title="A report", picture=make_picture("Night", credit="A. K."))
    issue = make_issue(entries(entry(news)), picture=make_picture("Towers"))
    freeze(issue, user=user)
    before = read(client)

    NewsPage.objects.filter(pk=news.pk).update(title="Another title", draft_title="Another title")
    news.picture.delete()
    issue.picture.delete()
    IssuePage.objects.filter(pk=issue.pk).update(subject="Behind its back", sections="[]")

    assert read(client) == before
    assert "A report" in before
    assert before.count("/media/newsletter/") >= 2


def test_an_issue_that_is_opened_again_is_shown_as_it_was_until_it_is_approved_anew(client, user):
    news = make_page(NewsPage, title="A report")
    issue = make_issue(entries(entry(news)))
    approval = freeze(issue, user=user)
    before = read(client)
    NewsPage.objects.filter(pk=news.pk).update(title="Another title")

    reopen(approval, user=user)
    assert read(client) == before

    freeze(issue, user=user)
    assert "Another title" in read(client)
    assert "A report" not in read(client)


def test_an_issue_that_is_opened_again_keeps_its_name_everywhere(client, user):
    issue = make_issue(editorial("<p>Welcome.</p>"))
    reopen(freeze(issue, user=user), user=user)
    issue = IssuePage.objects.get(pk=issue.pk)
    for name in ("title", "subject", "preheader"):
        setattr(issue, name, f"Canary {name}")
    issue.save_revision().publish()

    response = client.get(f"/en/{PATH}")

    assert "Canary" not in response.content.decode()
    assert [link.title for link in response.context["breadcrumbs"]] == [
        "Home",
        "Newsletter",
        "June 2019",
    ]


def test_a_preview_shows_the_draft(rf, user):
    news = make_page(NewsPage, title="A report")
    issue = make_issue(entries(entry(news)))
    freeze(issue, user=user)
    NewsPage.objects.filter(pk=news.pk).update(title="Another title")

    page = issue.make_preview_request(preview_mode="web.en").render().content.decode()

    assert "Another title" in page


# In which language


def test_readers_of_a_language_that_is_held_get_the_first_of_their_chain(client, user):
    news = make_page(NewsPage, title="A report")
    make_translation(news, "de", title="Ein Bericht")
    issue = make_issue(entries(entry(news)))
    make_translation(issue, "de", title="Juni 2019")
    decide(issue, "de", "hold", user=user)
    freeze(issue, user=user)

    page = read(client, "de")

    assert "Diese Ausgabe gibt es nicht auf Deutsch. Sie lesen sie auf Englisch." in words_of(page)
    assert "Ein Bericht" not in page
    assert '<h1 lang="en" dir="ltr">June 2019</h1>' in page


def test_a_language_that_is_left_out_is_labelled(client, user):
    issue = make_issue(editorial("<p>Welcome.</p>"))
    decide(issue, "fr", "drop", user=user)
    freeze(issue, user=user)

    edition = client.get(f"/fr/{PATH}", follow=True).context["edition"]

    assert (edition.is_instead, edition.readers, edition.language) == (True, "fr", "en")


def test_a_language_that_is_opened_later_gets_the_edition_of_the_source(client, user):
    freeze(make_issue(editorial("<p>Welcome.</p>")), user=user)
    open_language("pl")

    edition = client.get(f"/pl/{PATH}", follow=True).context["edition"]

    assert (edition.is_instead, edition.language) == (True, "en")
    assert "pl" in {link.language for link in edition.languages if link.current}


def test_nobody_is_led_to_an_edition_that_there_is_not(client, user):
    issue = make_issue(editorial("<p>Welcome.</p>"))
    make_translation(issue, "de", title="Juni 2019")
    make_translation(issue, "fr", title="Juin 2019")
    decide(issue, "de", "hold", user=user)
    freeze(issue, user=user)

    english = client.get(f"/en/{PATH}").context
    german = client.get(f"/de/{PATH}", follow=True).context

    assert [link.language for link in english["edition"].languages] == ["en", "fr"]
    assert {link.language for link in english["served"].alternates} == {"en", "fr"}
    assert [link.language for link in german["edition"].languages] == ["de", "en", "fr"]
    assert german["served"].is_fallback
    assert german["served"].canonical == english["served"].canonical
