"""Is every sort of damage between the languages found, and mended without loss?"""

from io import StringIO
from uuid import uuid4

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models.signals import post_save
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.models import Locale, Page, PageViewRestriction
from wagtail_localize.models import (
    LocaleSynchronization,
    StringTranslation,
    TranslatableObject,
    Translation,
    TranslationSource,
    sync_trees_on_locale_sync_save,
)

from cms.languages.translation import checking
from cms.languages.translation.checking import Finding, Kind, check, repair
from cms.languages.translation.publication import save_draft
from cms.languages.translation.requests import request_translation
from cms.languages.translation.segments import fill
from cms.models import ContentPage, Promotion, SearchEntry
from cms.plugins.news.models import NewsPage
from cms.testing.factories import make_index, make_page, make_site, make_translation
from tests.shared import shared

pytestmark = pytest.mark.django_db


@shared
def site():
    return make_site(("en", "fr", "de"), kinds=[NewsPage])


@shared
def page(site):
    page = make_page(NewsPage, title="Streets", slug="streets")
    assert check() == []
    return page


@shared
def french(page):
    return make_translation(page, "fr", title="Les rues")


@shared
def german(page):
    return make_translation(page, "de", title="Straßen")


def locale(language):
    return Locale.objects.get(language_code=language)


def found() -> list[tuple[Kind, tuple[int, ...], bool]]:
    return [(finding.kind, finding.pages, finding.is_repairable) for finding in check()]


def pages() -> list[Page]:
    return list(Page.objects.order_by("pk"))


def words() -> list[str]:
    """Return all that translators wrote."""
    return sorted(StringTranslation.objects.values_list("data", flat=True))


def run(**options) -> tuple[str, str | None]:
    """Return what the command says, and its refusal."""
    said = StringIO()
    try:
        call_command("check_languages", stdout=said, **options)
    except CommandError as error:
        return said.getvalue(), f"{error} (exit status {error.returncode})"
    return said.getvalue(), None


# The tree


@pytest.mark.parametrize("damage", [{"numchild": 7}, {"depth": 9}])
def test_wrong_depth_or_number_of_children(page, damage):
    index = page.get_parent()
    Page.objects.filter(pk=index.pk).update(**damage)
    assert any(Page.find_problems())
    assert found() == [(Kind.TREE, (index.pk,), True)]

    assert repair() == ["Depths and numbers of children were counted anew."]

    assert check() == []
    assert not any(Page.find_problems())


def test_page_whose_parent_is_gone_is_left_to_wagtail(page):
    Page.objects.filter(pk=page.pk).update(path=page.path[:-8] + "00990001")
    Page.fix_tree()
    before = pages()
    assert found() == [(Kind.TREE, (page.pk,), False)]

    assert repair() == []

    assert found() == [(Kind.TREE, (page.pk,), False)]
    assert pages() == before


def test_wrong_address(page, french):
    index = page.get_parent()
    for wrong, url_path in ((index, "/home/old/"), (page, "/home/old/streets/")):
        Page.objects.filter(pk=wrong.pk).update(url_path=url_path)
    assert found() == [(Kind.ADDRESS, (index.pk, page.pk), True)]

    assert repair() == ["Addresses were made anew of the slugs."]

    assert check() == []
    assert Page.objects.get(pk=page.pk).url_path == "/home/news/streets/"


# Aliases, and what makes them


@pytest.fixture
def switched_off():
    """Let a record of synchronisation be made without what it does at once."""
    post_save.disconnect(sync_trees_on_locale_sync_save, sender=LocaleSynchronization)
    yield
    post_save.connect(sync_trees_on_locale_sync_save, sender=LocaleSynchronization)


def test_synchronisation_that_was_left_switched_on(site, switched_off):
    LocaleSynchronization.objects.create(locale=locale("fr"), sync_from=locale("en"))
    assert found() == [(Kind.SYNCHRONISATION, (), True)]

    assert repair() == ["The language fr is filled with pages in en no more."]

    assert check() == []


