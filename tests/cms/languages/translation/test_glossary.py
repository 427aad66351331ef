"""Which agreed and protected words stand in a sentence, and does its translation keep to them?"""

import pytest
from django.core.cache import cache
from django.utils.translation import override

from cms.languages.translation.glossary import (
    GlossaryWarning,
    Kind,
    Term,
    Vocabulary,
    terms_in,
    vocabulary,
    warnings,
)
from cms.models import Member
from cms.plugins.projects.models import ProjectPage
from cms.testing.factories import (
    make_city,
    make_page,
    make_site,
    make_term,
    make_translation,
)

AUDIT = Term("safety audit", "A survey.", translation="diagnostic local de sécurité")
PROTECT = Term("PRoTECT", is_protected=True)
AVIGNON = Term("Ville d’Avignon", is_protected=True)


def words(*terms, source="en", target="fr"):
    """Return a vocabulary of English and French."""
    return Vocabulary(source, target, terms)


def said(source, translated, *terms, target="fr"):
    """Return kind, term and what was found of the warnings about a translation."""
    found = warnings(source, translated, words(*terms, target=target))
    return [(warning.kind, warning.term.words, warning.found) for warning in found]


class TestTermsIn:
    """What stands in a sentence."""

    def test_terms_come_in_the_order_of_the_sentence_each_once(self):
        found = terms_in(
            "PRoTECT pays for safety audits; <b>Safety audits</b> of PRoTECT.",
            words(AUDIT, PROTECT),
        )

        assert found == [PROTECT, AUDIT]

    def test_of_overlapping_terms_the_longest_counts(self):
        security, urban = Term("security"), Term("urban security")

        assert terms_in("Urban security and security", words(security, urban)) == [urban, security]
        assert terms_in("Urban security", words(security, urban)) == [urban]

    def test_of_equally_long_terms_the_protected_one_counts(self, db):
        make_term("bridge", fr="pont")
        make_term("BRIDGE")

        assert [term.words for term in terms_in("BRIDGE begins", vocabulary("en", "fr"))] == [
            "BRIDGE"
        ]

    @pytest.mark.parametrize(
        "sentence",
        [
            "PRoTECT begins",
            "<b>PRo</b>TECT begins",
            "It is l’PRoTECT",
            "«PRoTECT»",
            "PRoTECT-partners",
            "PRoTECTs Partner",
            "Kick&#45;off: PRoTECT",
        ],
    )
    def test_a_protected_term_is_found(self, sentence):
        assert terms_in(sentence, words(PROTECT)) == [PROTECT]

    @pytest.mark.parametrize(
        "sentence",
        ["We protect towns", "Protect", "PROTECT", "SuperPRoTECT", "PRoTECT2", "PRoTECTED"],
    )
    def test_what_is_written_otherwise_is_another_word(self, sentence):
        assert terms_in(sentence, words(PROTECT)) == []

    def test_a_name_does_not_stand_in_a_longer_word(self):
        assert terms_in("Nicely done", words(Term("Nice", is_protected=True))) == []

    @pytest.mark.parametrize("name", ["Δήμος Πειραιά", "Община София", "Il-Belt Valletta"])
    def test_names_in_every_script_are_found(self, name):
        term = Term(name, is_protected=True)

        assert terms_in(f"Members ({name}), 2026.", words(term)) == [term]

    def test_the_setting_of_an_apostrophe_is_no_matter_of_a_name(self):
        assert terms_in("Ville d'Avignon", words(AVIGNON)) == [AVIGNON]
        assert said("Ville d’Avignon", "la Ville d&#x27;Avignon", AVIGNON) == []


class TestWarnings:
    """What can be said against a translation."""

    def test_a_protected_term_that_is_kept_is_no_matter(self):
        assert said("PRoTECT begins", "C’est l’<b>PRoTECT</b> qui commence", PROTECT) == []

    @pytest.mark.parametrize(
        "translated", ["PRoTECTs Beginn", "PRoTECTissa", "bei PRoTECT-Partnern"]
    )
    def test_a_protected_term_may_take_an_ending(self, translated):
        assert said("PRoTECT begins", translated, PROTECT, target="de") == []

    def test_a_protected_term_that_is_lost_is_told(self):
        assert said("PRoTECT begins", "Le projet commence", PROTECT) == [("lost", "PRoTECT", "")]

    @pytest.mark.parametrize("altered", ["PROTECT", "Protect", "ProtecT"])
    def test_a_protected_term_that_is_altered_is_told_with_what_stands_there(self, altered):
        assert said("PRoTECT begins", f"{altered} commence", PROTECT) == [
            ("altered", "PRoTECT", altered)
        ]

    def test_a_protected_name_may_be_told_by_its_official_one(self):
        munich = Term("München", is_protected=True, translation="Monachium")

        assert said("München hosts it", "Gospodarzem jest Monachium", munich, target="pl") == []
        assert said("München hosts it", "Gospodarzem jest München", munich, target="pl") == []
        assert said("München hosts it", "Gospodarzem jest Munich", munich, target="pl") == [
            ("lost", "München", "")
        ]

    def test_an_agreed_translation_is_recognised_in_another_form(self):
        assert said("Safety audits", "Les diagnostics locaux de sécurité", AUDIT) == []

    def test_an_agreed_translation_that_is_not_used_is_a_hint(self):
        [warning] = warnings("A safety audit", "Un audit de sûreté", words(AUDIT))

        assert (warning.kind, warning.is_hint) == (Kind.UNUSED, True)

    def test_a_forbidden_translation_is_told_instead_of_the_hint(self):
        term = Term(
            "safety audit", translation="diagnostic", forbidden=("audit de sûreté", "audit")
        )

        [warning, other] = warnings("A safety audit", "Des audits de sûreté", words(term))

        assert warning == GlossaryWarning(Kind.FORBIDDEN, term, "audits de sûreté")
        assert (other.found, other.is_hint) == ("audits", False)

    def test_a_forbidden_word_inside_the_agreed_translation_is_allowed(self):
        term = Term("reoffending", translation="récidive légale", forbidden=("récidive",))

        assert said("Reoffending", "La récidive légale", term) == []
        assert said("Reoffending", "La récidive légale, la récidive", term) == [
            ("forbidden", "reoffending", "récidive")
        ]

    def test_a_forbidden_translation_matters_only_where_the_term_stands(self):
        term = Term("safety audit", forbidden=("audit",))

        assert said("The accounts", "L’audit", term) == []

    def test_a_term_without_agreed_translation_asks_for_nothing(self):
        assert said("A safety audit", "N’importe quoi", Term("safety audit", "A survey.")) == []

    @pytest.mark.parametrize("nothing", ["", " ", "<b></b>"])
    def test_nothing_is_missing_and_not_wrong(self, nothing):
        assert said("PRoTECT begins", nothing, PROTECT) == []


