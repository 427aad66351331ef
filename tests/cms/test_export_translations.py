"""Does the command write what was asked for, and refuse in one line what there is not?"""

import zipfile
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Locale

from cms.languages.translation.exchange.files import read
from cms.languages.translation.requests import request_translation
from cms.plugins.events.models import EventPage
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_site
from tests.shared import shared


@shared
def pages():
    """A page of each of two kinds, asked for in two languages."""
    make_site(("en", "fr", "de"), kinds=[NewsPage, EventPage])
    pages = [make_page(NewsPage, title="Bells"), make_page(EventPage, title="Ringing")]
    for page in pages:
        for locale in Locale.objects.exclude(language_code="en"):
            request_translation(page, locale)
    return pages


def run(*arguments) -> str:
    """Return what the command says on standard output."""
    output = StringIO()
    call_command("export_translations", *map(str, arguments), stdout=output)
    return output.getvalue()


def names(path) -> list[str]:
    """Return the names of the files in an archive, without the ids in them."""
    with zipfile.ZipFile(path) as archive:
        return [
            f"{name.rpartition('-')[0]}.{name.rpartition('.')[2]}" for name in archive.namelist()
        ]


def test_everything_is_written_by_language(pages, tmp_path):
    path = tmp_path / "all.zip"

    said = run("--output", path)

    assert said == f"4 translations written to {path}.\n"
    assert names(path) == ["de/bells.po", "de/ringing.po", "fr/bells.po", "fr/ringing.po"]


def test_language_kind_and_format_are_chosen(pages, tmp_path):
    path = tmp_path / "some.zip"

    run("--language", "fr", "--kind", "events.EventPage", "--format", "xliff", "--output", path)

    assert names(path) == ["fr/ringing.xlf"]
    with zipfile.ZipFile(path) as archive:
        [name] = archive.namelist()
        sheet = read(archive.read(name))
    assert (sheet.title, sheet.source_language, sheet.target_language) == ("Ringing", "en", "fr")


def test_a_translation_that_was_stopped_is_left_out(pages, tmp_path):
    path = tmp_path / "all.zip"
    Locale.objects.get(language_code="fr").translations.update(enabled=False)

    run("--output", path)

    assert names(path) == ["de/bells.po", "de/ringing.po"]


def test_what_there_is_not_is_refused_in_one_line(pages, tmp_path):
    path = tmp_path / "none.zip"
    refused = {
        ("--language", "it"): "Unknown language 'it'. Open are: de, en, fr.",
        ("--language", "en"): "There is no such translation; nothing was written.",
        ("--kind", "news"): "Unknown kind 'news'. Write it as news.NewsPage.",
        ("--kind", "news.Bell"): "Unknown kind 'news.Bell'. Write it as news.NewsPage.",
    }

    said = {}
    for arguments in refused:
        with pytest.raises(CommandError) as error:
            run(*arguments, "--output", path)
        said[arguments] = str(error.value)
        assert error.value.returncode == 2

    assert said == refused
    assert not path.exists()


def test_a_file_that_cannot_be_written_is_refused_in_one_line(pages, tmp_path):
    with pytest.raises(CommandError) as error:
        run("--output", tmp_path / "missing" / "all.zip")

    assert str(error.value).endswith("all.zip cannot be written: No such file or directory.")
