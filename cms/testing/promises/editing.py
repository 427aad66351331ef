"""Can editors write a page of a kind in the admin?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cms.testing.factories import make_administrator
from cms.testing.forms import add_url, as_new, data_in, edit_url, errors, form_data, message_beside
from cms.testing.samples import Samples

if TYPE_CHECKING:
    from cms.models import ContentPage


class EditingPromises(Samples):
    """The forms of a kind open, save, and say beside a field what is wrong with it."""

    def test_form_creates_a_page(self):
        """What an editor fills in is what is saved."""
        self.client.force_login(make_administrator())
        written = self.make()
        data = as_new(form_data(self.client, written)) | {"title": "Made here", "slug": "made-here"}

        response = self.client.post(add_url(self.model, self.index), data)

        self.assertEqual(errors(response), {}, "The form refuses what a page of the kind holds.")
        made = self.model.objects.get(slug="made-here")
        self.assertEqual(
            (made.live, made.source), (True, None), "The page is not public, or no source."
        )
        self.assertEqual(
            self.values(made), self.values(written), "A value is lost: is it in a panel?"
        )

    def test_form_saves_what_it_opened(self):
        """To open a page and to publish it again changes nothing."""
        self.client.force_login(make_administrator())
        page = self.make()
        before = self.item(page).facts

        response = self.client.post(edit_url(page), form_data(self.client, page))

        self.assertEqual(errors(response), {}, "The form refuses what it has opened.")
        saved = self.model.objects.get(pk=page.pk)
        self.assertEqual(self.values(saved), self.values(page), "The form has lost a value.")
        self.assertEqual(self.item(saved).facts, before, "The form has changed a fact.")

    def test_form_says_beside_each_field_what_is_missing(self):
        """A message stands beside every field that is left empty, and nothing else that was written is lost."""
        self.client.force_login(make_administrator())
        page = self.make()
        data = form_data(self.client, page)
        emptied = {name: "" for name in ("title", "summary", *self.required) if name in data}

        response = self.client.post(edit_url(page), data | emptied)

        self.assertEqual(
            set(errors(response)), set(emptied), "An empty field is not refused, or a full one is."
        )
        for name in emptied:
            self.assertNotEqual(
                message_beside(response, name), "", f"No message stands beside {name}."
            )
        shown = data_in(response)
        lost = {name for name in shown if shown[name] != (data | emptied).get(name)}
        self.assertEqual(lost, set(), "The form has lost what was written in other fields.")

    def values(self, page: ContentPage) -> dict:
        """Return what the author has declared of a page."""
        names = ("summary", "picture", *self.required, *self.words)
        return {name: getattr(page, name) for name in names}
