"""Does a command say whether an issue can go out?"""

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse
from wagtail.models import Locale

from cms.languages.translation.requests import request_translations
from cms.plugins.news.models import NewsPage
from cms.testing.factories import (
    MadeSite,
    make_administrator,
    make_page,
    make_translation,
    make_user,
)
from newsletter.approval.decisions import decide
from newsletter.approval.freezing import freeze
from newsletter.models import IssuePage
from tests.shared import shared

from .conftest import entries, entry, make_issue


@shared
def news(site: MadeSite) -> NewsPage:
    return make_page(NewsPage, title="A thing happened")


@shared
def issue(news: NewsPage) -> IssuePage:
    """An issue that German readers do not get, since a page is missing which Anna has; French readers get a part in English."""
    make_translation(news, "fr")
    anna = make_user("anna", "Translators into German")
    german = Locale.objects.get(language_code="de")
    request_translations(news, [german], assignee_id=anna.pk)
    section = entries(entry(news, when_missing="hold"), heading="News")
    return make_issue(section, publish=False)


def check(*arguments: str) -> int:
    try:
        call_command("check_issue", *arguments, no_color=True)
    except CommandError as error:
        return error.returncode
    return 0


def test_a_language_in_which_nothing_is_in_the_way_is_ready(issue, capsys):
    assert check("june-2019", "--language", "en") == 0

    head = capsys.readouterr().out.splitlines()[0]
    assert head.startswith("en  English: ready (mail ")
    assert head.endswith(" kB)")


def test_words_for_which_nobody_was_asked_are_told_where_none_are_counted(site, capsys):
    make_issue(entries(entry(make_page(NewsPage)), heading="News"), publish=False)

    check("june-2019", "--language", "de")

    head = capsys.readouterr().out.splitlines()[0]
    assert head.startswith("de  German: ready (mail ")
    assert head.endswith(" kB, words that nobody was asked for yet)")


def test_what_is_in_the_way_comes_first_with_words_left_and_who_has_them(issue, capsys):
    assert check("june-2019", "--language", "de") == 1

    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("de  German: blocked (mail ")
    assert lines[0].endswith(", 15 words left, words that nobody was asked for yet)")
    assert lines[1] == (
        "    ! ‘News’: ‘A thing happened’ has no public translation, and holds the issue back in this language."
        " (15 words, anna)"
    )
    assert lines[2].startswith("      http")
    assert (
        "    - The issue’s own words are not translated; readers get them in another language."
        " (words that nobody was asked for yet)" in lines
    )


def test_all_languages_are_told_and_those_that_are_blocked_are_named(issue, capsys):
    with pytest.raises(CommandError, match=r"^June 2019 is blocked in: de$") as raised:
        call_command("check_issue", "june-2019", no_color=True)

    assert raised.value.returncode == 1
    heads = [line[:2] for line in capsys.readouterr().out.splitlines() if line[0] != " "]
    assert heads == ["de", "en", "fr"]


def test_what_is_held_back_or_left_out_keeps_no_other_language_from_going_out(issue, capsys):
    user = make_administrator()
    decide(issue, "de", "hold", user=user)
    decide(issue, "fr", "drop", user=user)

    assert check("june-2019") == 0

    heads = [line.split(" (")[0] for line in capsys.readouterr().out.splitlines() if line[0] != " "]
    assert heads == ["de  German: held back", "en  English: ready", "fr  French: left out"]
    assert check("june-2019", "--language", "de") == 1  # whoever names it asks about it


def test_an_issue_of_which_nothing_is_to_go_out_is_not_ready(issue):
    user = make_administrator()
    for tag in ("de", "en", "fr"):
        decide(issue, tag, "hold", user=user)

    with pytest.raises(CommandError, match="every language is held back or left out"):
        call_command("check_issue", "june-2019", no_color=True)


def test_what_is_approved_is_ready_with_the_rest_held_back(issue, capsys):
    user = make_administrator()
    decide(issue, "de", "hold", user=user)
    freeze(issue, user=user)

    assert check("june-2019") == 0

    heads = [line.split(" (")[0] for line in capsys.readouterr().out.splitlines() if line[0] != " "]
    assert heads == ["de  German: held back", "en  English: approved", "fr  French: approved"]


def test_it_judges_what_was_saved_last(issue, capsys):
    issue.sections = []
    issue.save_revision()

    assert check("june-2019", "--language", "de") == 0
    assert reverse("wagtailadmin_pages:edit", args=[issue.pk]) not in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments", [["july-2019"], ["../june-2019"], ["june-2019", "--language", "xx"]]
)
def test_what_is_not_there_is_wrong_usage(issue, arguments):
    assert check(*arguments) == 2


def test_the_help_has_examples(capsys):
    with pytest.raises(SystemExit):
        call_command("check_issue", "--help")

    shown = capsys.readouterr().out
    assert "manage.py check_issue june-2019 --language fr" in shown
    assert "Exit status: 0 if nothing is in the way" in shown
