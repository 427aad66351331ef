"""How was this sentence, or one like it, translated before?"""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from wagtail.models import GroupPagePermission, Locale, PageViewRestriction, Site
from wagtail_localize.models import StringSegment, StringTranslation

from cms.languages.translation import memory
from cms.languages.translation.fragments import Piece
from cms.languages.translation.memory import Match, near, near_all, prefill
from cms.languages.translation.publication import save_draft
from cms.languages.translation.requests import request_translation
from cms.languages.translation.segments import fill
from cms.models import Promotion
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_administrator, make_page, make_site, make_translation
from tests.shared import shared

pytestmark = pytest.mark.django_db

SENTENCE = "Twelve towns compared what they do after dark."
FRENCH = "Douze villes ont comparé leurs mesures nocturnes."
ALIKE = "Twelve towns compared what they do at night."
"""43 of the 46 letters need not be changed: "at night" for "after dark"."""


@shared(autouse=True)
def site():
    """A site in three languages."""
    return make_site(("en", "fr", "de"), kinds=[NewsPage])


def locale(language):
    """Return the Locale of a language."""
    return Locale.objects.get(language_code=language)


def request(page, language="fr"):
    """Ask for the translation of a page, without what that proposes by itself."""
    record = request_translation(page, locale(language))
    proposed = StringTranslation.objects.filter(tool_name="memory")
    proposed.filter(locale=record.target_locale, context__object=record.source.object_id).delete()
    return record


def translated_page(title="Streets", summary=SENTENCE, words=FRENCH, **fields):
    """Return a page with a confirmed French translation of its summary."""
    page = make_page(NewsPage, title=title, summary=summary, **fields)
    make_translation(page, "fr", title="Rues", words={summary: words}, publish=False)
    return page


def words_of(record):
    """Return the words of a translation, with the type and the tool, by the words of the source."""
    segments = StringSegment.objects.filter(source=record.source)
    return {
        row.translation_of.data: (row.data, row.translation_type, row.tool_name)
        for row in segments.get_translations(record.target_locale).select_related("translation_of")
    }


