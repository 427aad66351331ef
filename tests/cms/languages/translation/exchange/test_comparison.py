"""What would a file change in a translation, and what does it change?"""

from dataclasses import replace
from functools import cache

import polib
import pytest
from wagtail.models import Locale
from wagtail.rich_text import RichText
from wagtail_localize.models import StringTranslation

from cms.languages.translation.exchange import po
from cms.languages.translation.exchange.comparison import Verdict, apply, compare
from cms.languages.translation.exchange.contents import sheets
from cms.languages.translation.exchange.files import FORMATS
from cms.languages.translation.exchange.sheet import ExchangeError, State, unit
from cms.languages.translation.glossary import vocabulary
from cms.languages.translation.requests import request_translation
from cms.languages.translation.segments import fill
from cms.plugins.news.models import NewsPage
from cms.testing.factories import (
    make_administrator,
    make_page,
    make_site,
    make_term,
    make_translation,
)
from tests.shared import shared

pytestmark = pytest.mark.django_db

LIST = "<ul><li>Yes</li><li>Yes</li></ul>"


def body(*texts: str) -> list:
    """Return the body of a page with a paragraph for each text."""
    return [("paragraph", {"text": RichText(f"<p>{text}</p>")}) for text in texts]


@shared
def french():
    """The second language of a site in three."""
    make_site(("en", "fr", "de"), kinds=[NewsPage])
    return Locale.objects.get(language_code="fr")


@shared
def translation(french):
    """The request for a French version of a small page."""
    return request_translation(
        make_page(NewsPage, title="Bells", summary="They <ring>.", body=body("A <b>bold</b> word")),
        french,
    )


def sheet_of(translation):
    """Return what an export of a translation holds."""
    [sheet] = sheets(type(translation).objects.filter(pk=translation.pk))
    return sheet


def translated(sheet, **words):
    """Return a sheet as a translator gives it back, with words by the first word of the source."""
    return replace(
        sheet,
        units=tuple(
            unit(one.context, one.source, *given) if given else one
            for one in sheet.units
            for given in [words.get(one.source.split()[0])]
        ),
    )


def confirmed(text: str) -> tuple[str, State]:
    return text, State.CONFIRMED


def proposed(text: str) -> tuple[str, State]:
    return text, State.PROPOSED


def stored(translation) -> dict[str, tuple]:
    """Return what is stored of a translation, by the source's words."""
    rows = StringTranslation.objects.filter(locale=translation.target_locale).values_list(
        "translation_of__data", "data", "translation_type", "tool_name", "has_error"
    )
    return {source: tuple(row) for source, *row in rows}


def everything() -> list[tuple]:
    """Return every column of every translated text."""
    return list(StringTranslation.objects.order_by("pk").values_list())


def verdicts(report) -> dict[str, Verdict]:
    return {line.unit.source.split()[0]: line.verdict for line in report.lines}


def test_words_are_taken_and_proposals_stay_proposals(translation):
    user = make_administrator()
    sheet = translated(
        sheet_of(translation), Bells=confirmed("Cloches"), A=proposed("Un mot <b>gras</b>")
    )

    report = apply(translation, sheet, user=user)

    assert verdicts(report) == {
        "Bells": Verdict.TAKEN,
        "They": Verdict.EMPTY,
        "A": Verdict.PROPOSED,
    }
    assert stored(translation) == {
        "Bells": ("Cloches", "manual", "", False),
        "A <b>bold</b> word": ("Un mot <b>gras</b>", "machine", "file", False),
    }
    assert set(StringTranslation.objects.values_list("last_translated_by", flat=True)) == {user.pk}


@pytest.mark.parametrize("form", FORMATS.values(), ids=FORMATS)
def test_what_comes_back_unchanged_writes_nothing(translation, form, django_assert_num_queries):
    apply(
        translation,
        translated(
            sheet_of(translation), Bells=confirmed("Cloches"), A=proposed("Un mot <b>gras</b>")
        ),
    )
    fill(translation, {"They &lt;ring&gt;.": "Elles sonnent."})
    StringTranslation.objects.filter(data="Elles sonnent.").update(has_error=True)
    file = form.write(sheet_of(translation))
    before = everything()

    # A savepoint and its release, the lock, the segments, the words.
    with django_assert_num_queries(5):
        report = apply(translation, form.read(file))

    assert report.counts == {Verdict.UNCHANGED: 3}
    assert everything() == before


