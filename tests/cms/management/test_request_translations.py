"""Does the command ask for all that is missing, once, whatever interrupts it?"""

import sys

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from wagtail.models import Locale
from wagtail_localize.models import Translation

from cms.languages.translation.requests import mark_as_not_needed, request_translations
from cms.management.commands import request_translations as command
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_site, make_translation
from tests.shared import shared

pytestmark = pytest.mark.django_db


@shared
def pages():
    """Three pieces of news and an event, in a site of three languages."""
    make_site(("en", "fr", "de"), kinds=[NewsPage, EventPage])
    return [make_page(NewsPage, title=f"Thing {number}") for number in range(3)] + [
        make_page(EventPage, title="Event")
    ]


def asked() -> set[tuple[str, str]]:
    return {
        (translation.source.object_repr, translation.target_locale.language_code)
        for translation in Translation.objects.select_related("source", "target_locale")
    }


def run(*arguments: str) -> None:
    call_command("request_translations", *arguments)


def test_it_asks_for_public_pages_of_a_kind_that_are_missing(pages, capsys):
    french = Locale.objects.get(language_code="fr")
    make_page(NewsPage, title="Draft", publish=False)
    make_translation(pages[0], "fr")
    mark_as_not_needed(pages[1], [french])
    pages[2].copy_for_translation(french).save_revision().publish()
    make_page(NewsPage, title="New")
    before = asked()

    run("--language", "fr", "--kind", "news")

    assert asked() - before == {("New", "fr")}
    assert capsys.readouterr().out == "1 pages requested\n"


def test_several_languages_and_kinds_at_once_and_all_kinds_by_default(pages):
    run("--language", "fr", "--language", "de", "--kind", "news.newspage", "--kind", "events")

    titles = ["Thing 0", "Thing 1", "Thing 2", "Event"]
    assert asked() == {(title, tag) for title in titles for tag in ("fr", "de")}

    run("--language", "fr")
    assert asked() == {(title, tag) for title in titles for tag in ("fr", "de")}


def test_a_dry_run_says_what_it_would_do_and_does_nothing(pages, capsys):
    run("--language", "fr", "--language", "de", "--kind", "news", "--dry-run")

    assert asked() == set()
    assert capsys.readouterr().out.splitlines() == [
        "Thing 2 (de fr)", "Thing 1 (de fr)", "Thing 0 (de fr)", "3 pages would be requested",
    ]  # fmt: skip


def test_killed_and_started_again_it_asks_for_no_page_twice(pages, monkeypatch, capsys):
    done = []

    def until_killed(page, locales):
        if len(done) == 2:
            raise KeyboardInterrupt
        done.append(page.title)
        return request_translations(page, locales)

    monkeypatch.setattr(command, "request_translations", until_killed)
    with pytest.raises(KeyboardInterrupt):
        run("--language", "fr", "--kind", "news")
    assert len(asked()) == 2
    first = set(Translation.objects.values_list("pk", flat=True))
    monkeypatch.undo()

    run("--language", "fr", "--kind", "news")

    assert capsys.readouterr().out == "1 pages requested\n"
    assert len(asked()) == 3
    assert first < set(Translation.objects.values_list("pk", flat=True))


def test_a_page_that_breaks_is_named_and_the_others_are_done(pages, monkeypatch, capsys):
    def broken(page, locales):
        if page.pk == pages[1].pk:
            raise RuntimeError("it broke")
        return request_translations(page, locales)

    monkeypatch.setattr(command, "request_translations", broken)

    with pytest.raises(CommandError) as error:
        run("--language", "fr", "--kind", "news")

    assert error.value.returncode == 1
    assert capsys.readouterr().err == f"Page {pages[1].pk}: it broke\n"
    assert asked() == {("Thing 0", "fr"), ("Thing 2", "fr")}


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--language", "xx"), "Not an open language: xx. Open are de, en, fr."),
        (("--language", "fr", "--kind", "rumours"), "Not a kind: rumours."),
    ],
)
def test_what_is_unknown_is_answered_with_exit_status_2(pages, arguments, words):
    with pytest.raises(CommandError, match=words) as error:
        run(*arguments)

    assert error.value.returncode == 2


def test_a_bar_is_drawn_where_somebody_looks(pages, monkeypatch, capsys):
    run("--language", "de", "--kind", "news")
    assert capsys.readouterr().err == ""

    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    run("--language", "fr", "--kind", "news")

    drawn = capsys.readouterr().err
    assert drawn.count("\r") == 3
    assert drawn.endswith(f"\r[{'#' * 30}] 3/3\n")