class TestPrefill:
    """The same sentence."""

    def test_the_same_sentence_of_another_page_is_proposed(self):
        translated_page()
        record = request(make_page(NewsPage, title="Squares", summary=SENTENCE))

        assert prefill(record) == 1

        assert words_of(record) == {SENTENCE: (FRENCH, "machine", "memory")}

    def test_the_latest_translation_wins(self):
        for title, words in (("A", "Ancienne."), ("B", "Récente."), ("C", "Moyenne.")):
            translated_page(title, words=words)
        for days, words in ((1, "Récente."), (2, "Moyenne."), (3, "Ancienne.")):
            StringTranslation.objects.filter(data=words).update(
                updated_at=datetime(2026, 3, 9, tzinfo=UTC) - timedelta(days=days)
            )
        record = request(make_page(NewsPage, title="Squares", summary=SENTENCE))

        prefill(record)

        assert words_of(record)[SENTENCE][0] == "Récente."

    def test_only_what_a_person_has_confirmed_without_error_is_remembered(self):
        translated_page("A", words="Machine.")
        StringTranslation.objects.filter(data="Machine.").update(translation_type="machine")
        translated_page("B", words='<a id="a9">Erreur.</a>')
        record = request(make_page(NewsPage, title="Squares", summary=SENTENCE))

        assert prefill(record) == 0
        assert words_of(record) == {}

    def test_a_proposal_is_not_remembered_until_it_is_confirmed(self):
        translated_page()
        first = request(make_page(NewsPage, title="Squares", summary=SENTENCE))
        prefill(first)
        StringTranslation.objects.filter(data=FRENCH, translation_type="manual").delete()
        second = request(make_page(NewsPage, title="Parks", summary=SENTENCE))

        assert prefill(second) == 0

        fill(first, {SENTENCE: FRENCH + " "})
        assert prefill(second) == 1

    def test_words_that_are_there_stay_as_they_are(self):
        translated_page()
        record = request(make_page(NewsPage, title="Squares", summary=SENTENCE))
        fill(record, {SENTENCE: "Autrement dit."})

        assert prefill(record) == 0

        assert words_of(record) == {SENTENCE: ("Autrement dit.", "manual", "")}

    def test_another_language_is_another_memory(self):
        translated_page()
        page = make_page(NewsPage, title="Squares", summary=SENTENCE)

        assert prefill(request(page, "de")) == 0

    def test_marks_and_links_fit_because_the_sentence_is_the_same(self):
        page = make_page(
            NewsPage, body=[paragraph('<p>See <a href="https://a.example">it</a>.</p>')]
        )
        marked = 'See <a id="a1">it</a>.'
        make_translation(page, "fr", words={marked: 'Voir <a id="a1">cela</a>.'})
        other = make_page(
            NewsPage, body=[paragraph('<p>See <a href="https://b.example">it</a>.</p>')]
        )
        record = request(other)

        prefill(record)

        assert words_of(record)[marked] == ('Voir <a id="a1">cela</a>.', "machine", "memory")
        draft = save_draft(record).as_object()
        assert '<a href="https://b.example">cela</a>' in str(draft.body[0].value["text"])

    def test_a_sentence_that_stands_twice_in_one_text_is_filled_once(self):
        translated_page()
        body = [paragraph(f"<p>{SENTENCE}</p><p>{SENTENCE}</p>")]
        record = request(make_page(NewsPage, title="Squares", summary="Another.", body=body))

        assert prefill(record) == 1

    def test_drafts_and_restricted_pages_are_remembered_since_the_sentence_is_the_same(self):
        page = translated_page(publish=False)
        restrict(page)
        record = request(make_page(NewsPage, title="Squares", summary=SENTENCE))

        assert prefill(record) == 1

    def test_a_title_that_is_only_proposed_does_not_name_the_draft(self):
        translated_page("Squares")
        page = make_page(NewsPage, title="Squares", summary="Another.")
        record = request(page)
        save_draft(record)

        assert prefill(record) == 1

        assert page.get_translation(locale("fr")).draft_title == "Squares"

    def test_every_language_of_a_request_is_filled_at_once(self):
        page = translated_page()
        make_translation(page, "de", title="Straßen", words={SENTENCE: "Zwölf Städte."})
        page = make_page(NewsPage, title="Squares", summary=SENTENCE)
        records = [request(page, language) for language in ("fr", "de")]

        assert prefill(*records) == 2

        assert [words_of(record)[SENTENCE][0] for record in records] == [FRENCH, "Zwölf Städte."]

    @pytest.mark.parametrize(("sentences", "languages"), [(1, ["fr"]), (12, ["fr", "de"])])
    def test_the_number_of_queries_is_constant(
        self, sentences, languages, django_assert_num_queries
    ):
        texts = [f"Sentence number {number}." for number in range(sentences)]
        body = [paragraph("".join(f"<p>{text}</p>" for text in texts))]
        first = make_page(NewsPage, title="A", summary="First.", body=body)
        for language in languages:
            make_translation(first, language)
        second = make_page(NewsPage, title="B", summary="Second.", body=body)
        records = [request(second, language) for language in languages]

        with django_assert_num_queries(2):
            found = prefill(*records)

        assert found == sentences * len(languages)

    def test_nothing_asked_is_nothing_found(self, django_assert_num_queries):
        with django_assert_num_queries(0):
            assert prefill() == 0