def test_a_dry_run_says_the_same_and_stores_nothing(translation):
    sheet = translated(sheet_of(translation), Bells=confirmed("Cloches"), A=confirmed("Gras"))

    report = compare(translation, sheet)

    assert everything() == []
    assert report == apply(translation, sheet)


def test_each_text_that_cannot_be_taken_is_refused_with_its_reason(translation):
    sheet = sheet_of(translation)
    title, _summary, paragraph = sheet.units
    sheet = replace(
        sheet,
        units=(
            unit(title.context, "Bell", *confirmed("Cloche")),
            unit("subtitle", "Bells", *confirmed("Cloches")),
            unit(paragraph.context, paragraph.source, *confirmed("Un mot <b>gras")),
        ),
    )

    report = apply(translation, sheet)

    assert [(line.verdict, line.problems) for line in report.lines] == [
        (Verdict.UNKNOWN, ("The source has changed since the file was made.",)),
        (Verdict.UNKNOWN, ("There is no such place on this page.",)),
        (Verdict.MARKUP, ("“<b>” is not closed.",)),
    ]
    assert report.refused == report.lines
    assert report.absent == 2
    assert everything() == []


def test_what_is_refused_does_not_keep_the_rest_from_being_taken(translation):
    sheet = translated(sheet_of(translation), Bells=confirmed("Cloches"), A=confirmed("Un mot"))

    report = apply(translation, sheet)

    assert report.counts == {Verdict.TAKEN: 1, Verdict.EMPTY: 1, Verdict.MARKUP: 1}
    assert list(stored(translation)) == ["Bells"]


def test_other_confirmed_words_are_replaced_and_the_report_says_so(translation):
    fill(translation, {"Bells": "Cloches"})

    report = apply(translation, translated(sheet_of(translation), Bells=confirmed("Carillons")))

    [line] = report.changes
    assert (line.verdict, line.present) == (Verdict.REPLACED, "Cloches")
    assert stored(translation)["Bells"] == ("Carillons", "manual", "", False)


@pytest.mark.parametrize("words", ["Cloches", "Carillons"])
def test_a_proposal_never_replaces_what_a_person_has_confirmed(translation, words):
    fill(translation, {"Bells": "Cloches"})
    before = everything()

    report = apply(translation, translated(sheet_of(translation), Bells=proposed(words)))

    assert verdicts(report)["Bells"] == Verdict.KEPT
    assert report.refused == ()
    assert everything() == before


def test_a_proposal_is_confirmed_by_the_same_words_without_the_mark(translation):
    sheet = translated(sheet_of(translation), Bells=proposed("Cloches"))
    apply(translation, sheet)

    report = apply(translation, translated(sheet, Bells=confirmed("Cloches")))

    assert verdicts(report)["Bells"] == Verdict.TAKEN
    assert stored(translation)["Bells"] == ("Cloches", "manual", "", False)


def test_words_that_had_an_error_are_good_again(translation):
    fill(translation, {"Bells": "Cloches"})
    StringTranslation.objects.update(has_error=True, field_error="Too long.")

    apply(translation, translated(sheet_of(translation), Bells=confirmed("Cloche")))

    [row] = StringTranslation.objects.all()
    assert (row.data, row.has_error, row.field_error) == ("Cloche", False, "")


def test_no_words_are_ever_removed(translation):
    fill(translation, {"Bells": "Cloches"})
    before = everything()

    report = apply(translation, translated(sheet_of(translation), Bells=("", State.MISSING)))

    assert verdicts(report)["Bells"] == Verdict.EMPTY
    assert everything() == before


def test_the_same_words_in_two_places_are_translated_apart(french):
    page = make_page(NewsPage, title="Bells", summary="Bells")
    translation = request_translation(page, french)
    title, summary = (one for one in sheet_of(translation).units if one.source == "Bells")

    apply(
        translation,
        replace(
            sheet_of(translation),
            units=(replace(title, words="Cloches", state=State.CONFIRMED), summary),
        ),
    )

    rows = StringTranslation.objects.values_list("context__path", "data")
    assert list(rows) == [("title", "Cloches")]


def test_the_same_words_twice_in_one_place_come_once_and_may_come_back_twice(french):
    page = make_page(NewsPage, body=[("paragraph", {"text": RichText(LIST)})])
    translation = request_translation(page, french)
    sheet = sheet_of(translation)
    [once] = (one for one in sheet.units if one.source == "Yes")
    yes = replace(once, words="Oui", state=State.CONFIRMED)

    same = apply(translation, replace(sheet, units=(once, yes, yes)))
    other = compare(translation, replace(sheet, units=(yes, replace(yes, words="Si"))))

    assert [line.verdict for line in same.lines] == [Verdict.EMPTY, Verdict.TAKEN, Verdict.TAKEN]
    assert stored(translation) == {"Yes": ("Oui", "manual", "", False)}
    assert [line.verdict for line in other.lines] == [Verdict.UNCHANGED, Verdict.REPEATED]