def test_aliases_that_a_synchronisation_has_made_are_deleted(page):
    before = pages()
    LocaleSynchronization.objects.create(locale=locale("fr"), sync_from=locale("en"))
    alias = Page.objects.get(alias_of=page)
    assert alias.live is True
    assert found() == [(Kind.SYNCHRONISATION, (), True), (Kind.ALIAS, (alias.pk,), True)]

    assert repair() == [
        "The language fr is filled with pages in en no more.",
        "The alias “Streets” (fr) was deleted.",
    ]

    assert check() == []
    assert pages() == before


def test_alias_above_aliases_is_deleted_with_them(page):
    part = make_index(title="Part", slug="part")
    for version in part.get_translations():
        version.specific.delete()
    below = make_page(NewsPage, part, title="Below")
    before = pages()
    below.copy_for_translation(locale("fr"), copy_parents=True, alias=True)
    assert [kind for kind, _pages, _repairable in found()] == [Kind.ALIAS, Kind.ALIAS]

    repair()

    assert check() == []
    assert pages() == before


def test_alias_above_a_page_that_somebody_wrote_becomes_a_page(page):
    part = make_index(title="Part", slug="part")
    part.get_translation(locale("fr")).delete()
    alias = part.copy_for_translation(locale("fr"), alias=True)
    written = make_page(NewsPage, alias, title="Écrite ici")
    assert found() == [(Kind.ALIAS, (alias.pk,), True)]

    assert repair() == ["The alias “Part” (fr) became a page of its own."]

    assert check() == []
    assert Page.objects.get(pk=written.pk).get_parent() == Page.objects.get(pk=alias.pk)


def test_alias_in_the_same_language_becomes_a_page(page):
    alias = CreatePageAliasAction(page, update_slug="mirror").execute()
    assert found() == [(Kind.ALIAS, (alias.pk,), True)]

    assert repair() == ["The alias “Streets” (en) became a page of its own."]

    assert check() == []
    alias = NewsPage.objects.get(pk=alias.pk)
    assert (alias.alias_of, alias.source, alias.summary) == (None, None, page.summary)


# Versions


def allow_duplicates():
    """Take from the database the rule that a page has one version in each language."""
    with connection.cursor() as cursor:
        constraints = connection.introspection.get_constraints(cursor, Page._meta.db_table)
        [name] = [
            name
            for name, rule in constraints.items()
            if rule["unique"] and set(rule["columns"]) == {"translation_key", "locale_id"}
        ]
        if connection.vendor == "sqlite":
            cursor.execute(f'DROP INDEX "{name}"')
        else:
            connection.check_constraints()  # PostgreSQL alters no table on which checks are pending
            cursor.execute(f'ALTER TABLE {Page._meta.db_table} DROP CONSTRAINT "{name}"')


def test_two_versions_in_one_language(page, french):
    other = make_page(NewsPage, title="Les autres rues", language="fr")
    allow_duplicates()
    Page.objects.filter(pk=other.pk).update(translation_key=page.translation_key)
    ContentPage.objects.filter(pk=other.pk).update(source=page.pk)
    before = pages()
    assert found() == [(Kind.DUPLICATE, (french.pk, other.pk), True)]

    assert repair() == ["“Les autres rues” (fr) became a page of its own, which is no translation."]

    assert check() == []
    assert pages() == before
    other = NewsPage.objects.get(pk=other.pk)
    assert (other.source, other.title) == (None, "Les autres rues")


def test_translation_that_names_no_source(page, french, german):
    ContentPage.objects.filter(pk=french.pk).update(source=None)
    assert found() == [(Kind.SOURCE, (french.pk,), True)]

    assert repair() == ["“Streets” (en) is now recorded as the version that was first written."]

    assert check() == []
    assert NewsPage.objects.get(pk=french.pk).source_id == page.pk


def test_of_two_sources_the_one_whose_words_were_translated_stays(site):
    older = make_page(NewsPage, title="Older")
    written = make_page(NewsPage, title="Écrite", language="fr")
    make_translation(written, "de")
    Page.objects.filter(pk=older.pk).update(translation_key=written.translation_key)
    assert found() == [(Kind.SOURCE, (older.pk,), True)]

    repair()

    assert check() == []
    assert NewsPage.objects.get(pk=older.pk).source_id == written.pk


