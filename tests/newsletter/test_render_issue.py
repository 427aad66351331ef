"""Does the command show what readers get, and refuse in one line what it cannot show?"""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Site

from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_translation
from newsletter.rendering import render
from tests.shared import shared

from .conftest import entries, entry, make_issue

LANGUAGES = ("de", "en", "fr")
ENDINGS = ("html", "mail.html", "txt", "json")


@shared
def issue(site):
    page = make_page(NewsPage, title="Night lights & squares")
    issue = make_issue(entries(entry(page)))
    make_translation(issue, "fr", title="Juin 2019")
    Site.objects.update(hostname="belfry.example", port=443)
    Site.clear_site_root_paths_cache()
    return issue


def run(*arguments: str) -> str:
    """Return what the command says on standard output."""
    output = StringIO()
    call_command("render_issue", *arguments, stdout=output)
    return output.getvalue()


def test_each_form_is_that_of_the_edition(issue):
    rendered = render(issue, "fr", base="https://belfry.example")

    forms = {
        form: run("june-2019", "--language", "fr", "--format", form)
        for form in ("web", "mail", "text", "json")
    }

    document = json.loads(forms.pop("json"))
    assert forms == {"web": rendered.web, "mail": rendered.mail_html, "text": rendered.mail_text}
    assert document == rendered.as_json()


def test_without_a_form_it_is_that_of_the_web(issue):
    assert run("june-2019", "--language", "en") == run(
        "june-2019", "--language", "en", "--format", "web"
    )


def test_every_form_and_language_becomes_a_file(issue, tmp_path):
    folder = tmp_path / "out" / "june"

    said = run("june-2019", "--all", "--output", str(folder))

    names = {f"june-2019.{tag}.{ending}" for tag in LANGUAGES for ending in ENDINGS}
    assert {path.name for path in folder.iterdir()} == names
    assert set(said.splitlines()) == {str(folder / name) for name in names}
    text = (folder / "june-2019.fr.txt").read_text(encoding="utf-8")
    assert text == run("june-2019", "--language", "fr", "--format", "text")


def test_all_languages_are_shown_one_after_the_other(issue):
    said = [run("june-2019", "--language", tag, "--format", "text") for tag in LANGUAGES]

    assert run("june-2019", "--all", "--format", "text") == "".join(said)


def test_one_form_of_one_language_becomes_one_file(issue, tmp_path):
    run("june-2019", "--language", "de", "--format", "json", "--output", str(tmp_path))

    assert [path.name for path in tmp_path.iterdir()] == ["june-2019.de.json"]


def test_what_cannot_be_shown_is_refused_in_one_line(issue):
    refused = {
        ("may-2019", "--language", "en"): "There is no issue with the slug 'may-2019'.",
        ("../june-2019", "--language", "en"): "There is no issue with the slug '../june-2019'.",
        ("june-2019\0", "--language", "en"): "There is no issue with the slug 'june-2019\\x00'.",
        ("", "--language", "en"): "There is no issue with the slug ''.",
        # The French version has a slug of its own: an issue is named by that of its source.
        ("juin-2019", "--language", "fr"): "There is no issue with the slug 'juin-2019'.",
        ("june-2019", "--language", "it"): "Unknown language 'it'. Open are: de, en, fr.",
        ("june-2019", "--language", "../x"): "Unknown language '../x'. Open are: de, en, fr.",
        ("june-2019",): "Say --language LL or --all.",
    }

    said = {}
    for arguments in refused:
        with pytest.raises(CommandError) as refusal:
            run(*arguments)
        said[arguments] = str(refusal.value)
        assert refusal.value.returncode == 2

    assert said == refused


def test_a_folder_that_cannot_be_made_is_refused_in_one_line(issue, tmp_path):
    occupied = tmp_path / "file"
    occupied.write_text("")

    with pytest.raises(CommandError, match="cannot be written") as refusal:
        run("june-2019", "--language", "en", "--output", str(occupied))

    assert refusal.value.returncode == 2
    assert "\n" not in str(refusal.value)


def test_the_help_has_examples(capsys):
    with pytest.raises(SystemExit, match="0"):
        call_command("render_issue", "--help")

    assert "manage.py render_issue june-2019 --language fr --format text" in capsys.readouterr().out
