"""Does what was approved stay as it was?"""

import json
import re
from difflib import ndiff
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from wagtail.models import PageLogEntry

from cms.models import Picture
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page
from newsletter.approval.decisions import decide
from newsletter.approval.freezing import (
    APPROVED,
    REOPENED,
    NotReadyError,
    current,
    freeze,
    hash_of,
    reopen,
)
from newsletter.frozen.pictures import LostPictureError
from newsletter.models import FrozenEdition, FrozenItem, IssuePage
from tests.newsletter.conftest import editorial, entries, entry, make_issue, words_of

pytestmark = pytest.mark.usefixtures("site")


def test_every_language_has_an_edition(issue, user):
    approval = freeze(issue, user=user)

    editions = list(approval.editions.all())
    assert approval.version == 1
    assert [(one.language, one.written_in, one.audience) for one in editions] == [
        (tag, tag, "everyone") for tag in ("de", "en", "fr")
    ]
    assert {one.approved_by for one in editions} == {user}
    assert all(one.mail_size == len(one.mail_html.encode()) for one in editions)
    assert [[item.title for item in one.items.all()] for one in editions] == [["A report"]] * 3
    [entry_of_log] = PageLogEntry.objects.filter(action=APPROVED)
    assert entry_of_log.data == {"version": 1, "languages": ["de", "en", "fr"]}


def test_its_pictures_outlive_those_of_the_site(issue, news, user):
    edition = freeze(issue, user=user).editions.get(language="en")
    kept = set(_pictures(edition))

    for picture in Picture.objects.all():
        for rendition in picture.renditions.all():
            rendition.file.delete(save=False)
        picture.file.delete(save=False)

    assert len(kept) >= 3
    assert [name for name in kept if not name.startswith("newsletter/")] == []
    assert [name for name in kept if not default_storage.exists(name)] == []


def _pictures(edition: FrozenEdition) -> list[str]:
    """Return the names of all pictures of an edition, in the storage."""
    cards = [item.card for item in edition.items.all()]
    texts = (edition.web, edition.mail_html, json.dumps(edition.head), json.dumps(cards))
    return [name for text in texts for name in re.findall(r"/media/([^\"'\s]+\.png)", text)]


def test_a_lost_picture_stops_the_approval(issue, news, user):
    freeze(issue, user=user)  # cuts the pictures to size
    reopen(current(issue), user=user)
    rendition = news.picture.renditions.first()
    default_storage.delete(rendition.file.name)

    with pytest.raises(LostPictureError, match=rendition.file.name):
        freeze(issue, user=user)

    assert current(issue) is None


def test_the_web_has_addresses_of_the_site_and_the_mail_whole_ones(issue, user, site):
    edition = freeze(issue, user=user).editions.get(language="en")
    root = site.home.get_site().root_url

    assert f"{root}/" not in edition.web
    assert f'src="{root}/media/newsletter/' in edition.mail_html
    assert edition.head["picture"]["lead"]["url"].startswith("/media/newsletter/")


def test_an_address_that_somebody_wrote_stays_whole(user, site):
    root = site.home.get_site().root_url
    issue = make_issue(editorial(f"<p>Come to {root}/en/ and read.</p>"))

    edition = freeze(issue, user=user).editions.get(language="en")

    assert f"Come to {root}/en/ and read." in edition.web


def test_members_have_an_edition_of_their_own_where_it_differs(news, user):
    report = make_page(NewsPage, title="For members")
    issue = make_issue(entries(entry(news), entry(report, audience="members")))

    editions = freeze(issue, user=user).editions.filter(language="en")

    assert [(one.audience, [item.title for item in one.items.all()]) for one in editions] == [
        ("everyone", ["A report"]),
        ("members", ["A report", "For members"]),
    ]
    assert "For members" not in editions[1].web


def test_members_share_an_edition_with_the_same_entries(news, user):
    issue = make_issue(
        entries(entry(news), entry(make_page(NewsPage), audience="members", when_missing="drop"))
    )

    languages = freeze(issue, user=user).editions.filter(audience="members")

    # Nobody has translated what is for members only, so it is left out there.
    assert [one.language for one in languages] == ["en"]


def test_a_language_that_is_held_is_added_later(issue, user):
    decide(issue, "de", "hold", user=user)
    first = freeze(issue, user=user)
    before = dict(first.editions.values_list("language", "hash"))

    decide(issue, "de", "send", user=user)
    second = freeze(issue, user=user)

    after = dict(second.editions.values_list("language", "hash"))
    assert (second, before.keys()) == (first, {"en", "fr"})
    assert {tag: after[tag] for tag in before} == before
    assert after.keys() - before.keys() == {"de"}


def test_readers_of_a_language_that_is_left_out_are_told_which_they_read(issue, user):
    decide(issue, "de", "drop", user=user)

    edition = freeze(issue, user=user).editions.get(language="de")

    assert edition.written_in == "en"
    assert edition.url == f"{issue.get_site().root_url}/de/newsletter/june-2019/"
    told = "Diese Ausgabe gibt es nicht auf Deutsch."
    assert told in edition.mail_html
    assert told in edition.mail_text