class TestNear:
    """A sentence like it."""

    def near(self, words, **options):
        """Ask for French."""
        return near(words, locale("en"), locale("fr"), **options)

    def test_a_similar_sentence_is_offered_with_per_cent_difference_and_page(self):
        translated_page("Streets at night")

        assert self.near(ALIKE) == [
            Match(
                percent=82,
                source=SENTENCE,
                translated=FRENCH,
                difference=(
                    Piece("same", "Twelve towns compared what they do "),
                    Piece("removed", "after dark"),
                    Piece("added", "at night"),
                    Piece("same", "."),
                ),
                whence="Streets at night",
            )
        ]

    def test_the_sentence_itself_is_not_like_itself(self):
        translated_page()

        assert self.near(SENTENCE) == []

    def test_the_same_words_with_other_marks_are_all_alike(self):
        translated_page()

        [match] = self.near("Twelve towns compared <b>what they do</b> after dark.")

        assert match.percent == 100
        assert match.difference == (Piece("same", SENTENCE),)

    def test_the_most_similar_come_first_and_no_more_than_are_wanted(self):
        for title, count in (("A", "Ten"), ("B", "Eleven"), ("C", "Twelve"), ("D", "Twenty")):
            translated_page(title, f"{count} towns compared what they do at night.", f"{count}.")

        matches = self.near("Twelve towns compared what they do at night!", limit=2)

        assert [(match.translated, match.percent) for match in matches] == [
            ("Twelve.", 97),
            ("Twenty.", 90),
        ]

    @pytest.mark.parametrize(("at_least", "found"), [(82, 1), (83, 0)])
    def test_what_is_less_alike_is_not_offered(self, at_least, found):
        translated_page()

        assert len(self.near(ALIKE, at_least=at_least)) == found

    @pytest.mark.parametrize("marks", ["<b>{}</b> {}", '{} <a id="a1"><b><i>{}</i></b></a>'])
    def test_marks_and_entities_do_not_keep_a_sentence_from_being_found(self, marks):
        page = make_page(NewsPage, body=[paragraph("<p>Night &amp; day</p>")])
        make_translation(page, "fr", words={"Night &amp; day": "Nuit &amp; jour"})

        [match] = self.near(marks.format("Night &amp;", "days"))

        assert (match.percent, match.translated) == (91, "Nuit &amp; jour")

    def test_the_latest_translation_of_a_sentence_is_offered(self):
        translated_page("A", words="Ancienne.")
        translated_page("B", words="Récente.")

        assert [match.translated for match in self.near(ALIKE)] == ["Récente."]

    def test_of_equally_similar_sentences_the_latest_comes_first(self):
        translated_page("A", "Call no. 1 is open.", "Premier.")
        translated_page("B", "Call no. 2 is open.", "Deuxième.")

        matches = self.near("Call no. 3 is open.")

        assert [match.translated for match in matches] == ["Deuxième.", "Premier."]

    def test_links_that_the_new_sentence_lacks_are_taken_out_of_the_translation(self):
        text = '<p>See <a href="https://a.example">it</a> and <a href="https://b.example">that</a>.</p>'
        page = make_page(NewsPage, body=[paragraph(text)])
        old = 'See <a id="a1">it</a> and <a id="a2">that</a>.'
        new = 'Voir <a id="a1">ceci</a> et <a id="a2"><b>cela</b></a>.'
        make_translation(page, "fr", words={old: new})

        [match] = self.near('See <a id="a1">it</a> and thus.')

        assert match.translated == 'Voir <a id="a1">ceci</a> et <b>cela</b>.'

    @pytest.mark.parametrize("nothing", ["", "<br/>"])
    def test_nothing_is_like_nothing(self, nothing):
        translated_page()

        assert self.near(nothing) == []

    def test_sentences_of_snippets_are_offered(self):
        promotion = Promotion.objects.create(
            title=SENTENCE, text="Text.", button="Button", locale=locale("en")
        )
        fill(request(promotion), {SENTENCE: FRENCH})

        assert [(match.translated, match.whence) for match in self.near(ALIKE)] == [(FRENCH, "")]


class TestWhoseWordsAreShown:
    """A sentence of a page that not everybody may read."""

    @pytest.fixture(params=["draft", "restricted", "deleted", "public"])
    def hidden(self, request):
        """Make one page that is hidden, and say in which way."""
        page = translated_page(publish=request.param != "draft")
        if request.param == "restricted":
            restrict(page)
        if request.param == "deleted":
            NewsPage.objects.get(pk=page.pk).delete()
        return request.param

    def found(self, user=None):
        """Return how many matches a user is offered."""
        return len(near(ALIKE, locale("en"), locale("fr"), user=user))

    def test_everybody_is_offered_only_what_is_public(self, hidden):
        assert self.found() == (1 if hidden == "public" else 0)

    def test_who_may_edit_the_page_is_offered_it(self, hidden, django_user_model):
        user = editor(django_user_model, "en")

        assert self.found(user) == (0 if hidden == "deleted" else 1)

    def test_who_may_edit_other_pages_only_is_not(self, hidden, django_user_model):
        user = editor(django_user_model, "fr")

        assert self.found(user) == (1 if hidden == "public" else 0)

    def test_an_administrator_is_offered_it(self, hidden):
        assert self.found(make_administrator()) == (0 if hidden == "deleted" else 1)

    def test_of_two_pages_with_the_sentence_the_public_one_is_shown(self):
        translated_page("Public", words="Publique.")
        restrict(translated_page("Restricted", words="Réservée."))

        [match] = near(ALIKE, locale("en"), locale("fr"))

        assert (match.whence, match.translated) == ("Public", "Publique.")