@pytest.mark.parametrize(
    ("kind", "found", "translation", "message"),
    [
        ("lost", "", "", "‘PRoTECT’ is never translated, and is missing here."),
        ("altered", "Protect", "", "‘PRoTECT’ is never translated; here it is written ‘Protect’."),
        ("forbidden", "Schutz", "", "‘Schutz’ is not to be used for ‘PRoTECT’."),
        (
            "forbidden",
            "Schutz",
            "100 % PRoTECT",
            "‘Schutz’ is not to be used for ‘PRoTECT’: the glossary has ‘100 % PRoTECT’.",
        ),
        (
            "unused",
            "",
            "Projekt",
            "For ‘PRoTECT’ the glossary has ‘Projekt’. Leave it if that stands here in another form.",
        ),
    ],
)
def test_a_warning_says_what_is_wrong(kind, found, translation, message):
    warning = GlossaryWarning(Kind(kind), Term("PRoTECT", translation=translation), found)

    with override("en"):
        assert warning.message == message


@pytest.mark.django_db
class TestVocabulary:
    """What is in it."""

    @pytest.fixture(autouse=True)
    def site(self):
        """A site in two languages, and an empty cache: a rolled back database tells none."""
        cache.clear()
        return make_site(("en", "fr"), kinds=[ProjectPage])

    def known(self, source="en", target="fr"):
        """Return the terms by their words."""
        return {term.words: term for term in vocabulary(source, target).terms}

    def test_terms_of_the_language_come_with_definition_and_translation(self):
        row = make_term("safety audit", fr="diagnostic", de="Analyse", forbidden={"fr": ["audit"]})
        row.definition = "A survey."
        row.save()
        make_term("Sicherheitsrat", "de", fr="conseil de prévention")

        assert self.known() == {
            "safety audit": Term(
                "safety audit", "A survey.", translation="diagnostic", forbidden=("audit",)
            )
        }

    def test_a_term_without_translation_into_this_language_is_there_with_its_definition(self):
        make_term("safety audit", de="Analyse")

        assert self.known() == {"safety audit": Term("safety audit")}

    def test_a_protected_term_is_known_in_every_language(self):
        make_term("Belfry")

        assert self.known("fr", "pl")["Belfry"] == Term("Belfry", is_protected=True)

    def test_a_regional_language_has_the_terms_of_its_base_and_its_own(self):
        make_term("audit", **{"fr": "diagnostic", "fr-BE": "état des lieux"})
        make_term("survey", fr="enquête")

        known = self.known("en-IE", "fr-BE")

        assert (known["audit"].translation, known["survey"].translation) == (
            "état des lieux",
            "enquête",
        )

    def test_acronyms_of_public_projects_are_protected(self):
        project = make_page(ProjectPage, title="A", acronym="PRoTECT")
        make_translation(project, "fr")
        make_page(ProjectPage, title="B", acronym="SECRET", publish=False)
        make_page(ProjectPage, title="C")

        assert self.known() == {"PRoTECT": PROTECT}

    def test_the_glossary_can_say_more_of_an_acronym(self):
        make_page(ProjectPage, acronym="PRoTECT")
        make_term("PRoTECT", fr="PRoTECT", forbidden={"fr": ["PROTÉGER"]})

        assert self.known()["PRoTECT"].forbidden == ("PROTÉGER",)

    def test_members_are_protected_and_towns_may_have_their_official_name(self):
        munich = make_city("München", "DE", fr="Munich", en="Munich")
        Member.objects.create(name="München", city=munich)
        Member.objects.create(name="Landeshauptstadt München", city=munich)

        assert self.known() == {
            "München": Term("München", is_protected=True, translation="Munich"),
            "Landeshauptstadt München": Term("Landeshauptstadt München", is_protected=True),
        }

    def test_a_town_may_be_inflected_in_its_own_language(self):
        warsaw = make_city("Warszawa", "PL", en="Warsaw")
        Member.objects.create(name="Warszawa", city=warsaw)

        assert warnings("Warszawa hosts", "Spotkanie w Warszawie", vocabulary("en", "pl")) == []

    @pytest.mark.parametrize("count", [1, 4])
    def test_the_number_of_queries_is_constant(self, count, django_assert_num_queries):
        for number in range(count):
            make_term(f"term {number}", fr=f"terme {number}", de=f"Begriff {number}")
            make_page(ProjectPage, title=f"Project {number}", acronym=f"PRO{number}")
            city = make_city(f"City {number}", "FR", fr=f"Ville {number}")
            Member.objects.create(name=f"Member {number}", city=city)

        with django_assert_num_queries(5):
            known = vocabulary("en", "fr")

        assert len(known.terms) == 3 * count
