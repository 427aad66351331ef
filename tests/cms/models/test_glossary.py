"""Can an editor keep the glossary?"""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.urls import reverse
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from cms.models import GlossaryTerm, GlossaryTranslation
from cms.testing.factories import make_administrator, make_term
from cms.testing.forms import message_beside


@pytest.fixture
def admin(client, db):
    """Log an administrator in."""
    client.force_login(make_administrator())
    return client


def url(name, *arguments):
    """Return the address of a screen of the glossary."""
    return reverse(GlossaryTerm.snippet_viewset.get_url_name(name), args=arguments)


def form(*translations, **fields):
    """Return what the form for a term sends."""
    rows = [{"id": "", "translation": "", "forbidden": "", **row} for row in translations]
    return nested_form_data({"definition": "", **fields, "translations": inline_formset(rows)})


def test_a_term_is_saved_with_its_translations(admin):
    french = {"language": "fr", "translation": "diagnostic", "forbidden": "audit\n\n sûreté "}

    admin.post(url("add"), form(french, term="safety audit", language="en"))

    term = GlossaryTerm.objects.get()
    [row] = term.translations.all()
    assert (str(term), str(row)) == ("safety audit", "diagnostic (fr)")
    assert row.forbidden_words == ("audit", "sûreté")


def test_a_translation_that_says_nothing_is_refused(admin):
    response = admin.post(url("add"), form({"language": "fr"}, term="safety audit", language="en"))

    words = "Give a translation, or translations to avoid."
    assert message_beside(response, "translations-0-translation") == words
    assert GlossaryTerm.objects.count() == 0


def test_a_row_may_only_say_what_to_avoid():
    GlossaryTranslation(language="fr", forbidden="audit").clean()
    with pytest.raises(ValidationError):
        GlossaryTranslation(language="fr", forbidden=" \n ").clean()


def test_a_term_stands_once_in_a_language(db):
    make_term("audit")
    make_term("audit", "fr")
    with pytest.raises(IntegrityError):
        make_term("audit")


def test_terms_are_listed_by_language(admin):
    make_term("safety audit", fr="diagnostic")
    make_term("Sicherheitsrat", "de")

    def listed(**query):
        content = admin.get(url("list"), query).content.decode()
        return [term for term in ("safety audit", "Sicherheitsrat") if term in content]

    assert listed() == ["safety audit", "Sicherheitsrat"]
    assert listed(language="de") == ["Sicherheitsrat"]
    assert listed(is_protected="false") == ["safety audit"]
