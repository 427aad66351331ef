"""Can the words of the search be made anew, and does the command say what it does?"""

from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cms.languages.readings import Reading
from cms.models import PageTopic, SearchEntry
from cms.plugins.news.models import NewsPage
from cms.search.finding import Search
from cms.search.indexing import write_missing
from cms.testing.factories import make_page, make_site, make_topic, make_translation
from tests.shared import shared


@shared
def site():
    """A page with a topic in two languages, and a draft."""
    make_site(("en", "pl"), kinds=[NewsPage])
    topic = make_topic("Youth", pl="Młodzież")
    page = make_page(NewsPage, title="Squares", topic_rows=[PageTopic(topic=topic)])
    make_translation(page, "pl", title="Place")
    make_page(NewsPage, title="Not yet", publish=False)


def numbers() -> list[int]:
    """Return how much is found by the topic, in each language."""
    return [
        Search(*asked, {}).count
        for asked in (("youth", Reading("en")), ("mlodziez", Reading("pl")))
    ]


def test_a_dry_run_only_says_what_there_is(site, capsys):
    SearchEntry.objects.all().delete()
    english = "english" if connection.vendor == "postgresql" else "simple"

    call_command("rebuild_search", dry_run=True)

    assert capsys.readouterr().out.splitlines() == [
        f"en: 1 versions, {english}",
        "pl: 1 versions, simple",
        "Not known yet: 2. Known and not live: 0.",
    ]
    assert numbers() == [0, 0]


def test_what_is_missing_is_written_and_what_is_gone_is_not_known(site, capsys):
    before = list(SearchEntry.objects.order_by("pk").values())
    draft = NewsPage.objects.get(live=False)
    SearchEntry.objects.update(words="", title="", vector=None)
    SearchEntry.objects.create(page_id=draft.pk)

    call_command("rebuild_search")

    assert capsys.readouterr().out.splitlines()[-2:] == ["2 of 2", "Written: 2 versions."]
    assert list(SearchEntry.objects.order_by("pk").values()) == before
    assert numbers() == [1, 1]


def test_what_the_search_does_not_know_is_written_in_time(site):
    SearchEntry.objects.all().delete()

    assert [write_missing(), write_missing()] == [2, 0]
    assert numbers() == [1, 1]


def test_more_pages_cost_no_more_queries(site):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            call_command("rebuild_search", verbosity=0)
        return len(captured)

    queries()  # reads languages and names
    few = queries()
    for number in range(5):
        make_translation(
            make_page(NewsPage, title=f"More {number}"), "pl", title=f"Więcej {number}"
        )

    assert queries() == few