def test_chain_of_sources(page, french, german):
    ContentPage.objects.filter(pk=german.pk).update(source=french.pk)
    assert found() == [(Kind.SOURCE, (german.pk,), True)]

    repair()

    assert check() == []
    assert NewsPage.objects.get(pk=german.pk).source_id == page.pk


def test_versions_that_name_each_other(page, french):
    ContentPage.objects.filter(pk=page.pk).update(source=french.pk)
    assert found() == [(Kind.SOURCE, (page.pk,), True)]

    repair()

    assert check() == []
    assert NewsPage.objects.get(pk=page.pk).source_id is None


def test_source_that_is_another_page(page):
    other = make_page(NewsPage, title="Another")
    ContentPage.objects.filter(pk=other.pk).update(source=page.pk)
    assert found() == [(Kind.SOURCE, (other.pk,), True)]

    repair()

    assert check() == []
    assert NewsPage.objects.get(pk=other.pk).source_id is None


def test_translations_whose_source_is_gone(page, french, german):
    """As a script leaves them that deletes rows without the signals of Django."""
    wrote = words()
    ContentPage.objects.filter(source=page.pk).update(source=None)
    SearchEntry.objects.filter(page=page.pk)._raw_delete("default")
    NewsPage.objects.filter(pk=page.pk)._raw_delete("default")
    ContentPage.objects.filter(pk=page.pk)._raw_delete("default")
    Page.objects.filter(pk=page.pk)._raw_delete("default")
    Page.fix_tree()
    before = pages()
    assert found() == [
        (Kind.SOURCE, (german.pk,), True),
        (Kind.RECORD, (french.pk,), True),
    ]

    repair()

    assert check() == []
    assert pages() == before
    assert words() == wrote
    assert NewsPage.objects.get(pk=french.pk).is_translation is False
    assert NewsPage.objects.get(pk=german.pk).source_id == french.pk


# The trees


def test_page_in_the_tree_of_another_language(page, french):
    index = page.get_parent()
    NewsPage.objects.get(pk=french.pk).move(index, pos="last-child")
    assert found() == [(Kind.PLACE, (french.pk,), True)]

    assert repair() == ["“Les rues” (fr) was moved below “Actualités” in its own language."]

    assert check() == []
    assert Page.objects.get(pk=french.pk).url_path == "/home-fr/actualites/les-rues/"


def test_source_in_the_tree_of_another_language(page, german):
    french_index = page.get_parent().get_translation(locale("fr"))
    NewsPage.objects.get(pk=page.pk).move(french_index, pos="last-child")
    assert found() == [(Kind.PLACE, (page.pk,), True)]

    repair()

    assert check() == []
    assert Page.objects.get(pk=page.pk).url_path == "/home/news/streets/"


def test_page_that_has_no_place_in_its_own_language_is_left_to_somebody_who_knows(page, french):
    part = make_index(title="Part", slug="part")
    part.get_translation(locale("fr")).delete()
    NewsPage.objects.get(pk=french.pk).move(part, pos="last-child")
    assert found() == [(Kind.PLACE, (french.pk,), False)]

    said, refusal = run(fix=True)

    assert said == (
        f"place: “Les rues” (fr) lies in the tree of another language, below “Part” (en). [{french.pk}]\n"
    )
    assert refusal == "1 left that only somebody who knows the pages can mend. (exit status 1)"


# Restrictions


def restrict(page, *groups, **fields):
    fields.setdefault("restriction_type", PageViewRestriction.LOGIN)
    restriction = PageViewRestriction.objects.create(page=page, **fields)
    restriction.groups.set(groups)
    return restriction


def test_restriction_that_was_copied_to_a_translation(page, french):
    original = restrict(page)
    restrict(french)
    assert found() == [(Kind.RESTRICTION, (french.pk,), True)]

    repair()

    assert check() == []
    assert list(PageViewRestriction.objects.all()) == [original]


def test_restrictions_that_are_not_those_of_the_source_are_a_translation_s_own(
    page, french, german
):
    group = Group.objects.create(name="members")
    restrict(page, group, restriction_type=PageViewRestriction.GROUPS)
    restrict(french, restriction_type=PageViewRestriction.GROUPS)
    restrict(german)

    assert check() == []


# Translators' records