def test_readers_who_are_left_out_later_get_what_the_others_got(news, user):
    report = make_page(NewsPage, title="For members")
    issue = make_issue(entries(entry(news), entry(report, audience="members")))
    decide(issue, "de", "hold", user=user)
    approval = freeze(issue, user=user)
    NewsPage.objects.update(title="Another title", draft_title="Another title")
    decide(issue, "de", "drop", user=user)

    freeze(issue, user=user)

    for audience in ("everyone", "members"):
        english, german = (
            approval.editions.get(language=tag, audience=audience) for tag in ("en", "de")
        )
        same = ("written_in", "label", "subject", "preheader", "words_language", "head", "web")
        assert [getattr(german, name) for name in same] == [getattr(english, name) for name in same]
        of_items = [field.name for field in FrozenItem._meta.fields[2:]]
        assert list(german.items.values(*of_items)) == list(english.items.values(*of_items))
        assert german.url == english.url.replace("/en/", "/de/")
        assert german.hash == hash_of(german) != english.hash
        assert german.mail_size == len(german.mail_html.encode())


def test_their_mail_tells_them_as_one_does_that_is_rendered_for_them(issue, user):
    decide(issue, "de", "hold", user=user)
    first = freeze(issue, user=user)
    decide(issue, "de", "drop", user=user)
    freeze(issue, user=user)
    reopen(first, user=user)
    second = freeze(issue, user=user)

    late, rendered = (one.editions.get(language="de") for one in (first, second))

    assert "Diese Ausgabe gibt es nicht auf Deutsch." in late.mail_html
    root = late.url.removesuffix("/de/newsletter/june-2019/")
    # It leads to the same languages as that of the others does.
    lines = list(ndiff(rendered.mail_text.splitlines(), late.mail_text.splitlines()))
    assert {sign: [line[2:] for line in lines if line[0] == sign] for sign in "-+"} == {
        "-": ["English", f"  {root}/en/newsletter/june-2019/"],
        "+": ["Deutsch", f"  {root}/de/newsletter/june-2019/"],
    }
    [line] = set(late.mail_html.splitlines()) - set(rendered.mail_html.splitlines())
    assert words_of(line) == "Read this issue in Deutsch or français"


def test_nothing_to_send_is_nothing_to_approve(issue, user):
    for tag in ("de", "en", "fr"):
        decide(issue, tag, "hold", user=user)

    with pytest.raises(NotReadyError):
        freeze(issue, user=user)

    assert not FrozenEdition.objects.exists()


def test_an_issue_that_is_opened_again_gets_another_version(issue, user):
    first = freeze(issue, user=user)
    reopen(first, user=user)
    reopen(first, user=user)

    second = freeze(issue, user=user)

    assert (first.version, second.version) == (1, 2)
    assert current(issue) == second
    assert PageLogEntry.objects.filter(action=REOPENED).count() == 1


def test_the_same_issue_has_the_same_hash(issue, user):
    first = freeze(issue, user=user)
    reopen(first, user=user)
    second = freeze(issue, user=user)

    hashes = [dict(one.editions.values_list("language", "hash")) for one in (first, second)]
    assert hashes[0] == hashes[1]


def test_another_picture_at_the_same_address_makes_another_hash(issue, news, user):
    first = freeze(issue, user=user)
    reopen(first, user=user)
    for rendition in news.picture.renditions.all():
        with default_storage.open(rendition.file.name) as file:
            content = file.read()
        Path(default_storage.path(rendition.file.name)).write_bytes(content + b"\0")

    second = freeze(issue, user=user)

    hashes = [set(one.editions.values_list("hash", flat=True)) for one in (first, second)]
    assert hashes[0].isdisjoint(hashes[1])


def test_anybody_can_compute_the_hash_from_what_is_kept(issue, user):
    editions = freeze(issue, user=user).editions
    kept = dict(editions.values_list("language", "hash"))
    assert {one.language: hash_of(one) for one in editions.all()} == kept

    for name in ("subject", "preheader", "web", "mail_html", "mail_text"):
        one = editions.get(language="en")
        setattr(one, name, f"{getattr(one, name)}.")
        assert hash_of(one) != kept["en"]
    one.items.update(summary="Another one.")
    assert hash_of(editions.get(language="en")) != kept["en"]


def test_what_is_in_the_mail_only_is_kept_in_its_place_and_what_is_on_the_web_only_behind(user):
    pages = [make_page(NewsPage, title=title) for title in ("Web", "Mail", "Both")]
    chosen = zip(pages, ("web", "mail", "everywhere"), strict=True)
    issue = make_issue(
        entries(*(entry(page, outlet=outlet) for page, outlet in chosen), entry(pages[2])),
    )

    edition = freeze(issue, user=user).editions.get(language="en")

    rows = [(item.position, item.title, bool(item.anchor)) for item in edition.items.all()]
    assert rows == [(0, "Mail", False), (1, "Both", True), (2, "Web", True)]


def test_an_approved_issue_is_locked_for_everybody(issue, user):
    freeze(issue, user=user)

    lock = IssuePage.objects.get(pk=issue.pk).get_lock()

    assert lock.for_user(user)
    reopen(current(issue), user=user)
    assert IssuePage.objects.get(pk=issue.pk).get_lock() is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_cost_does_not_grow_with_the_entries(count, user, django_assert_num_queries, settings):
    issue = make_issue(entries(*(entry(make_page(EventPage)) for _number in range(count))))
    freeze(issue, user=user)
    reopen(current(issue), user=user)

    with django_assert_num_queries(39):
        freeze(issue, user=user)