def test_a_file_of_another_page_or_language_is_refused(translation, french):
    other = request_translation(make_page(NewsPage, title="Bells"), french)

    with pytest.raises(ExchangeError, match="of another page, or of another language"):
        compare(translation, sheet_of(other))
    with pytest.raises(ExchangeError, match="in the language “de”, the translation in “fr”"):
        compare(translation, replace(sheet_of(translation), target_language="de"))


@pytest.mark.parametrize("tag", ["", "fr", "FR", "fr-FR", "fr_FR", "fr-Latn-FR"])
def test_a_tool_may_give_the_language_a_region(translation, tag):
    report = compare(translation, replace(sheet_of(translation), target_language=tag))

    assert report.counts == {Verdict.EMPTY: 3}


def test_the_title_becomes_that_of_the_draft_as_text(french):
    page = make_page(NewsPage, title="Research & bells")
    translated_page = make_translation(page, "fr", words={"Research &amp; bells": "Cloches"})
    translation = request_translation(page, french)

    apply(translation, translated(sheet_of(translation), Research=confirmed("R&amp;D")))

    translated_page.refresh_from_db()
    assert (translated_page.title, translated_page.draft_title) == ("Cloches", "R&D")


def test_other_languages_and_other_pages_are_left_alone(translation, french):
    make_translation(translation.source.get_source_instance(), "de", publish=False)
    request_translation(make_page(NewsPage, title="Bells"), french)
    before = everything()

    apply(translation, translated(sheet_of(translation), Bells=confirmed("Cloches")))

    assert everything()[: len(before)] == before
    assert len(everything()) == len(before) + 1


def test_what_was_agreed_to_is_taken_and_what_somebody_has_changed_since_is_not(translation):
    sheet = translated(
        sheet_of(translation),
        Bells=confirmed("Cloches"),
        They=confirmed("Elles sonnent."),
        A=confirmed("Un mot <b>gras</b>"),
    )
    agreed = compare(translation, sheet).keys
    fill(translation, {"Bells": "Carillons", "They &lt;ring&gt;.": "Elles sonnent."})

    report = apply(translation, sheet, agreed=agreed)

    assert verdicts(report) == {
        "Bells": Verdict.OVERTAKEN,
        "They": Verdict.UNCHANGED,
        "A": Verdict.TAKEN,
    }
    [overtaken] = report.overtaken
    assert (overtaken.present, overtaken.unit.words) == ("Carillons", "Cloches")
    assert stored(translation)["Bells"][0] == "Carillons"
    assert stored(translation)["A <b>bold</b> word"][0] == "Un mot <b>gras</b>"


def test_what_was_overtaken_is_taken_after_another_look(translation):
    sheet = translated(sheet_of(translation), Bells=confirmed("Cloches"))
    fill(translation, {"Bells": "Carillons"})

    assert apply(translation, sheet, agreed=()).changes == ()
    report = apply(translation, sheet, agreed=compare(translation, sheet).keys)

    assert verdicts(report)["Bells"] == Verdict.REPLACED
    assert stored(translation)["Bells"][0] == "Cloches"


def test_an_erased_sentence_was_changed_too(translation):
    fill(translation, {"Bells": "Carillons"})
    sheet = translated(sheet_of(translation), Bells=confirmed("Cloches"))
    agreed = compare(translation, sheet).keys
    StringTranslation.objects.all().delete()

    report = apply(translation, sheet, agreed=agreed)

    assert verdicts(report)["Bells"] == Verdict.OVERTAKEN
    assert everything() == []


def test_nobody_agrees_to_the_same_change_of_another_translation(translation, french):
    other = request_translation(make_page(NewsPage, title="Bells"), french)
    words = {"Bells": confirmed("Cloches")}
    agreed = compare(translation, translated(sheet_of(translation), **words)).keys

    report = apply(other, translated(sheet_of(other), **words), agreed=agreed)

    assert len(report.overtaken) == 1
    assert everything() == []