class TestWhatWasCutOut:
    """A sentence that a page no longer has."""

    @pytest.fixture
    def page(self):
        """A public page that said something else while it was a draft, and was translated then."""
        page = translated_page(publish=False)
        page.summary = "Nothing like it has ever been said."
        page.save_revision().publish()
        page.refresh_from_db()
        return page

    def found(self, user=None):
        return [match.translated for match in near(ALIKE, locale("en"), locale("fr"), user=user)]

    def test_what_was_cut_out_before_the_page_was_public_is_offered_to_nobody_else(self, page):
        assert page.live
        assert self.found() == []

    def test_who_may_edit_the_page_is_offered_it(self, page, django_user_model):
        assert self.found(editor(django_user_model, "en")) == [FRENCH]
        assert self.found(editor(django_user_model, "fr")) == []

    def test_everybody_is_offered_it_where_it_stands_on_a_public_page(self, page):
        translated_page("Elsewhere", words="Ailleurs.")

        assert self.found() == ["Ailleurs."]


class TestNearAll:
    """A page of segments at once."""

    def test_each_sentence_has_its_matches(self):
        translated_page("A")
        translated_page("B", "A call closes in June.", "Un appel se clôt en juin.")
        asked = [ALIKE, "A call closes in July.", "Nothing like it has ever been said.", ""]

        found = near_all(asked, locale("en"), locale("fr"))

        assert {words: [match.source for match in matches] for words, matches in found.items()} == {
            ALIKE: [SENTENCE],
            "A call closes in July.": ["A call closes in June."],
            "Nothing like it has ever been said.": [],
            "": [],
        }

    @pytest.mark.parametrize("count", [1, 15])
    def test_the_number_of_queries_is_constant(
        self, count, django_assert_num_queries, django_user_model
    ):
        texts = [f"{'Very ' * number}long sentence about a town." for number in range(count)]
        body = [paragraph("".join(f"<p>{text}</p>" for text in texts))]
        make_translation(make_page(NewsPage, body=body), "fr")
        user = editor(django_user_model, "en")
        asked = [text.replace("town", "city") for text in texts]
        english, french = locale("en"), locale("fr")

        with django_assert_num_queries(3):
            found = near_all(asked, english, french, user=user)
        with django_assert_num_queries(2):
            near_all(asked, english, french)

        assert all(found[text] for text in asked)

    def test_nothing_asked_takes_no_query(self, django_assert_num_queries):
        english, french = locale("en"), locale("fr")

        with django_assert_num_queries(0):
            assert near_all(["", "<b></b>"], english, french) == {"": [], "<b></b>": []}


def test_windows_that_overlap_are_one():
    assert memory._windows([10, 11, 100, 12], 0.7) == [(7, 17), (70, 142)]
    assert len(memory._windows(range(1, 5000), 0.9)) < 12


def paragraph(text):
    """Return a stored block of text."""
    return ("paragraph", {"text": text})


def restrict(page):
    """Let nobody see a page who has not logged in."""
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)


def editor(users, language):
    """Return a user who may edit and publish the pages of one language."""
    group = Group.objects.create(name=f"Editors {language}")
    home = Site.objects.get(is_default_site=True).root_page
    tree = home if language == "en" else home.get_translation(locale(language))
    for action in ("change_page", "publish_page"):
        permission = Permission.objects.get(codename=action)
        GroupPagePermission.objects.create(group=group, page=tree, permission=permission)
    user = users.objects.create_user(f"editor-{language}", password="password")
    user.groups.add(group)
    return user
