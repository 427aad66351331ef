"""Does the command say what a file changes, text by text, and change exactly that?"""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from wagtail.models import Locale
from wagtail_localize.models import StringTranslation, Translation

from cms.languages.translation.exchange.contents import sheets
from cms.languages.translation.exchange.po import write
from cms.languages.translation.requests import request_translation
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_page, make_site, make_term
from tests.shared import shared


@shared
def written():
    """The PO file of a page of two texts, without words."""
    make_site(("en", "fr"), kinds=[NewsPage])
    page = make_page(NewsPage, title="Bells", summary="They ring.")
    request_translation(page, Locale.objects.get(language_code="fr"))
    [sheet] = sheets(Translation.objects.filter(source__object=page.translation_key))
    return write(sheet).decode()


def run(*arguments) -> str:
    """Return what the command says on standard output, before it complains."""
    output = StringIO()
    call_command("import_translations", *map(str, arguments), stdout=output)
    return output.getvalue()


def complaint(*arguments) -> tuple[str, str, int]:
    """Return what the command says, its complaint and its exit status."""
    output = StringIO()
    with pytest.raises(CommandError) as error:
        call_command("import_translations", *map(str, arguments), stdout=output)
    return output.getvalue(), str(error.value), error.value.returncode


def file(folder, text: str, name: str = "bells.po"):
    """Return the path of a new file."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def translated(written: str, source: str, words: str) -> str:
    """Return a PO file with words for one of its texts."""
    return written.replace(f'msgid "{source}"\nmsgstr ""', f'msgid "{source}"\nmsgstr "{words}"')


def test_words_are_stored_and_each_is_named(written, tmp_path):
    path = file(tmp_path, translated(written, "Bells", "Cloches"))

    assert run(path) == (
        "bells.po: 1 no words in the file; 1 taken\n  title: 'Bells' -> 'Cloches': taken\n"
    )
    assert list(StringTranslation.objects.values_list("data", flat=True)) == ["Cloches"]


def test_a_dry_run_says_the_same_and_stores_nothing(written, tmp_path):
    path = file(tmp_path, translated(written, "Bells", "Cloches"))

    dry = run("--dry-run", path)

    assert StringTranslation.objects.count() == 0
    assert dry == run(path)


def test_what_does_not_keep_to_the_glossary_is_stored_with_a_warning(written, tmp_path):
    make_term("Bells")
    path = file(tmp_path, translated(written, "Bells", "Cloches"))

    assert run(path).splitlines()[1] == (
        "  title: 'Bells' -> 'Cloches': taken"
        " Warning: ‘Bells’ is never translated, and is missing here."
    )
    assert list(StringTranslation.objects.values_list("data", flat=True)) == ["Cloches"]


def test_what_is_refused_is_named_and_the_rest_is_stored(written, tmp_path):
    good = file(tmp_path, translated(written, "Bells", "Cloches"), "good.po")
    bad = file(tmp_path, translated(written, "They ring.", "<b>Elles sonnent."), "bad.po")
    none = file(tmp_path, "Dear all", "none.txt")

    said, refused, status = complaint(none, bad, good)

    assert said == (
        "none.txt: This is no PO file, or a broken one.\n"
        "bad.po: 1 no words in the file; 1 refused: its markup is not that of the source\n"
        "  summary: 'They ring.' -> '<b>Elles sonnent.': refused: its markup is not that of the source"
        " “<b>” is not closed.\n"
        "good.po: 1 no words in the file; 1 taken\n  title: 'Bells' -> 'Cloches': taken\n"
    )
    assert (refused, status) == ("2 refused.", 1)
    assert list(StringTranslation.objects.values_list("data", flat=True)) == ["Cloches"]


def test_nothing_in_a_file_commands_the_terminal(written, tmp_path):
    path = file(tmp_path, translated(written, "Bells", "\x1b[2J"))

    said, _refused, _status = complaint("--dry-run", path)

    assert "\x1b" not in said


def test_a_file_that_cannot_be_read_is_refused_in_one_line(tmp_path):
    _said, refused, status = complaint(tmp_path / "missing.po")

    assert refused.endswith("missing.po cannot be read: No such file or directory.")
    assert status == 2