def test_what_does_not_keep_to_the_glossary_is_taken_with_a_warning(translation):
    make_term("Bells")
    make_term("word", fr="mot", forbidden={"fr": ["verbe"]})
    sheet = translated(
        sheet_of(translation), Bells=confirmed("Cloches"), A=proposed("Un verbe <b>gras</b>")
    )

    dry = compare(translation, sheet)
    report = apply(translation, sheet)

    assert dry == report
    assert [(line.verdict, line.warnings) for line in report.warned] == [
        (Verdict.TAKEN, ("‘Bells’ is never translated, and is missing here.",)),
        (
            Verdict.PROPOSED,
            ("‘verbe’ is not to be used for ‘word’: the glossary has ‘mot’.",),
        ),
    ]
    assert report.refused == ()
    assert stored(translation)["Bells"][0] == "Cloches"


def test_a_hint_that_may_be_a_false_alarm_is_no_warning(translation):
    make_term("word", fr="mot")

    report = compare(
        translation, translated(sheet_of(translation), A=confirmed("Un terme <b>gras</b>"))
    )

    assert (len(report.changes), report.warned) == (1, ())


def test_words_that_are_not_taken_are_not_warned_about(translation):
    fill(translation, {"Bells": "Cloches"})
    make_term("Bells")
    make_term("A")

    report = compare(
        translation, translated(sheet_of(translation), A=confirmed("Un mot"), They=confirmed("Z"))
    )

    assert verdicts(report) == {
        "Bells": Verdict.UNCHANGED,
        "They": Verdict.TAKEN,
        "A": Verdict.MARKUP,
    }
    assert report.warned == ()


def test_many_files_ask_the_glossary_once(french, django_assert_num_queries):
    make_term("Bells")
    for number in range(5):
        request_translation(make_page(NewsPage, title=f"Bells {number}"), french)
    records = list(french.translations.select_related("source__locale", "target_locale"))
    words = [translated(sheet_of(record), Bells=confirmed("Cloches")) for record in records]
    known = cache(vocabulary)

    with django_assert_num_queries(5 * 2 + 4):
        reports = [
            compare(record, sheet, vocabulary=known)
            for record, sheet in zip(records, words, strict=True)
        ]

    assert [len(report.warned) for report in reports].count(1) == 5


@pytest.mark.parametrize("count", [3, 60])
def test_the_number_of_texts_costs_no_queries(french, count, django_assert_num_queries):
    texts = [f"Text {number}" for number in range(count)]
    translation = request_translation(make_page(NewsPage, body=body(*texts)), french)
    sheet = sheet_of(translation)
    sheet = replace(
        sheet,
        units=tuple(replace(one, words="Mot", state=State.CONFIRMED) for one in sheet.units),
    )

    # The segments, the words, the four of the glossary (a fifth where there are members).
    with django_assert_num_queries(6):
        compare(translation, sheet)
    # And a savepoint and its release, the lock; all of them written, the title, the job.
    with django_assert_num_queries(13):
        apply(translation, sheet)

    assert StringTranslation.objects.count() == len(sheet.units)


def test_thousands_of_unknown_texts_cost_no_queries(translation, django_assert_num_queries):
    unknown = tuple(unit("title", f"Bell {n}", *confirmed("Cloche")) for n in range(9_000))
    sheet = replace(sheet_of(translation), units=unknown)

    with django_assert_num_queries(5):
        report = apply(translation, sheet)

    assert report.counts == {Verdict.UNKNOWN: 9_000}


@pytest.mark.parametrize("count", [1, 5])
def test_the_number_of_pages_costs_no_queries(french, count, django_assert_num_queries):
    for number in range(count):
        request_translation(make_page(NewsPage, title=f"Bells {number}"), french)
    wanted = french.translations.order_by("source__object_repr")

    with django_assert_num_queries(4):
        found = list(sheets(wanted))

    assert [sheet.title for sheet in found] == [f"Bells {number}" for number in range(count)]


def test_files_are_exchanged_with_wagtail_localize(translation):
    fill(translation, {"Bells": "Cloches"})
    ours = po.read(str(translation.export_po()).encode())
    report = apply(translation, translated(ours, A=confirmed("Un mot <b>gras</b>")))

    theirs = polib.pofile(po.write(sheet_of(translation)).decode().replace("Cloches", "Carillons"))
    warnings = translation.import_po(theirs)

    assert verdicts(report) == {
        "Bells": Verdict.UNCHANGED,
        "They": Verdict.EMPTY,
        "A": Verdict.TAKEN,
    }
    assert warnings == []
    assert stored(translation)["Bells"][0] == "Carillons"