def test_records_of_a_page_that_is_gone(page, french):
    wrote = words()
    key = uuid4()
    Page.objects.filter(translation_key=page.translation_key).update(translation_key=key)
    [finding] = check()
    assert finding == Finding(
        kind=Kind.RECORD,
        words=f"Translators have records ({page.translation_key}) of something that is gone in every language.",
    )

    repair()

    assert check() == []
    assert words() == wrote
    assert not TranslatableObject.objects.filter(pk=page.translation_key).exists()
    assert not Translation.objects.exists()


def test_records_of_a_promotion_that_is_gone(site):
    promotion = Promotion.objects.create(
        title="Join", text="Do.", button="How", locale=site.home.locale
    )
    request_translation(promotion, locale("fr"))
    assert check() == []
    Promotion.objects.filter(pk=promotion.pk)._raw_delete("default")
    assert found() == [(Kind.RECORD, (), True)]

    repair()

    assert check() == []


def test_words_that_were_taken_from_a_translation(page, french):
    german = request_translation(french, locale("de"))
    fill(german, {"Les rues": "Die Straßen"})
    save_draft(german)
    wrote = words()
    assert found() == [(Kind.RECORD, (page.pk,), True)]

    assert repair() == ["Translators are no longer given the words of “Streets” (en) in fr."]

    assert check() == []
    assert words() == wrote
    assert TranslationSource.objects.get().locale == locale("en")
    assert page.has_translation(locale("de"))


# The command, and all at once


def test_command_says_that_nothing_is_wrong(page, french):
    # Home and index page in three languages, and the page in two.
    assert run() == ("Nothing is wrong: 8 pages, 3 languages.\n", None)


def test_command_changes_nothing_unless_it_is_asked_to(page):
    index = page.get_parent()
    Page.objects.filter(pk=index.pk).update(numchild=7)

    said, refusal = run()

    assert said == (
        "tree: 1 page has a depth or a number of children that is not that of the tree."
        f" [{index.pk}]\n"
    )
    assert refusal == "1 found; --fix mends 1. (exit status 1)"
    assert Page.objects.get(pk=index.pk).numchild == 7
    assert run(fix=True) == (
        "Depths and numbers of children were counted anew.\n"
        "Nothing is wrong: 7 pages, 3 languages.\n",
        None,
    )


def test_mending_is_all_or_nothing(page, french, monkeypatch):
    Page.objects.filter(pk=page.get_parent().pk).update(numchild=7)

    def stop(_site):
        raise KeyboardInterrupt

    monkeypatch.setattr(checking, "CHECKS", (*checking.CHECKS[:1], stop))
    with pytest.raises(KeyboardInterrupt):
        repair()
    monkeypatch.undo()

    assert [kind for kind, _pages, _repairable in found()] == [Kind.TREE]


def test_several_sorts_of_damage_are_mended_at_once(page, french, german):
    restrict(page)
    restrict(german)
    ContentPage.objects.filter(pk=german.pk).update(source=None)
    NewsPage.objects.get(pk=french.pk).move(page.get_parent(), pos="last-child")
    CreatePageAliasAction(page, update_slug="mirror").execute()
    Page.objects.filter(pk=page.pk).update(numchild=3)
    Page.objects.filter(pk=page.get_parent().pk).update(url_path="/elsewhere/")
    kinds = [finding.kind for finding in check()]
    assert set(kinds) >= {Kind.TREE, Kind.ADDRESS, Kind.ALIAS, Kind.SOURCE, Kind.PLACE}

    said, refusal = run(fix=True)

    assert refusal is None
    assert said.splitlines()[-1].startswith("Nothing is wrong")


def test_check_costs_as_much_for_any_number_of_pages(page, french, django_assert_num_queries):
    promotion = Promotion.objects.create(title="Join", text="Do.", button="How", locale=page.locale)
    request_translation(promotion, locale("fr"))
    check()
    with django_assert_num_queries(13):
        assert check() == []
    for number in range(3):
        restrict(make_page(NewsPage, title=f"Page {number}"))
        make_translation(make_page(NewsPage, title=f"Other {number}"), "de")
    with django_assert_num_queries(14):  # the groups of restrictions
        assert check() == []
