"""Is a kind declared as the core expects it?"""

from __future__ import annotations

import dataclasses
import json
from io import StringIO

from django.core import checks
from django.core.management import call_command

from cms.items import Facts, as_json
from cms.models import IndexPage, content_types
from cms.testing.factories import make_index
from cms.testing.samples import Samples


class DeclarationPromises(Samples):
    """A kind is installed, checked, migrated, placed, searched, and states its facts."""

    def test_kind_is_installed(self):
        """Django's registry knows the kind: there is no other."""
        self.assertIn(
            self.model, content_types(), "The kind is not creatable, or its app is not installed."
        )

    def test_system_checks_find_nothing(self):
        """An author has forgotten nothing that a check can see."""
        found = checks.run_checks(app_configs=[self.model._meta.app_config])

        self.assertEqual(
            [str(message) for message in found], [], "manage.py check complains about the kind."
        )

    def test_migrations_are_complete(self):
        """The kind's app has a migration for every change of its models."""
        output = StringIO()
        try:
            call_command(
                "makemigrations",
                self.model._meta.app_label,
                check_changes=True,
                dry_run=True,
                stdout=output,
            )
        except SystemExit:
            self.fail(
                f"The app lacks a migration: run manage.py makemigrations.\n{output.getvalue()}"
            )

    def test_pages_are_made_below_an_index_of_the_kind_only(self):
        """An index page takes the kind it is reserved for; the home page and other pages take none."""
        of_all_kinds, of_another = make_index(slug="everything"), make_index(slug="elsewhere")
        IndexPage.objects.filter(pk=of_another.pk).update(kind="another.kind")
        parents = {
            "its own index page": self.index,
            "an index page of all kinds": of_all_kinds,
            "an index page of another kind": IndexPage.objects.get(pk=of_another.pk),
            "the home page": self.site.home,
            "a page of its own kind": self.make(),
        }

        allowed = {name for name, parent in parents.items() if self.model.can_create_at(parent)}

        self.assertEqual(
            allowed,
            {"its own index page", "an index page of all kinds"},
            "parent_page_types, subpage_types or can_create_at of the kind differ from those of ContentPage.",
        )

    def test_search_finds_title_and_summary(self):
        """The kind adds to the search fields of ContentPage and replaces none."""
        searched = {field.field_name for field in self.model.get_searchable_search_fields()}

        self.assertLessEqual(
            {"title", "summary"},
            searched,
            "Write search_fields = [*ContentPage.search_fields, ...].",
        )

    def test_facts_are_a_frozen_dataclass_and_become_json(self):
        """Outlets get values that nobody can change, and that a JSON document can hold."""
        item = self.item(self.make())
        facts = item.facts

        self.assertIsInstance(
            facts, Facts, "facts() must return a dataclass derived from cms.items.Facts."
        )
        self.assertTrue(dataclasses.is_dataclass(facts), "facts() must return a dataclass.")
        self.assertTrue(
            type(facts).__dataclass_params__.frozen,
            "Write @dataclass(frozen=True, slots=True, kw_only=True).",
        )
        self.assertEqual(
            json.loads(json.dumps(as_json(item))), as_json(item), "A fact is no plain value."
        )
